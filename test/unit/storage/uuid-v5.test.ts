import { expect, test } from "vitest";
import { NAMESPACE_URL, uuidV5 } from "../../../lib/storage/azure/uuid-v5.ts";

test("the example of RFC 9562", () => {
  const dns = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";
  expect(uuidV5(dns, "www.example.com")).toBe("2ed6657d-e927-568b-95e1-2665a8aea6a2");
});

// Made with Python's uuid.uuid5, but for W&B's own.
test.each([
  ["wandb", "a4e19ebc-d459-5882-9171-870c35d4b1af"],
  ["", "1b4db7eb-4057-5ddf-91e0-36dec72071f5"],
  ["ada@acme.test", "41a4e47b-599b-53ce-ab63-5356f7fd0583"],
  ['O\'Brien "Bo"', "46d96564-8a49-5a54-8e18-01b38b05763c"],
  ["Łukasz Żółć", "087d86ef-782c-5333-8f5e-39b638357fd3"],
  ["漢字 😀", "a1ac36ee-0672-5c22-8f67-5226c9efa05e"],
  [" ", "e0ccaace-c027-52a5-a807-2065497f8860"],
])("the user %j", (user, uuid) => {
  expect(uuidV5(NAMESPACE_URL, user)).toBe(uuid);
});
