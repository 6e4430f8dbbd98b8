import { describe, expect, test } from "vitest";
import { originProblem, preflightProblem } from "../../../lib/buckets/browser/cors-verdict.ts";

const ORIGIN = "https://app.acme.test";
const FINE = {
  "access-control-allow-origin": ORIGIN,
  "access-control-allow-methods": "GET, HEAD, PUT",
  "access-control-allow-headers": "content-type",
};
const answer = (headers: Record<string, string>, status = 200) => ({
  status,
  headers,
  body: new Uint8Array(),
});
const ask = (headers: Record<string, string>, method = "PUT", status = 200) =>
  preflightProblem(answer({ ...FINE, ...headers }, status), {
    origin: ORIGIN,
    method,
    headers: ["content-type"],
  });

// https://fetch.spec.whatwg.org/#cors-preflight-fetch, step 7
describe("a preflight", () => {
  test.each([200, 204, 299])("may be answered with %i", (status) => {
    expect(ask({}, "PUT", status)).toBeUndefined();
  });
  test.each([199, 301, 307, 400, 403, 404, 500])("may not be answered with %i", (status) => {
    expect(ask({}, "PUT", status)).toBe(`the preflight is answered with HTTP ${status}`);
  });

  test.each([
    ["PUT", "PUT", true],
    ["PUT", "GET,PUT", true],
    ["PUT", " GET ,\tPUT ", true],
    ["PUT", "*", true],
    ["PUT", "put", false], // methods are compared byte for byte
    ["PUT", "", false],
    ["PUT", "PUTS", false],
    ["PUT", "GET, HEAD", false],
    ["GET", "", true], // GET, HEAD and POST need no leave
    ["HEAD", "PUT", true],
  ])("for %s that allows the methods %j", (method, allowed, goesOn) => {
    expect(ask({ "access-control-allow-methods": allowed }, method)).toBe(
      goesOn ? undefined : `the method ${method} is not allowed`,
    );
  });

  test.each([
    ["content-type", true],
    ["Content-Type", true],
    ["x-a, CONTENT-TYPE", true],
    ["*", true],
    ["", false],
    ["content-md5", false],
    ["content-type-x", false],
  ])("that allows the headers %j", (allowed, goesOn) => {
    expect(ask({ "access-control-allow-headers": allowed })).toBe(
      goesOn ? undefined : "the request header content-type is not allowed",
    );
  });

  test("without any of the headers is refused for the origin first", () => {
    const request = { origin: ORIGIN, method: "PUT", headers: ["content-type"] };
    expect(preflightProblem(answer({}), request)).toBe(
      "the answer has no access-control-allow-origin header",
    );
    expect(preflightProblem(answer({ "access-control-allow-origin": "*" }), request)).toBe(
      "the method PUT is not allowed",
    );
  });
});

// https://fetch.spec.whatwg.org/#concept-cors-check, for requests without credentials
describe("the CORS check", () => {
  test.each([
    ["*", true],
    [ORIGIN, true],
    ["https://app.acme.test/", false], // an origin has no path
    ["https://APP.acme.test", false],
    ["http://app.acme.test", false],
    ["https://app.acme.test:443", false],
    ["https://*.acme.test", false],
    ["null", false],
    ["", false],
    [`${ORIGIN}, ${ORIGIN}`, false], // sent twice
    ["*, *", false],
    [`${ORIGIN} https://other.test`, false],
  ])("of access-control-allow-origin %j", (allowed, goesOn) => {
    expect(originProblem(answer({ "access-control-allow-origin": allowed }), ORIGIN)).toBe(
      goesOn ? undefined : "the answer allows another origin",
    );
  });

  test("of an answer without the header", () => {
    expect(originProblem(answer({}), ORIGIN)).toBe("the answer has no access-control-allow-origin header");
  });
});
