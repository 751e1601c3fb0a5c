import { describe, expect, it } from "vitest";
import { find, ini, iniFile, key, messageOf, role } from "../testing/profile-files.ts";

describe("the credentials file", () => {
  const lines = (...more: readonly string[]) => `[default]\n${more.join("\n")}\n`;
  const keyLines = ["access_key_id=LTAIa", "access_key_secret=secret-a"];

  it.each<[string, string, object | undefined]>([
    ["access_key", lines("type=access_key", ...keyLines), key],
    ["no type, with a key", lines(...keyLines), key],
    [
      "lines of Windows, blanks, comments and a byte order mark",
      `\uFEFF# x\r\n[default]\r\n type = access_key \r\n${keyLines.join("\r\n")}\r\n`,
      key,
    ],
    [
      "sts",
      lines("type=sts", ...keyLines, "security_token=t"),
      { kind: "key", key: { ...key.key, securityToken: "t" } },
    ],
    ["ecs_ram_role", lines("type=ecs_ram_role", "role_name=r"), { kind: "instance-role", roleName: "r" }],
    [
      "ram_role_arn",
      lines("type=ram_role_arn", ...keyLines, `role_arn=${role.roleArn}`),
      { kind: "assume-role", from: key, role },
    ],
    [
      "oidc_role_arn",
      lines(
        "type=oidc_role_arn",
        `role_arn=${role.roleArn}`,
        "oidc_provider_arn=p",
        "oidc_token_file_path=/t",
      ),
      { kind: "assume-role-with-oidc", role, providerArn: "p", tokenFile: "/t" },
    ],
    ["an empty section", lines(), undefined],
    ["other sections", "[other]\ntype=access_key\naccess_key_id=x\n", undefined],
    ["nothing", "", undefined],
    ["a section of an object's prototype", "[__proto__]\ntype=access_key\naccess_key_id=x\n", undefined],
    ["an empty key", lines("type=access_key", "access_key_id=", "access_key_secret="), undefined],
  ])("reads %s", async (_, text, way) => {
    expect((await find({ [iniFile]: text }))?.way).toEqual(way);
  });

  it.each<[string, string, string]>([
    [
      "half a key",
      lines("type=access_key", "access_key_id=LTAI"),
      "access_key_id in [default] of ~/.alibabacloud/credentials is set, but access_key_secret in",
    ],
    [
      "a colon for an equals sign",
      lines("type=access_key", "access_key_id=LTAI", "access_key_secret: s3cr3t"),
      "is set, but access_key_secret in",
    ],
    [
      "a name without a value",
      lines("type=access_key", "access_key_id", "access_key_secret=s3cr3t"),
      "access_key_id in [default] of ~/.alibabacloud/credentials is not a text",
    ],
    ["a role without its key", lines("type=ram_role_arn", "role_arn=r"), "are missing"],
    [
      "a temporary key without its token",
      lines("type=sts", ...keyLines),
      "security_token in [default] of ~/.alibabacloud/credentials is missing",
    ],
    [
      "a type that cannot work here",
      lines("type=rsa_key_pair"),
      'has the type "rsa_key_pair", which cannot be used here',
    ],
    [
      "a value where a section should be",
      "default=s3cr3t\n[default]\ntype=access_key\n",
      "has lines, but no section",
    ],
  ])("explains %s", async (_, text, message) => {
    const told = await messageOf(find({ [iniFile]: text }));
    expect(told).toContain(message);
    expect(told).not.toContain("s3cr3t");
  });

  it("explains lines without a section, as in a file of another kind", async () => {
    for (const text of [keyLines.join("\n"), '{"access_key_secret": "s3cr3t"}', "s3cr3t"])
      expect(await messageOf(find({ [iniFile]: text }))).toBe(
        "~/.alibabacloud/credentials has lines, but no section",
      );
  });

  it("takes another file and another section", async () => {
    const env = { ALIBABA_CLOUD_CREDENTIALS_FILE: "/keys", ALIBABA_CLOUD_PROFILE: "team.prod" };
    const found = await find({ "/keys": ini.replace("default", "team.prod") }, env);
    expect(found).toMatchObject({
      source: "section [team.prod] of /keys",
      way: { key: { accessKeyId: "LTAIini" } },
    });
  });

  it("is none where the one that the variable names is not there: the chain goes on", async () => {
    expect(await find({ [iniFile]: ini }, { ALIBABA_CLOUD_CREDENTIALS_FILE: "/gone" })).toBeUndefined();
  });
});
