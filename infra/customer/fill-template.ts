import { cutAtMarks, markOf, replaceMarks } from "../../lib/buckets/instructions/unknown-value.ts";
import { CUSTOMER_VALUES, FRONTEND_ORIGINS } from "./customer-values.ts";

/** What stands for each mark in the template. */
const NAMES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(CUSTOMER_VALUES.map(({ name, parameter }) => [name, parameter])),
  REGION: "AWS::Region",
  ACCOUNT_ID: "AWS::AccountId",
  PARTITION: "AWS::Partition",
  URL_SUFFIX: "AWS::URLSuffix",
  NEW_KEY_ID: "Key",
};

/** A document with CloudFormation's functions in the place of its marks. */
export function filled(value: unknown): unknown {
  if (Array.isArray(value)) {
    // A parameter that is a list takes the place of the whole list.
    if (value.length === 1 && value[0] === markOf(FRONTEND_ORIGINS)) return reference(FRONTEND_ORIGINS.name);
    return value.map(filled);
  }
  if (typeof value === "string") return substituted(value);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filled(item)]));
}

/** `${` that is the text's own is written `${!`. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html */
function substituted(text: string): unknown {
  const [before, name, ...after] = cutAtMarks(text);
  if (name === undefined) return text;
  if (before === "" && after.join("") === "") return reference(name);
  return {
    "Fn::Sub": replaceMarks(
      text,
      (mark) => `\${${nameOf(mark)}}`,
      (part) => part.replaceAll("${", "${!"),
    ),
  };
}

function reference(name: string): { Ref: string } {
  return { Ref: nameOf(name) };
}

function nameOf(mark: string): string {
  const name = NAMES[mark];
  if (name === undefined) throw new Error(`The template has no name for ${mark}`);
  return name;
}
