import { describe, expect, it } from "vitest";
import { hclText, heredoc } from "../../../lib/buckets/instructions/terraform.ts";
import { AWKWARD_PATH, CASES, instructionsOf } from "./instructions-of.ts";

const FLAVOURS = ["strict", "documented"] as const;

/** The heredocs of a text, and the text without them. */
function cutHeredocs(text: string): { json: string[]; rest: string } {
  const json: string[] = [];
  const rest = text.replace(/<<JSON\n([\s\S]*?)\nJSON\n/g, (_, document: string) => {
    json.push(document);
    return '"heredoc"\n';
  });
  return { json, rest };
}

/** What Terraform makes of a template's text: escapes undone, and no expression but ours in it. */
function rendered(text: string): string {
  return text.replace(
    /([$%])\1\{|[$%]\{([^}]*)\}/g,
    (found, sign: string | undefined, inner: string | undefined) => {
      if (sign !== undefined) return `${sign}{`;
      expect(inner, found).toMatch(/^(?:var\.[a-z_]+|data\.aws_(?:caller_identity|kms_key)\.[a-z_.]+)$/);
      return `<${inner}>`;
    },
  );
}

/** Outside strings and comments. */
function code(text: string): string {
  return text.replace(/^#.*$/gm, "").replace(/"(?:[^"\\]|\\.)*"/g, '""');
}

describe.each(
  CASES.flatMap(([type, provider, body]) =>
    FLAVOURS.map((flavour) => [type, provider, body.kmsKeyId ?? "no key", flavour, body] as const),
  ),
)("%s, %s, %s, %s", (type, provider, _, flavour, body) => {
  it("is balanced, declares every variable that it uses, and holds the steps' own policies", async () => {
    const guide = (await instructionsOf(type, body))[flavour];
    const { json, rest } = cutHeredocs(guide.terraform);
    expect(rest).not.toContain("<<");
    const skeleton = code(rest);
    for (const [open, close] of ["{}", "[]"])
      expect(skeleton.split(open ?? "").length).toBe(skeleton.split(close ?? "").length);
    expect(skeleton.split("\n").every((line) => !/["']/.test(line.replaceAll('""', "")))).toBe(true);

    const used = new Set([...guide.terraform.matchAll(/\$\{var\.([a-z_]+)\}/g)].map(([, name]) => name));
    const declared = new Set(
      [...guide.terraform.matchAll(/^variable "([a-z_]+)"/gm)].map(([, name]) => name),
    );
    expect(declared).toEqual(used);
    const names = [...rest.matchAll(/^(?:resource|data) "([a-z0-9_]+)" "([a-z0-9_]+)"/gm)].map(
      ([, a, b]) => `${a}.${b}`,
    );
    expect(new Set(names).size).toBe(names.length);
    for (const [, reference] of skeleton.matchAll(/= ((?:aws|google|azurerm)_[a-z0-9_]+\.[a-z0-9_]+)\./g))
      expect(names).toContain(reference);

    const documents = json.map((text) => JSON.parse(rendered(text)) as unknown);
    const policies = guide.steps.filter(
      ({ name, command }) => command && ["kms-key-policy", "bucket-policy", "iam-user"].includes(name),
    );
    expect(documents).toHaveLength(policies.length);
    policies.forEach(({ document }, index) => {
      const filled = JSON.stringify(document)
        .replaceAll("<ACCOUNT_ID>", "<data.aws_caller_identity.current.account_id>")
        .replaceAll("<KMS_KEY_ID>", "<data.aws_kms_key.wandb.id>")
        .replaceAll("<CW_PRINCIPAL>", "<var.cw_principal>");
      expect(documents[index]).toEqual(JSON.parse(filled));
    });
  });

  it("keeps what is deleted, and lets only the front end's origins in when strict", async () => {
    const { terraform } = (await instructionsOf(type, body))[flavour];
    expect(terraform).toMatch(/status = "Enabled"|versioning \{\n\s+enabled = true|delete_retention_policy/);
    const origin = flavour === "strict" ? "https://app.acme.test" : "*";
    expect(terraform).toMatch(
      new RegExp(`(?:allowed_origins|origin) = \\["${origin.replace("*", "\\*")}"\\]`),
    );
    if (provider === "AWS") expect(terraform).toContain("restrict_public_buckets = true");
  });
});

describe("texts", () => {
  it.each([AWKWARD_PATH, "$" + "{a}", "%{if}", "$$" + "{a}", "$%{", 'q"\\', "plain"])("%s", (text) => {
    expect(rendered(JSON.parse(hclText(text)))).toBe(text);
    expect(JSON.parse(rendered(heredoc({ text }).replace(/^<<JSON\n|\nJSON$/g, "")))).toEqual({ text });
  });
});
