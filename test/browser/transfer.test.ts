import { createHash, hash as digest, randomBytes } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type FrontEnd, openFrontEnd, type PageGrant } from "./front-end.ts";
import { startPageServer } from "./page-server.ts";
import { PLAIN_S3, PROVIDERS, type Stage, startStage } from "./stage.ts";

const MEBIBYTE = 1024 * 1024;
const FILE = randomBytes(8 * MEBIBYTE);
const SMALL = randomBytes(1000);
const CONTENT_TYPE = "application/x-wandb-run";
const KEY = "run 1/50% ü+#?.bin ";
const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==",
  "base64",
);
const FILES = { "run.bin": FILE, "small.bin": SMALL, "pixel.png": PIXEL };

let stage: Stage;
let frontEnd: FrontEnd;

beforeAll(async () => {
  stage = await startStage(FILES);
});
afterAll(() => stage.close());
beforeEach(async () => {
  frontEnd = await openFrontEnd(stage.origin);
});
afterEach(() => frontEnd.close());

const presign = (team: string, method: string, object: object) =>
  frontEnd.presign({
    service: stage.service.url,
    token: stage.member,
    request: { team, method, objects: [object] },
  });

const grantFor = async (team: string, method: string, object: object): Promise<PageGrant> =>
  (await presign(team, method, object)).body.urls[0];

/** Uploads a file with its content type and its MD5, bound by the grant; a SAS binds no header, the page sends them. */
const upload = async (
  team: string,
  key: string,
  file: keyof typeof FILES,
  { contentType = CONTENT_TYPE, contentMd5 = digest("md5", FILES[file], "base64") } = {},
) => {
  const onAzure = team === "AZURE";
  const grant = await grantFor(team, "PUT", onAzure ? { key } : { key, contentType, contentMd5 });
  const headers = onAzure ? { "content-type": contentType, "content-md5": contentMd5 } : {};
  return frontEnd.upload({ grant, headers, file });
};

/** Miniflare does not know response overrides, so the browser takes the name from the URL. */
const ignoresNames = (team: string) => team === "MINIO" || team === PLAIN_S3;

describe.each([...PROVIDERS, PLAIN_S3])("a page of another origin, on %s", (team) => {
  it("uploads a file with progress, reads its ETag, and downloads the same bytes", async () => {
    await frontEnd.slowUploads(16 * MEBIBYTE);
    const sent = await upload(team, KEY, "run.bin");
    expect(sent.status).toBeLessThan(300);
    const loaded = sent.progress.map((event) => event.loaded);
    expect(loaded.filter((bytes) => bytes < FILE.length).length).toBeGreaterThan(1);
    expect(loaded).toEqual(loaded.toSorted((a, b) => a - b));
    expect(sent.progress.at(-1)).toEqual({ loaded: FILE.length, total: FILE.length });
    if (team === "AZURE") expect(sent.etag).toMatch(/^"?0x\w+"?$/);
    else expect(sent.etag).toBe(`"${digest("md5", FILE, "hex")}"`);

    expect(await frontEnd.download({ grant: await grantFor(team, "GET", { key: KEY }) })).toEqual({
      status: 200,
      sha256: digest("sha256", FILE, "hex"),
      contentType: CONTENT_TYPE,
    });
  });

  it("cannot upload other bytes than those whose MD5 it names", async () => {
    const contentMd5 = digest("md5", SMALL, "base64");
    expect((await upload(team, "other", "pixel.png", { contentMd5 })).status).toBe(400);
  });

  it("shows a picture and reads its pixels", async () => {
    await upload(team, "media/a ü.png", "pixel.png", { contentType: "image/png" });
    const { pixel } = await frontEnd.show({ grant: await grantFor(team, "GET", { key: "media/a ü.png" }) });
    expect(pixel).toHaveLength(4);
  });

  it("saves a download under the name that the grant gives it", async () => {
    await upload(team, "50% ü+.bin", "small.bin");
    const responseContentDisposition = "attachment; filename*=UTF-8''results%20%C3%BC.bin";
    const grant = await grantFor(team, "GET", { key: "50% ü+.bin", responseContentDisposition });
    const downloading = frontEnd.page.waitForEvent("download");
    await frontEnd.save({ grant });
    const download = await downloading;
    expect(download.suggestedFilename()).toBe(ignoresNames(team) ? "50% ü+.bin" : "results ü.bin");
    const bytes = createHash("sha256");
    for await (const chunk of await download.createReadStream()) bytes.update(chunk);
    expect(bytes.digest("hex")).toBe(digest("sha256", SMALL, "hex"));
  });
});

describe("the service itself lets in", () => {
  it("a page of the front end, which reads the request's id with every answer", async () => {
    const granted = await presign("MINIO", "GET", { key: KEY });
    expect(granted).toMatchObject({ status: 200, requestId: expect.stringMatching(/./) });
    const request = { team: "MINIO", method: "GET", objects: [{ key: KEY }] };
    const refused = await frontEnd.presign({ service: stage.service.url, token: "none", request });
    expect(refused.status).toBe(401);
    expect(refused.requestId).toBe(refused.body.requestId);
  });

  it("no page of another origin", async () => {
    const elsewhere = await startPageServer();
    const stranger = await openFrontEnd(elsewhere.origin);
    try {
      const grant = {
        method: "POST",
        url: `${stage.service.url}/presign`,
        headers: { authorization: `Bearer ${stage.member}`, "content-type": "application/json" },
      };
      expect(await stranger.ask({ grant, body: "{}" })).toEqual({
        allowed: false,
        refusal: "PreflightMissingAllowOriginHeader",
      });
    } finally {
      await stranger.close();
      await elsewhere.close();
    }
  });
});
