import { describe, expect, it } from "vitest";
import { cliFile, find, ini, iniFile, messageOf } from "../testing/profile-files.ts";

describe("a profile that no file has", () => {
  const env = { ALIBABA_CLOUD_PROFILE: "gone" };
  it.each<[string, Readonly<Record<string, string>>, string]>([
    [
      "either",
      { [cliFile]: "{}", [iniFile]: ini },
      "~/.aliyun/config.json and ~/.alibabacloud/credentials have",
    ],
    ["the only one", { [iniFile]: ini }, "~/.alibabacloud/credentials has"],
    ["aliyun-cli's", { [cliFile]: '{"current":"a","profiles":[{"name":"a"}]}' }, "~/.aliyun/config.json has"],
  ])("is an error where it is missing in %s", async (_, files, where) => {
    expect(await messageOf(find(files, env))).toBe(
      `ALIBABA_CLOUD_PROFILE is "gone", and ${where} no credentials under that name`,
    );
  });

  it("is none where there is no file: the chain goes on", async () => {
    expect(await find({}, env)).toBeUndefined();
  });
});
