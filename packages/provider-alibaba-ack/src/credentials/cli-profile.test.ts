import { describe, expect, it } from "vitest";
import { cliFile, type Env, find, ini, iniFile, messageOf } from "../testing/profile-files.ts";

describe("~/.aliyun/config.json", () => {
  const two = JSON.stringify({
    current: "a",
    profiles: [
      { name: "a", mode: "AK", access_key_id: "LTAIfirst", access_key_secret: "s" },
      { name: "b", mode: "AK", access_key_id: "LTAIsecond", access_key_secret: "s" },
    ],
  });

  it.each<[string, string, Env, string]>([
    ["the current profile", two, {}, "LTAIfirst"],
    ["the one that the variable picks", two, { ALIBABA_CLOUD_PROFILE: "b" }, "LTAIsecond"],
    ["one after a byte order mark", `\uFEFF${two}`, {}, "LTAIfirst"],
    [
      "`default` where none is current",
      two.replace('"a"', '""').replace('"b"', '"default"'),
      {},
      "LTAIsecond",
    ],
    ["the first of two of a name", two.replace('"b"', '"a"'), {}, "LTAIfirst"],
    ["one beside what is no profile", two.replace("[{", '[null,5,"x",{'), {}, "LTAIfirst"],
    ["the credentials file where it has no profiles", '{"profiles":[]}', {}, "LTAIini"],
    ["the credentials file where it has nothing", "{}", {}, "LTAIini"],
    ["the credentials file where it has no default", '{"profiles":[{"name":"x"}]}', {}, "LTAIini"],
    [
      "the credentials file where its profile is empty",
      '{"current":"x","profiles":[{"name":"x","mode":"AK"}]}',
      {},
      "LTAIini",
    ],
  ])("takes %s", async (_, text, env, accessKeyId) => {
    const found = await find({ [cliFile]: text, [iniFile]: ini }, env);
    expect(found?.way).toMatchObject({ key: { accessKeyId } });
  });

  const secret = "s3cr3t-in-the-file";
  it.each<[string, string, string]>([
    [
      "half a file",
      `{"current": "a",\n "profiles": [{"access_key_secret": "${secret}"`,
      "it is no JSON; line 2",
    ],
    ["a stray word", `{\n\n"x": ${secret}}`, "it is no JSON"],
    ["another file", `[default]\naccess_key_secret = ${secret}`, "it is no JSON"],
    ["nothing", "", "it is no JSON"],
    ["a list", `["${secret}"]`, "it is no JSON object"],
    ["profiles that are no list", `{"profiles": {"a": "${secret}"}}`, "`profiles` is no list"],
  ])("explains %s without a word of it", async (_, text, message) => {
    const told = await messageOf(find({ [cliFile]: text, [iniFile]: ini }));
    expect(told).toContain(`~/.aliyun/config.json cannot be used: ${message}`);
    expect(told).not.toContain("s3cr3t");
  });

  it("names a current profile that it has not", async () => {
    const told = await messageOf(find({ [cliFile]: two.replace('"a"', '"gone"') }));
    expect(told).toBe('~/.aliyun/config.json names "gone" as its current profile, but has none of that name');
  });

  it("says that it cannot be read", async () => {
    const denied = Object.assign(new Error("EACCES: /home/x"), { code: "EACCES" });
    expect(await messageOf(find({ [cliFile]: denied }))).toBe(
      "~/.aliyun/config.json could not be read (EACCES)",
    );
  });
});
