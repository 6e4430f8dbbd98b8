import type { IncomingHttpHeaders } from "node:http";
import { resourcesOf } from "../read-template.ts";
import type { Templates } from "../synthesize.ts";

/** What API Gateway puts into its answers for the pages of the template's origins. */
export interface GatewayCors {
  answerHeaders(origin: string | undefined): Record<string, string>;
  /** Undefined for what is no preflight, or one from elsewhere. */
  preflightHeaders(method: string, headers: IncomingHttpHeaders): Record<string, string> | undefined;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html */
export function gatewayCors({ service }: Templates): GatewayCors {
  const [cors] = resourcesOf(service, "AWS::ApiGatewayV2::Api").map(
    ({ properties }) => properties.CorsConfiguration,
  );
  const { AllowOrigins, AllowMethods, AllowHeaders, ExposeHeaders, MaxAge } = cors;
  const ofOrigin = (origin: string | undefined): Record<string, string> =>
    origin !== undefined && AllowOrigins.includes(origin) ? { "access-control-allow-origin": origin } : {};
  return {
    answerHeaders(origin) {
      const own = ofOrigin(origin);
      if (Object.keys(own).length === 0) return {};
      return { ...own, vary: "origin", "access-control-expose-headers": ExposeHeaders.join(",") };
    },
    preflightHeaders(method, headers) {
      if (method !== "OPTIONS" || headers["access-control-request-method"] === undefined) return undefined;
      return {
        ...ofOrigin(headers.origin),
        "access-control-allow-methods": AllowMethods.join(","),
        "access-control-allow-headers": AllowHeaders.join(","),
        "access-control-max-age": String(MaxAge),
      };
    },
  };
}
