import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { GcsCorsRule } from "../../../../functions/local/gcs/gcs-bucket.ts";
import { type GcsStore, startGcsStore } from "../../../support/gcs-store.ts";
import { spend } from "../../../support/spend.ts";

const PAGE = "https://app.acme.test";
/** As W&B's document has it: GCS knows no `exposeHeaders`. */
const DOCUMENTED = {
  origin: ["*"],
  method: ["GET", "HEAD", "PUT"],
  responseHeader: ["Content-Type"],
  exposeHeaders: ["ETag"],
  maxAgeSeconds: 3000,
};

let store: GcsStore;
beforeAll(async () => {
  store = await startGcsStore();
});
afterAll(() => store?.close());

async function answer(rules: GcsCorsRule[], method: string, headers: Record<string, string>) {
  store.settings.cors = rules;
  const url = `${store.server.endpoint}/acme-bucket/a`;
  const { status, headers: all } = await spend({ method: method as "GET", url, headers });
  const cors = Object.entries(all).filter(([name]) => name.startsWith("access-control-"));
  return { status, cors: Object.fromEntries(cors) };
}

const preflight = (rules: GcsCorsRule[], method: string, asked: string, origin = PAGE) =>
  answer(rules, "OPTIONS", {
    origin,
    "access-control-request-method": method,
    ...(asked && { "access-control-request-headers": asked }),
  });

describe("a preflight", () => {
  test("that a rule matches gets the rule's own lists", async () => {
    expect(await preflight([DOCUMENTED], "PUT", "content-type")).toEqual({
      status: 200,
      cors: {
        "access-control-allow-origin": "*",
        "access-control-allow-methods": "GET, HEAD, PUT",
        "access-control-allow-headers": "Content-Type",
        "access-control-max-age": "3000",
      },
    });
  });

  test.each([
    ["another method", [DOCUMENTED], "DELETE", "content-type"],
    ["a header that responseHeader lacks", [DOCUMENTED], "PUT", "content-type,content-md5"],
    ["another origin", [{ ...DOCUMENTED, origin: ["https://acme.test"] }], "GET", ""],
    ["the origin with a slash", [{ ...DOCUMENTED, origin: [`${PAGE}/`] }], "GET", ""],
    ["no rule", [], "GET", ""],
    [
      "a rule's origin and another's method",
      [
        { origin: [PAGE], method: ["GET"] },
        { origin: ["https://b.test"], method: ["PUT"] },
      ],
      "PUT",
      "",
    ],
  ])("for %s gets a 200 that allows nothing", async (_what, rules, method, asked) => {
    expect(await preflight(rules, method, asked)).toEqual({ status: 200, cors: {} });
  });

  test("may ask for any header where responseHeader is *", async () => {
    const { cors } = await preflight(
      [{ ...DOCUMENTED, responseHeader: ["*"] }],
      "PUT",
      "content-type, x-any",
    );
    expect(cors["access-control-allow-headers"]).toBe("content-type, x-any");
  });

  test("without Origin allows nothing", async () => {
    const answered = await answer([DOCUMENTED], "OPTIONS", { "access-control-request-method": "GET" });
    expect(answered).toEqual({ status: 200, cors: {} });
  });
});

describe("an answer", () => {
  test("exposes what responseHeader lists, and so no ETag by W&B's document", async () => {
    const { cors } = await answer([DOCUMENTED], "GET", { origin: PAGE });
    expect(cors).toEqual({
      "access-control-allow-origin": "*",
      "access-control-expose-headers": "Content-Type",
    });
  });

  test("names the origin where the rule does", async () => {
    const rule = { origin: [PAGE], method: ["*"], responseHeader: ["ETag", "Content-Type"] };
    const { cors } = await answer([rule], "GET", { origin: PAGE });
    expect(cors).toEqual({
      "access-control-allow-origin": PAGE,
      "access-control-expose-headers": "ETag, Content-Type",
    });
  });

  test("to another origin or method has no CORS headers", async () => {
    const rule = { ...DOCUMENTED, origin: [PAGE] };
    expect((await answer([rule], "GET", { origin: "https://evil.test" })).cors).toEqual({});
    expect((await answer([rule], "DELETE", { origin: PAGE })).cors).toEqual({});
    expect((await answer([rule], "GET", {})).cors).toEqual({});
  });
});
