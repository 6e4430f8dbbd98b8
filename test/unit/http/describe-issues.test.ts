import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { describeIssues } from "../../../lib/http/describe-issues.ts";

const SECRET = "AKIAIOSFODNN7EXAMPLE";

function described(schema: z.ZodMiniType, input: unknown) {
  const result = z.safeParse(schema, input);
  if (result.success) return expect.unreachable("the input fits");
  return describeIssues(result.error.issues, input, "The body");
}

function field(schema: z.ZodMiniType, value: unknown): string {
  return described(z.strictObject({ f: schema }), value === undefined ? {} : { f: value }).detail;
}

describe("one field", () => {
  it.each<[z.ZodMiniType, unknown, string]>([
    [z.string(), undefined, "f is required."],
    [z.string(), 1, "f must be a string, not a number."],
    [z.string(), null, "f must be a string, not null."],
    [z.string(), [SECRET], "f must be a string, not a list."],
    [z.boolean(), "yes", "f must be true or false, not a string."],
    [z.array(z.string()), { a: 1 }, "f must be a list, not an object."],
    [z.int(), 1.5, "f must be a whole number."],
    [z.int(), "1", "f must be a number, not a string."],
    [z.number(), Number.POSITIVE_INFINITY, "f must be a number, not beyond all bounds."],
    [z.enum(["AWS", "GCP"]), SECRET, "f must be one of AWS, GCP."],
    [z.enum(["AWS", "GCP"]), undefined, "f is required and must be one of AWS, GCP."],
    [z.literal("*"), SECRET, "f must be *."],
    [z.number().check(z.gte(1)), 0, "f must be at least 1."],
    [z.number().check(z.gt(1)), 1, "f must be more than 1."],
    [z.number().check(z.lte(604800)), 604801, "f must be at most 604800."],
    [z.number().check(z.lt(5)), 5, "f must be less than 5."],
    [z.number().check(z.multipleOf(5)), 6, "f must be a multiple of 5."],
    [z.string().check(z.minLength(1)), "", "f must not be empty."],
    [z.string().check(z.minLength(3)), "ab", "f must have at least 3 characters."],
    [z.string().check(z.maxLength(1)), SECRET, "f must have at most 1 character."],
    [z.string().check(z.length(2)), SECRET, "f must have exactly 2 characters."],
    [z.array(z.string()).check(z.minLength(1)), [], "f must not be empty."],
    [z.array(z.string()).check(z.maxLength(1)), ["a", "b"], "f must have at most 1 item."],
    [z.email(), SECRET, "f must be an e-mail address."],
    [z.string().check(z.regex(/^a/)), SECRET, "f does not have the right form."],
    [z.string().check(z.regex(/^a/, "must begin with an a")), SECRET, "f must begin with an a."],
    [z.string().check(z.refine((text) => text === "")), SECRET, "f is not allowed."],
    [z.union([z.string(), z.array(z.string())]), 5, "f must be a string or a list."],
    [z.union([z.string(), z.array(z.string())]), undefined, "f is required."],
    [z.union([z.string(), z.array(z.string())]), [1], "f[0] must be a string, not a number."],
    [z.record(z.string(), z.string()), { k: 1 }, "f.k must be a string, not a number."],
  ])("%# reads as a sentence", (schema, value, sentence) => {
    expect(field(schema, value)).toBe(sentence);
  });

  it("is named by its path through lists and objects", () => {
    const schema = z.strictObject({ objects: z.array(z.strictObject({ key: z.string() })) });
    expect(described(schema, { objects: [{ key: "a" }, { key: 1 }] }).detail).toBe(
      "objects[1].key must be a string, not a number.",
    );
  });

  it("that is the whole body is called so", () => {
    expect(described(z.strictObject({}), [])).toEqual({
      code: "request.invalid",
      detail: "The body must be an object, not a list.",
    });
  });

  it("that only a prototype has is still required", () => {
    expect(described(z.strictObject({ constructor: z.string() }), {}).detail).toBe(
      "constructor is required.",
    );
  });
});

describe("unknown fields", () => {
  it("have a code of their own and are named together", () => {
    expect(described(z.strictObject({ a: z.string() }), { a: "x", b: 1, c: 2 })).toEqual({
      code: "request.unknown_field",
      detail: "b, c are not known fields.",
    });
  });

  it("are named with what else is wrong", () => {
    expect(described(z.strictObject({ name: z.string() }), { nam: "x" })).toEqual({
      code: "request.unknown_field",
      detail: "name is required. nam is not a known field.",
    });
  });

  it("are not echoed when they look like no field's name, which a pasted secret does not", () => {
    const { detail } = described(z.strictObject({}), { ["x".repeat(49)]: 1, "a\u0000b": 1, "a/b+c=": 1 });
    const hidden = "(a name that is not shown)";
    expect(detail).toBe(`${hidden}, ${hidden}, ${hidden} are not known fields.`);
  });

  it("do not echo a credential that was pasted as a name", () => {
    const { detail } = described(z.strictObject({}), {
      [`s3://${SECRET}:wJalrXUtnFEMI/K7@h/b`]: 1,
      [SECRET]: 2,
    });
    expect(detail).not.toMatch(/AKIA|wJalr/);
  });

  it("are counted after the tenth, and sentences after the fifth", () => {
    const many = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`k${index}`, 1]));
    expect(described(z.strictObject({}), many).detail).toContain("k9 and 2 more are not known fields.");
    const wrong = described(
      z.array(z.string()),
      Array.from({ length: 8 }, () => 1),
    ).detail;
    expect(wrong).toContain("[4] must be a string, not a number. And 3 more.");
  });
});

describe("a union", () => {
  const store = z.union([
    z.strictObject({ provider: z.enum(["AWS"]), name: z.string() }),
    z.strictObject({ address: z.string() }),
    z.strictObject({ id: z.string() }),
  ]);
  const body = z.strictObject({ storageBucket: store });

  it("is described by the form that is nearest", () => {
    expect(described(body, { storageBucket: { address: "x", colour: 1 } })).toEqual({
      code: "request.unknown_field",
      detail: "storageBucket.colour is not a known field.",
    });
    expect(described(body, { storageBucket: { address: 1, colour: 1 } })).toEqual({
      code: "request.unknown_field",
      detail:
        "storageBucket.address must be a string, not a number. storageBucket.colour is not a known field.",
    });
    expect(described(body, { storageBucket: { provider: "XX", name: "b" } }).detail).toBe(
      "storageBucket.provider must be AWS.",
    );
  });

  it("lists all its forms when several are as near", () => {
    expect(described(body, { storageBucket: {} }).detail).toBe(
      "storageBucket fits none of its forms. Either: storageBucket.provider is required and must be AWS. storageBucket.name is required. Either: storageBucket.address is required. Either: storageBucket.id is required.",
    );
  });

  it("with a discriminator lists what that may be", () => {
    const schema = z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("a") }),
      z.strictObject({ kind: z.literal("b") }),
    ]);
    expect(described(schema, { kind: SECRET }).detail).toBe("kind must be one of a, b.");
  });

  it("that wants an object says so", () => {
    expect(described(body, { storageBucket: 5 }).detail).toBe("storageBucket must be an object.");
  });
});
