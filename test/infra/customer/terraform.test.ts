import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CUSTOMER_VALUES } from "../../../infra/customer/customer-values.ts";
import { terraformModule } from "../../../infra/customer/render-terraform.ts";
import { COMMITTED, resolveTemplate } from "./resolve-template.ts";

const FILES = ["main.tf", "variables.tf", "outputs.tf"] as const;
const committed = (name: string) =>
  readFileSync(new URL(`../../../infra/customer/terraform/${name}`, import.meta.url), "utf8");
const MAIN = committed("main.tf");

const ROLE = "arn:aws:iam::725579432336:role/WandbIntegration";
const GIVEN: Readonly<Record<string, string>> = {
  "var.org_id": "acme",
  "var.bucket_name": "acme-models",
  "var.wandb_principal": ROLE,
  "data.aws_partition.current.partition": "aws",
  "data.aws_partition.current.dns_suffix": "amazonaws.com",
  "data.aws_region.current.id": "us-east-1",
  "data.aws_caller_identity.current.account_id": "111122223333",
};

/** A document of the module's locals, with values in the place of its expressions. */
function documentOf(name: string, root: string): unknown {
  const [, text] = new RegExp(`  ${name} = <<JSON\\n([\\s\\S]*?)\\nJSON\\n`).exec(MAIN) ?? [];
  if (text === undefined) throw new Error(`main.tf has no document ${name}`);
  const values = { ...GIVEN, "local.root": root };
  return JSON.parse(
    text.replace(/([$%])\{([^}]*)\}/g, (found, sign: string, inner: string) => {
      const value = Object.entries(values).find(([expression]) => expression === inner)?.[1];
      if (sign !== "$" || value === undefined) throw new Error(`${found} has no value`);
      return value;
    }),
  );
}

it.each(FILES)(
  "the committed %s is what the documents say (else: node infra/customer/template.ts)",
  (name) => {
    expect(committed(name)).toBe(terraformModule()[name]);
  },
);

describe("makes what the ready template makes", () => {
  const template = (Path: string) =>
    resolveTemplate(COMMITTED, {
      ...{ OrgID: "acme", BucketName: "acme-models", FrontendOrigins: "https://app.acme.test", Path },
    }).resources;

  it("the policies of the bucket and the key", () => {
    expect(documentOf("path_policy", "runs/")).toEqual(template("runs").BucketPolicy?.PolicyDocument);
    expect(documentOf("whole_bucket_policy", "")).toEqual(template("").BucketPolicy?.PolicyDocument);
    expect(documentOf("key_policy", "")).toEqual(template("").Key?.KeyPolicy);
    expect(MAIN).toContain('root = var.path == "" ? "" : "$' + '{var.path}/"');
    expect(MAIN).toMatch(/policy += local\.root == "" \? local\.whole_bucket_policy : local\.path_policy\n/);
  });

  it("and the settings", () => {
    const bucket = template("runs").Bucket ?? {};
    const { CorsRules } = bucket.CorsConfiguration as { CorsRules: Record<string, unknown>[] };
    for (const [ours, theirs] of [
      ["allowed_headers", "AllowedHeaders"],
      ["allowed_methods", "AllowedMethods"],
      ["expose_headers", "ExposedHeaders"],
      ["max_age_seconds", "MaxAge"],
    ] as const)
      expect(JSON.parse(attribute(ours))).toEqual(CorsRules[0]?.[theirs]);
    expect(attribute("allowed_origins")).toBe("var.frontend_origins");
    expect(attribute("prefix")).toBe("local.root");
    expect(bucket.LifecycleConfiguration).toMatchObject({
      Rules: [
        {
          Id: JSON.parse(attribute("id")),
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: Number(attribute("days_after_initiation")) },
        },
      ],
    });
    expect(MAIN).toMatch(/versioning_configuration \{\n\s+status = "Enabled"/);
    for (const name of Object.keys(bucket.PublicAccessBlockConfiguration as object))
      expect(attribute(name.replace(/(?<!^)[A-Z]/g, "_$&").toLowerCase())).toBe("true");
    expect(attribute("kms_master_key_id")).toBe("aws_kms_key.wandb[0].arn");
    expect(MAIN.match(/count += var\.create_key \? 1 : 0/g)).toHaveLength(2);
    expect(MAIN.match(/prevent_destroy = true/g)).toHaveLength(2);
  });
});

/** The value of the one attribute of a name in main.tf. */
function attribute(name: string): string {
  const found = [...MAIN.matchAll(new RegExp(`^ +${name} += (.*)$`, "gm"))].map(([, value]) => value ?? "");
  expect(found, name).toHaveLength(1);
  return found[0] ?? "";
}

it("is balanced, and uses what it declares and nothing else", () => {
  const all = FILES.map(committed).join("\n");
  const code = all
    .replace(/<<JSON\n[\s\S]*?\nJSON\n/g, "document\n")
    .replace(/^#.*$/gm, "")
    .replace(/"(?:[^"\\]|\\.)*"/g, '""');
  for (const [open, close] of ["{}", "[]", "()"].map((pair) => pair.split("")))
    expect(code.split(open ?? "").length).toBe(code.split(close ?? "").length);
  const declared = [...all.matchAll(/^variable "([a-z_]+)"/gm)].map(([, name]) => name);
  expect(declared).toEqual([...CUSTOMER_VALUES.map(({ name }) => name.toLowerCase()), "create_key"]);
  const used = new Set([...all.matchAll(/\bvar\.([a-z_]+)/g)].map(([, name]) => name));
  expect(used).toEqual(new Set(declared));
  const made = new Set(
    [...all.matchAll(/^(?:resource|data) "(\w+)" "(\w+)"/gm)].map(([, type, name]) => `${type}.${name}`),
  );
  for (const [, reference] of all.matchAll(/\b(?:data\.)?(aws_\w+\.\w+)/g)) expect(made).toContain(reference);
});
