import { CREATE_KEY, CUSTOMER_VALUES, type CustomerValue } from "./customer-values.ts";

type Json = Record<string, unknown>;

/** What the template asks for. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html */
export function templateParameters(): Json {
  return {
    ...Object.fromEntries(CUSTOMER_VALUES.map((value) => [value.parameter, parameter(value)])),
    [CREATE_KEY.parameter]: {
      Type: "String",
      Description: CREATE_KEY.says,
      AllowedValues: ["yes", "no"],
      Default: "yes",
    },
  };
}

function parameter({ says, pattern, rule, maxLength, default: given, isList }: CustomerValue): Json {
  return {
    Type: isList ? "CommaDelimitedList" : "String",
    Description: isList ? `${says} Several are parted by commas.` : says,
    AllowedPattern: pattern,
    ConstraintDescription: rule,
    ...(maxLength !== undefined && { MaxLength: maxLength }),
    ...(given !== undefined && { Default: given }),
  };
}
