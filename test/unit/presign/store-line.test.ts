import { expect, test } from "vitest";
import { readRegisteredStores } from "../../../lib/buckets/registered-stores.ts";
import { DEPLOYMENT_TYPES } from "../../../lib/deployment-type.ts";
import { storeLines } from "../../../lib/presign/multipart/store-line.ts";
import { minioRoom } from "../../../lib/storage/minio/room.ts";
import { sampleTeam } from "../../support/sample-team.ts";

/** What opening a line to a team's store comes to, where no store is registered. */
async function opening(endpoint: string, type: (typeof DEPLOYMENT_TYPES)[number]) {
  const team = sampleTeam();
  const bucket = { ...team.binding.bucket, endpoint };
  const open = storeLines({
    deployment: { type, org: "acme", frontendOrigins: [] },
    registered: readRegisteredStores(""),
  });
  const unused = async () => {
    throw new Error("not asked for");
  };
  const binding = { ...team.binding, bucket };
  const line = open(
    { team: { ...team, binding }, room: minioRoom, signer: unused, multipart: unused },
    1_000,
  );
  return line.then(
    () => "open",
    ({ code, detail }) => [code, detail],
  );
}

test.each(DEPLOYMENT_TYPES)(
  "a store on a private network that is registered no longer (%s)",
  async (type) => {
    // A multi-tenant deployment registers none.
    const expected =
      type === "multi-tenant"
        ? ["store.unavailable", expect.not.stringContaining("register")]
        : ["store.not_registered", expect.stringContaining("this one is not")];
    expect(await opening("http://127.0.0.1:9", type)).toEqual(expected);
  },
);

test("a metadata address is not connected to, registered or not", async () => {
  const [code, detail] = await opening("http://169.254.169.254", "self-managed");
  expect([code, detail]).toEqual(["store.unavailable", expect.not.stringContaining("register")]);
});
