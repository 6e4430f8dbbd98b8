import type { CorsRule } from "../inspector.ts";
import type { XmlElement } from "../read-xml.ts";

/** The rules of a `CORSConfiguration`. https://docs.aws.amazon.com/AmazonS3/latest/API/API_CORSRule.html */
export function corsRulesOf(document: XmlElement): CorsRule[] {
  return document.children("CORSRule").map((rule): CorsRule => {
    const maxAge = rule.text("MaxAgeSeconds");
    return {
      origins: rule.texts("AllowedOrigin"),
      methods: rule.texts("AllowedMethod"),
      requestHeaders: rule.texts("AllowedHeader"),
      exposedHeaders: rule.texts("ExposeHeader"),
      ...(maxAge !== undefined && { maxAgeSeconds: Number(maxAge) }),
    };
  });
}
