import { secret } from "../../lib/secret.ts";
import type { AccessKey } from "../../lib/storage/credentials.ts";
import { runTool } from "./run-tool.ts";

/** Makes users and roles on a running radosgw. */
export interface RadosgwAdmin {
  createUser(userId: string): Promise<AccessKey>;
  /** Switches a user and all its keys off, and on again. */
  suspendUser(userId: string): Promise<void>;
  enableUser(userId: string): Promise<void>;
  /** A role that one user may assume and that may do everything to every bucket. Gives its ARN. */
  createRole(roleName: string, trustedUserId: string): Promise<string>;
}

/** Over `radosgw-admin`, for the cluster of a configuration file. */
export function radosgwAdmin(configFile: string): RadosgwAdmin {
  const admin = (...args: string[]) => runTool(configFile, "radosgw-admin", args);
  return {
    async createUser(userId) {
      const created: CreatedUser = JSON.parse(
        await admin("user", "create", "--uid", userId, "--display-name", userId),
      );
      const [key] = created.keys;
      if (key === undefined) throw new Error(`radosgw-admin gave ${userId} no key.`);
      return { accessKeyId: key.access_key, secretAccessKey: secret(key.secret_key) };
    },
    async suspendUser(userId) {
      await admin("user", "suspend", "--uid", userId);
    },
    async enableUser(userId) {
      await admin("user", "enable", "--uid", userId);
    },
    async createRole(roleName, trustedUserId) {
      const trust = policyOf({
        Principal: { AWS: [userArn(trustedUserId)] },
        Action: ["sts:AssumeRole", "sts:TagSession"],
      });
      const name = ["--role-name", roleName];
      const role: CreatedRole = JSON.parse(
        await admin("role", "create", ...name, "--assume-role-policy-doc", trust),
      );
      const policy = policyOf({ Action: ["s3:*"], Resource: ["arn:aws:s3:::*"] });
      await admin("role-policy", "put", ...name, "--policy-name", "everything", "--policy-doc", policy);
      return role.Arn;
    },
  };
}

/** A user as policies name it. */
export function userArn(userId: string): string {
  return `arn:aws:iam:::user/${userId}`;
}

interface CreatedUser {
  keys: { access_key: string; secret_key: string }[];
}

interface CreatedRole {
  Arn: string;
}

function policyOf(statement: object): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
}
