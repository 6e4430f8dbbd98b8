import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const top = new URL("../../", import.meta.url);
const lengths = ["functions", "lib", "infra"].flatMap((folder) =>
  readdirSync(new URL(folder, top), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => {
      const file = `${folder}/${name}`;
      return { file, lines: readFileSync(new URL(file, top), "utf8").split("\n").length };
    }),
);

it("no application file has more than 250 lines", () => {
  expect(lengths.filter(({ lines }) => lines > 250)).toEqual([]);
});

it("half of the application files have fewer than 60 lines", () => {
  const sorted = lengths.map(({ lines }) => lines).sort((a, b) => a - b);
  expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(60);
});
