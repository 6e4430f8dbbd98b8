import type { Draft } from "./plan.ts";
import { markedJson, replaceMarks, type UnknownValue } from "./unknown-value.ts";

/** A text of HCL's, in which `${` and `%{` would begin a template. https://developer.hashicorp.com/terraform/language/expressions/strings */
export function hclText(text: string): string {
  return `"${replaceMarks(text, expression, (part) => escapeTemplates(JSON.stringify(part).slice(1, -1)))}"`;
}

export function hclList(texts: readonly string[]): string {
  return `[${texts.map(hclText).join(", ")}]`;
}

/** A document as HCL's heredoc, where a backslash is a backslash. */
export function heredoc(document: object): string {
  return `<<JSON\n${replaceMarks(markedJson(document, 2), expression, escapeTemplates)}\nJSON`;
}

/** A block with its lines indented, those of a heredoc left alone. */
export function block(head: string, lines: readonly string[]): string {
  return [
    `${head} {`,
    ...lines.map((line) => `  ${line.includes("<<JSON") ? line : indented(line)}`),
    "}",
  ].join("\n");
}

const IMPORT = "# What exists already is imported first (terraform import), so that nothing is made twice.";

/** The text of all steps, the variables first. */
export function terraformText(drafts: readonly Draft[]): string {
  const parts = drafts.flatMap(({ terraform }) => (terraform === undefined ? [] : [terraform]));
  const needs = new Map(drafts.flatMap(({ needs = [] }) => needs.map((need) => [need.name, need] as const)));
  const asked = [...needs.values()].filter(({ name }) => parts.some((part) => part.includes(nameOf(name))));
  return `${[IMPORT, ...asked.map(variable), ...parts].join("\n\n")}\n`;
}

function variable({ name, says }: UnknownValue): string {
  return block(`variable "${name.toLowerCase()}"`, ["type = string", `description = ${hclText(says)}`]);
}

/** What Terraform finds out by itself. */
const EXPRESSIONS: Readonly<Record<string, string>> = {
  ACCOUNT_ID: "data.aws_caller_identity.current.account_id",
  KMS_KEY_ID: "data.aws_kms_key.wandb.id",
  // Left open by the module for customers alone (infra/customer).
  PARTITION: "data.aws_partition.current.partition",
  URL_SUFFIX: "data.aws_partition.current.dns_suffix",
  REGION: "data.aws_region.current.id",
  ROOT: "local.root",
};

function nameOf(unknown: string): string {
  return `var.${unknown.toLowerCase()}`;
}

/** Terraform's expression for a value that only the admin knows. */
function expression(unknown: string): string {
  return `\${${EXPRESSIONS[unknown] ?? nameOf(unknown)}}`;
}

function escapeTemplates(text: string): string {
  return text.replace(/[$%](?=\{)/g, (sign) => sign + sign);
}

function indented(text: string): string {
  return text.replaceAll("\n", "\n  ");
}
