import { describe, expect, it } from "vitest";
import type { InstructionGuide } from "../../../lib/buckets/instructions/guide.ts";
import { AWKWARD_PATH, CASES, instructionsOf } from "./instructions-of.ts";
import { type Call, ENVIRONMENT, parses, runScript } from "./run-script.ts";

/** What the fake programs say of the admin's account. */
const FOUND = {
  ...ENVIRONMENT,
  ACCOUNT_ID: "111122223333",
  KMS_KEY_ID: "1234abcd-12ab-34cd-56ef-1234567890ab",
  PROJECT: "acme-project",
  SUBSCRIPTION: "sub-1",
};

const FLAVOURS = ["strict", "documented"] as const;
const EVERY = CASES.flatMap(([type, provider, body]) =>
  FLAVOURS.map((flavour) => [type, provider, body.kmsKeyId ?? "no key", flavour, body] as const),
);

/** The JSON that programs were given, however: as a word, in a file. */
function documentsIn(calls: Call[]): unknown[] {
  return calls
    .flatMap(({ argv, files }) => [...argv, ...files])
    .filter((text) => /^\s*[[{]/.test(text) && !text.startsWith("{azure") && !text.startsWith("[0]"))
    .map((text) => JSON.parse(text) as unknown);
}

/** The documents of the steps that have a command, with the admin's values filled in. */
function documentsOf(guide: InstructionGuide): Map<string, unknown> {
  const filled = (document: unknown) =>
    JSON.parse(
      JSON.stringify(document).replace(/<([A-Z_]+)>/g, (_, name: keyof typeof FOUND) =>
        JSON.stringify(FOUND[name]).slice(1, -1),
      ),
    ) as unknown;
  return new Map(
    guide.steps.flatMap(({ name, document, command }) =>
      document && command ? [[name, filled(document)] as const] : [],
    ),
  );
}

describe.each(EVERY)("%s, %s, %s, %s", (type, _, __, flavour, body) => {
  it("the script parses, runs to its end, and gives every program the steps' own documents", async () => {
    const guide = (await instructionsOf(type, body))[flavour];
    expect(parses(guide.shell)).toBe(true);
    const run = runScript(guide.shell);
    expect([run.ok, run.stderr]).toEqual([true, ""]);
    const given = documentsIn(run.calls);
    const words = run.calls.flatMap(({ argv }) => argv);
    for (const [name, document] of documentsOf(guide)) {
      if (name === "cors" && "allowedOrigins" in (document as object)) {
        const rule = document as Record<string, string[]>;
        for (const value of Object.values(rule).flat()) expect(words).toContain(String(value));
      } else if (name === "ownership-challenge") {
        const { key, text } = document as { key: string; text: string };
        expect(run.calls.find(({ stdin }) => stdin === text)?.argv.join(" ")).toContain(key);
      } else if (name === "role-bindings" || name === "role-binding" || name === "role-assignments") {
        for (const { role, member, scope, condition } of document as Record<string, unknown>[]) {
          const call = run.calls.find(({ argv }) =>
            [role, `--role=${role}`].some((word) => argv.includes(String(word))),
          );
          const expected = member === undefined ? scope : `--member=${member}`;
          expect(call?.argv).toContain(expected);
          if (condition) expect(call?.files.map((text) => JSON.parse(text))).toEqual([condition]);
        }
      } else if (name === "federated-credential") {
        for (const value of Object.values(document as Record<string, string>).flat())
          expect(words).toContain(value);
      } else {
        expect(given, name).toContainEqual(
          name === "cors" && !("responseHeader" in ((document as object[])[0] ?? {}))
            ? { CORSRules: document }
            : document,
        );
      }
    }
  });

  it("each command stands for itself too", async () => {
    const guide = (await instructionsOf(type, body))[flavour];
    for (const { command } of guide.steps) if (command !== undefined) expect(parses(command)).toBe(true);
  });
});

describe("quoting", () => {
  it("a path with quotes, dollars and backticks reaches the programs as it is, and nothing of it is run", async () => {
    const { strict } = await instructionsOf("multi-tenant", {
      address: `s3://s3.eu-west-1.amazonaws.com/acme-models/a'b "c" $(touch pwned) \`touch pwned\` $HOME`,
    });
    const { calls } = runScript(strict.shell);
    const copy = calls.find(({ argv }) => argv[2] === "cp");
    expect(copy?.argv[4]).toBe(
      `s3://acme-models/a'b "c" $(touch pwned) \`touch pwned\` $HOME/.wandb-byob/owner`,
    );
    expect(calls.some(({ argv }) => argv[0] === "touch")).toBe(false);
  });

  it("an organisation's name with quotes reaches the policy as it is", async () => {
    const org = `a'c"me $(x)`;
    const { documented } = await instructionsOf("multi-tenant", { address: "cw://acme-models" }, { org });
    const { calls } = runScript(documented.shell);
    const policy = calls.find(({ argv }) => argv[2] === "put-bucket-policy")?.argv.at(-1) ?? "";
    expect(JSON.parse(policy).Statement[0].Condition.StringLike["wandb:OrgID"]).toEqual([`a'c"me $\{$}(x)`]);
  });

  it("gcloud takes a star in a URL for a pattern, so the API is given the name", async () => {
    const { strict } = await instructionsOf("multi-tenant", { address: `gs://acme-models/a*b'c` });
    const call = runScript(strict.shell).calls.find(({ argv }) => argv[0] === "curl");
    expect(new URL(call?.argv.at(-1) ?? "").searchParams.get("name")).toBe(`a*b'c/.wandb-byob/owner`);
    expect(call?.stdin).toMatch(/^wandb-byob-owner=/);
    expect(strict.shell).not.toContain("gcloud storage cp");
  });
});

describe("what is there already", () => {
  const address = "s3://s3.eu-west-1.amazonaws.com/acme-models/runs";
  const puts = (calls: Call[]) =>
    calls.map(({ argv }) => argv[2] ?? "").filter((verb) => verb.startsWith("put-bucket-"));

  it("is not made again, and what would be replaced stops the script with a sentence", async () => {
    const { strict } = await instructionsOf("multi-tenant", { address });
    const run = runScript(strict.shell, { there: true });
    expect(run.ok).toBe(false);
    expect(run.stderr).toMatch(/The bucket has a CORS configuration already\. .* REPLACE=yes/);
    expect(run.calls.some(({ argv }) => argv.includes("create-bucket"))).toBe(false);
    expect(puts(run.calls)).toEqual([]);
  });

  it("is replaced when the admin says so", async () => {
    const { strict } = await instructionsOf("multi-tenant", { address });
    const run = runScript(strict.shell, { there: true, env: { REPLACE: "yes" } });
    expect([run.ok, puts(run.calls)]).toEqual([
      true,
      ["put-bucket-cors", "put-bucket-policy", "put-bucket-versioning", "put-bucket-lifecycle-configuration"],
    ]);
  });

  it("also on Cloud Storage", async () => {
    const { strict } = await instructionsOf("multi-tenant", { address: "gs://acme-models" });
    const run = runScript(strict.shell, { there: true });
    expect([run.ok, run.stderr]).toEqual([false, expect.stringMatching(/CORS configuration already/)]);
    expect(runScript(strict.shell, { there: true, env: { REPLACE: "yes" } }).ok).toBe(true);
  });
});

it("a value that only the admin knows is asked for by name before anything is done", async () => {
  const { strict } = await instructionsOf("dedicated", { address: "az://acmemodels/runs" });
  for (const name of ["RESOURCE_GROUP", "LOCATION", "AZURE_ISSUER", "AZURE_SUBJECT"]) {
    const run = runScript(strict.shell, { env: { [name]: "" } });
    expect([run.ok, run.calls.filter(({ argv }) => argv.includes("create"))]).toEqual([false, []]);
    expect(run.stderr).toContain(name);
  }
});

it("the awkward path is awkward", () => {
  for (const sign of ["'", '"', "$", "`", " ", "{"]) expect(AWKWARD_PATH).toContain(sign);
});
