import { expect } from "vitest";
import { findProfile } from "../credentials/profiles.ts";
import type { NamedWay } from "../credentials/way.ts";

export type Env = Readonly<Record<string, string>>;
export type Profile = Readonly<Record<string, unknown>>;

export const cliFile = "~/.aliyun/config.json" as const;
export const iniFile = "~/.alibabacloud/credentials" as const;
export const own = { access_key_id: "LTAIa", access_key_secret: "secret-a" };
export const key = { kind: "key", key: { accessKeyId: "LTAIa", accessKeySecret: "secret-a" } };
export const role = {
  roleArn: "acs:ram::1:role/r",
  sessionName: "upgradectl",
  durationSeconds: 3600,
  policy: undefined,
  externalId: undefined,
  stsUrl: "https://sts.aliyuncs.com",
};
export const ini = "[default]\ntype = access_key\naccess_key_id = LTAIini\naccess_key_secret = ini-secret\n";

export function find(files: Readonly<Record<string, string | Error>>, env: Env = {}, config = {}) {
  const readFile = async (path: string) => {
    const file = files[path];
    if (file instanceof Error) throw file;
    return file;
  };
  return findProfile({ env, config, readFile });
}

/** The way of the profile `p`. */
export async function wayOf(profile: Profile, others: readonly Profile[] = [], env: Env = {}, config = {}) {
  const text = JSON.stringify({ current: "p", profiles: [{ name: "p", ...profile }, ...others] });
  return (await find({ [cliFile]: text }, env, config))?.way;
}

export async function messageOf(finding: Promise<NamedWay | undefined>): Promise<string> {
  const error: unknown = await finding.catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: "ProviderError", kind: "unauthenticated" });
  return error instanceof Error ? error.message : "";
}
