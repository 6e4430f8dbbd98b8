import { hash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What is kept of an object besides its bytes. */
interface ObjectFacts {
  bucketName: string;
  key: string;
  /** Stored headers that come back with a download, lower-case names. */
  headers: Record<string, string>;
  /** Base64. */
  md5: string;
  generation: string;
  /** Milliseconds since 1970. */
  updatedMs: number;
}

export interface StoredObject extends ObjectFacts {
  body: Buffer;
}

/** The end of a name under which a file is still being written. */
const PART = ".part";

/** Live objects only: older generations and soft-deleted objects are not kept. */
export interface ObjectShelf {
  get(bucketName: string, key: string): StoredObject | undefined;
  put(object: StoredObject): void;
  remove(object: StoredObject): void;
  /** In the order of their UTF-8 bytes. */
  list(bucketName: string, prefix: string): StoredObject[];
}

/** Holds objects in memory and, given a folder, in one file each: a line of JSON, then the bytes. */
export function openObjectShelf(dir: string | undefined): ObjectShelf {
  const objects = new Map<string, StoredObject>();
  if (dir !== undefined) {
    mkdirSync(dir, { recursive: true });
    for (const name of readdirSync(dir).filter((each) => !each.endsWith(PART))) {
      const object = readObject(readFileSync(join(dir, name)));
      objects.set(idOf(object), object);
    }
  }
  return {
    get: (bucketName, key) => objects.get(idOf({ bucketName, key })),
    put(object) {
      const id = idOf(object);
      objects.set(id, object);
      if (dir === undefined) return;
      writeFileSync(join(dir, id + PART), bytesOf(object));
      renameSync(join(dir, id + PART), join(dir, id));
    },
    remove(object) {
      const id = idOf(object);
      objects.delete(id);
      if (dir !== undefined) rmSync(join(dir, id), { force: true });
    },
    list: (bucketName, prefix) =>
      [...objects.values()]
        .filter((object) => object.bucketName === bucketName && object.key.startsWith(prefix))
        .sort((one, other) => Buffer.compare(Buffer.from(one.key), Buffer.from(other.key))),
  };
}

function idOf({ bucketName, key }: { bucketName: string; key: string }): string {
  return hash("sha256", `${bucketName}/${key}`);
}

function bytesOf({ body, ...facts }: StoredObject): Buffer {
  return Buffer.concat([Buffer.from(`${JSON.stringify(facts)}\n`), body]);
}

function readObject(bytes: Buffer): StoredObject {
  const end = bytes.indexOf("\n");
  const facts = JSON.parse(bytes.toString("utf8", 0, end)) as ObjectFacts;
  return { ...facts, body: bytes.subarray(end + 1) };
}
