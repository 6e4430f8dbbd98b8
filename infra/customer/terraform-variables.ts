import { block, hclText } from "../../lib/buckets/instructions/terraform.ts";
import { CREATE_KEY, CUSTOMER_VALUES, type CustomerValue } from "./customer-values.ts";

/** What the module asks for, a block each. https://developer.hashicorp.com/terraform/language/block/variable */
export function terraformVariables(): string[] {
  return [
    ...CUSTOMER_VALUES.map(variable),
    block('variable "create_key"', [
      "type = bool",
      `description = ${hclText(CREATE_KEY.says)}`,
      "default = true",
    ]),
  ];
}

function variable(value: CustomerValue): string {
  const name = value.name.toLowerCase();
  return block(`variable "${name}"`, [
    `type = ${value.isList ? "list(string)" : "string"}`,
    `description = ${hclText(value.says)}`,
    ...(value.default === undefined ? [] : [`default = ${hclText(value.default)}`]),
    block("validation", [`condition = ${condition(value, name)}`, `error_message = ${hclText(value.rule)}`]),
  ]);
}

function condition({ pattern, maxLength, isList }: CustomerValue, name: string): string {
  const matches = (text: string) => `can(regex(${hclText(pattern)}, ${text}))`;
  if (isList) return `length(var.${name}) > 0 && alltrue([for item in var.${name} : ${matches("item")}])`;
  const short = maxLength === undefined ? "" : `length(var.${name}) <= ${maxLength} && `;
  return short + matches(`var.${name}`);
}
