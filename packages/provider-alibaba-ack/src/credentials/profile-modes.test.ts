import { describe, expect, it } from "vitest";
import { cliFile, find, key, messageOf, own, type Profile, role, wayOf } from "../testing/profile-files.ts";

describe("modes of aliyun-cli", () => {
  it.each<[string, Profile, object | undefined]>([
    ["AK", { mode: "AK", ...own }, key],
    ["AK, in another case", { mode: "ak", ...own }, key],
    ["AK with a token that another mode left behind", { mode: "AK", ...own, sts_token: "old" }, key],
    ["AK that is empty", { mode: "AK", access_key_id: "", access_key_secret: "" }, undefined],
    [
      "AK with a temporary key",
      { mode: "AK", ...own, access_key_id: "STS.x", sts_token: "t" },
      { kind: "key", key: { accessKeyId: "STS.x", accessKeySecret: "secret-a", securityToken: "t" } },
    ],
    [
      "StsToken",
      { mode: "StsToken", ...own, sts_token: "t" },
      { kind: "key", key: { ...key.key, securityToken: "t" } },
    ],
    ["no mode, with a key", own, key],
    ["no mode, with nothing", {}, undefined],
    ["null members", { mode: null, access_key_id: null, access_key_secret: null }, undefined],
    [
      "RamRoleArn",
      { mode: "RamRoleArn", ...own, ram_role_arn: role.roleArn },
      { kind: "assume-role", from: key, role },
    ],
    [
      "RamRoleArn with all that it may have",
      {
        mode: "RamRoleArn",
        ...own,
        ram_role_arn: role.roleArn,
        ram_session_name: "me",
        expired_seconds: 900,
        external_id: "ext",
        policy: "{}",
        sts_region: "cn-beijing",
        enable_vpc: true,
      },
      {
        kind: "assume-role",
        from: key,
        role: {
          roleArn: role.roleArn,
          sessionName: "me",
          durationSeconds: 900,
          policy: "{}",
          externalId: "ext",
          stsUrl: "https://sts-vpc.cn-beijing.aliyuncs.com",
        },
      },
    ],
    ["EcsRamRole", { mode: "EcsRamRole", ram_role_name: "r" }, { kind: "instance-role", roleName: "r" }],
    ["EcsRamRole without a name", { mode: "EcsRamRole" }, { kind: "instance-role", roleName: undefined }],
    [
      "RamRoleArnWithRoleName",
      { mode: "RamRoleArnWithRoleName", ram_role_name: "r", ram_role_arn: role.roleArn },
      { kind: "assume-role", from: { kind: "instance-role", roleName: "r" }, role },
    ],
    [
      "OIDC",
      {
        mode: "OIDC",
        ram_role_arn: role.roleArn,
        oidc_provider_arn: "p",
        oidc_token_file: "/t",
        expired_seconds: 1000,
        duration_seconds: 2000,
      },
      {
        kind: "assume-role-with-oidc",
        role: { ...role, durationSeconds: 2000 },
        providerArn: "p",
        tokenFile: "/t",
      },
    ],
    [
      "External",
      { mode: "External", process_command: "h 'a b'" },
      { kind: "program", program: "h", args: ["a b"] },
    ],
    [
      "CredentialsURI",
      { mode: "CredentialsURI", credentials_uri: "http://x/y" },
      { kind: "uri", uri: "http://x/y" },
    ],
    ["members that nobody knows", { mode: "AK", ...own, __proto__x: 1, constructor: "x", region_id: 5 }, key],
  ])("reads %s", async (_, profile, way) => {
    expect(await wayOf(profile)).toEqual(way);
  });

  it("assumes roles one after the other", async () => {
    const middle = {
      name: "m",
      mode: "ChainableRamRoleArn",
      source_profile: "s",
      ram_role_arn: "acs:ram::1:role/m",
    };
    const way = await wayOf(
      { mode: "ChainableRamRoleArn", source_profile: "m", ram_role_arn: role.roleArn },
      [middle, { name: "s", mode: "AK", ...own }],
    );
    expect(way).toEqual({
      kind: "assume-role",
      from: { kind: "assume-role", from: key, role: { ...role, roleArn: "acs:ram::1:role/m" } },
      role,
    });
  });

  it.each<[string, Profile, string]>([
    [
      "a browser's mode",
      { mode: "CloudSSO" },
      'profile "p" of ~/.aliyun/config.json has the mode "CloudSSO", which signs in with a browser',
    ],
    ["OAuth", { mode: "OAuth" }, "writing them back into the file"],
    ["another known mode", { mode: "RsaKeyPair" }, "which is for a key pair"],
    ["an unknown mode", { mode: "Telepathy" }, '"Telepathy", which is not known'],
    ["a mode of an object's prototype", { mode: "constructor" }, "which is not known"],
    ["a mode that is no text", { mode: 5 }, 'mode of profile "p" of ~/.aliyun/config.json is not a text'],
    [
      "half a key",
      { mode: "AK", access_key_id: "LTAI" },
      'access_key_id of profile "p" of ~/.aliyun/config.json is set, but access_key_secret of',
    ],
    [
      "half a key of a role",
      { mode: "RamRoleArn", access_key_id: "LTAI", ram_role_arn: "r" },
      "is set, but access_key_secret of",
    ],
    [
      "a role's missing key",
      { mode: "RamRoleArn", ram_role_arn: "r" },
      'access_key_id of profile "p" of ~/.aliyun/config.json and access_key_secret are missing',
    ],
    [
      "a missing role",
      { mode: "RamRoleArn", ...own },
      'ram_role_arn of profile "p" of ~/.aliyun/config.json is missing',
    ],
    ["a temporary key without its token", { mode: "StsToken", ...own }, "is set, but sts_token of"],
    [
      "a missing source",
      { mode: "ChainableRamRoleArn", source_profile: "gone", ram_role_arn: "r" },
      'has the source_profile "gone", which does not exist',
    ],
    [
      "a source that is itself",
      { mode: "ChainableRamRoleArn", source_profile: "p", ram_role_arn: "r" },
      'go round in a circle: "p" → "p"',
    ],
    [
      "a source without a key",
      { mode: "ChainableRamRoleArn", source_profile: "empty", ram_role_arn: "r" },
      'needs the key of its source_profile "empty", which has none',
    ],
    [
      "too short a session",
      { mode: "RamRoleArn", ...own, ram_role_arn: "r", expired_seconds: 60 },
      'expired_seconds of profile "p" of ~/.aliyun/config.json is no number of seconds from 900',
    ],
    [
      "a session of words",
      { mode: "RamRoleArn", ...own, ram_role_arn: "r", expired_seconds: "long" },
      "is no number of seconds",
    ],
    [
      "an odd region",
      { mode: "RamRoleArn", ...own, ram_role_arn: "r", sts_region: "x.evil.com/" },
      'sts_region of profile "p" of ~/.aliyun/config.json is no region id',
    ],
    [
      "a command without an end",
      { mode: "External", process_command: "h --token=s3cr3t '" },
      'process_command of profile "p" of ~/.aliyun/config.json has a quote without its end',
    ],
    [
      "no command",
      { mode: "External" },
      'process_command of profile "p" of ~/.aliyun/config.json is missing',
    ],
    ["no address", { mode: "CredentialsURI", credentials_uri: "" }, "credentials_uri of"],
  ])("explains %s", async (_, profile, message) => {
    const text = JSON.stringify({
      current: "p",
      profiles: [
        { name: "p", ...profile },
        { name: "empty", mode: "AK" },
      ],
    });
    const told = await messageOf(find({ [cliFile]: text }));
    expect(told).toContain(message);
    expect(told).not.toMatch(/s3cr3t|secret-a/);
  });

  it("finds a circle of several profiles", async () => {
    const link = (name: string, source_profile: string) => ({
      name,
      source_profile,
      mode: "ChainableRamRoleArn",
      ram_role_arn: "r",
    });
    const text = JSON.stringify({ current: "a", profiles: [link("a", "b"), link("b", "c"), link("c", "b")] });
    expect(await messageOf(find({ [cliFile]: text }))).toContain('circle: "a" → "b" → "c" → "b"');
  });
});
