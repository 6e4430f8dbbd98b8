import { hash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Content, discard, settle, sizeOf } from "./content.ts";

/** What is kept of an object besides its bytes. */
interface ObjectFacts {
  bucketName: string;
  key: string;
  /** Stored headers that come back with a download, lower-case names. */
  headers: Record<string, string>;
  /** Without quotes. */
  etag: string;
  /** Base64; an object made of parts has none. */
  md5?: string;
  crc32c: number;
  generation: string;
  /** Milliseconds since 1970. */
  updatedMs: number;
}

export interface StoredObject extends ObjectFacts {
  content: Content;
}

/** Live objects only: older generations and soft-deleted objects are not kept. */
export interface ObjectShelf {
  get(bucketName: string, key: string): StoredObject | undefined;
  put(object: StoredObject): void;
  remove(object: StoredObject): void;
  /** In the order of their UTF-8 bytes. */
  list(bucketName: string, prefix: string): StoredObject[];
}

const FACTS = ".json";

/** Holds objects in memory or, given a folder, in two files each: the bytes, and a JSON document that names them. */
export function openObjectShelf(dir: string | undefined): ObjectShelf {
  const objects = new Map<string, StoredObject>(dir === undefined ? [] : readFolder(dir));
  return {
    get: (bucketName, key) => objects.get(idOf({ bucketName, key })),
    put(object) {
      const id = idOf(object);
      const before = objects.get(id);
      objects.set(id, dir === undefined ? object : write(dir, id, object));
      if (before) discard(before.content);
    },
    remove(object) {
      const id = idOf(object);
      objects.delete(id);
      if (dir !== undefined) rmSync(join(dir, id + FACTS), { force: true });
      discard(object.content);
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

/** The bytes first: the object changes at the moment that its document does. */
function write(dir: string, id: string, object: StoredObject): StoredObject {
  const content = settle(object.content, join(dir, `${id}.${object.generation}`));
  const facts = { ...object, content: { size: sizeOf(content) } };
  settle(Buffer.from(JSON.stringify(facts)), join(dir, id + FACTS));
  return { ...object, content };
}

/** Removes bytes that no document names: what was being written when the server ended. */
function readFolder(dir: string): [id: string, object: StoredObject][] {
  mkdirSync(dir, { recursive: true });
  const names = readdirSync(dir);
  const objects = names
    .filter((name) => name.endsWith(FACTS))
    .map((name) => {
      const { content, ...facts } = JSON.parse(readFileSync(join(dir, name), "utf8")) as ObjectFacts & {
        content: { size: number };
      };
      const id = name.slice(0, -FACTS.length);
      return [
        id,
        { ...facts, content: { file: join(dir, `${id}.${facts.generation}`), size: content.size } },
      ] as [string, StoredObject];
    });
  const known = new Set(objects.flatMap(([id, { generation }]) => [id + FACTS, `${id}.${generation}`]));
  for (const name of names) if (!known.has(name)) rmSync(join(dir, name));
  return objects;
}
