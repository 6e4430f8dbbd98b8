import { atMost, type Figure, forInformation } from "./figure.ts";
import { freshProcess } from "./fresh-process.ts";

const SUBJECT = new URL("presign-subject.ts", import.meta.url).href;
const BODIES = new URL("gateway-event.ts", import.meta.url).href;
const GARBAGE = new URL("alternate.ts", import.meta.url).href;

const KEPT_ANSWERS = 40;
/** A process takes what it works in within these; from then on it should not grow. */
const WARM_UP_REQUESTS = 5_000;
const REQUESTS = 4_000;
const PATHS = 100;
const USERS = 50;

const START = `
import { startSubject } from ${JSON.stringify(SUBJECT)};
import { presignBody } from ${JSON.stringify(BODIES)};
import { collectGarbage } from ${JSON.stringify(GARBAGE)};
const heapBytes = () => { collectGarbage(); return process.memoryUsage().heapUsed; };
const subject = await startSubject({ signedBy: "us" });
const tokens = [];
for (let user = 0; user < ${USERS}; user++) tokens.push(await subject.tokenFor({ sub: "member" + user }));
const ask = async (count, index = 0) => {
  const { statusCode, body } = await subject.presign(presignBody(count), tokens[index % ${USERS}]);
  if (statusCode !== 200) throw new Error(body);
  return body;
};
`;

/**
 * What 1,000 URLs take in memory, as an answer is before it is sent; and what is left behind by thousands of requests of
 * many users for objects that are all different: a leak would show there.
 */
export async function benchMemory(): Promise<Figure[]> {
  const kept = await freshProcess<{ bytes: number[] }>(`${START}
    await ask(1000);
    const bytes = [];
    const answers = [];
    for (let round = 0; round < 5; round++) {
      const before = heapBytes();
      for (let index = 0; index < ${KEPT_ANSWERS}; index++) answers.push(await ask(1000));
      bytes.push((heapBytes() - before) / ${KEPT_ANSWERS});
    }
    report({ bytes });
    process.exit(0);`);
  const grown = await freshProcess<{ heapBytes: number; rssBytes: number; endRssBytes: number }>(`${START}
    for (let index = 0; index < ${WARM_UP_REQUESTS}; index++) await ask(${PATHS}, index);
    const heapBefore = heapBytes();
    const rssBefore = process.memoryUsage().rss;
    for (let index = 0; index < ${REQUESTS}; index++) await ask(${PATHS}, index);
    const heapAfter = heapBytes();
    const endRssBytes = process.memoryUsage().rss;
    report({ heapBytes: heapAfter - heapBefore, rssBytes: endRssBytes - rssBefore, endRssBytes });
    process.exit(0);`);
  const mebibytes = (bytes: number) => bytes / 1024 / 1024;
  const many = `${REQUESTS.toLocaleString("en")} requests of ${PATHS} paths`;
  return [
    forInformation(
      "heap for 1,000 URLs, their answer written out",
      kept.bytes.map((bytes) => bytes / 1024),
      "KiB",
    ),
    atMost(`heap that ${many} leave behind`, [mebibytes(grown.heapBytes)], "MiB", 2),
    atMost(`  growth of the process by ${many}`, [mebibytes(grown.rssBytes)], "MiB", 16),
    forInformation("  the process after that", [mebibytes(grown.endRssBytes)], "MiB"),
  ];
}
