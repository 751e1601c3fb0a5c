import { ConfigurationError as RefusedEndpoint } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import { prepare } from "../testing/context.ts";
import { failure } from "../testing/failure.ts";

const path = "~/.huaweicloud/credentials";
const off = { UPGRADECTL_METADATA_DISABLED: "true" };

function prepareProfile(text: string | null, env: Record<string, string> = {}, file = path) {
  return prepare({ config: { region: "cn-north-4" }, env: { ...off, ...env }, files: { [file]: text } });
}

describe("the profile file", () => {
  it.each<[string, string]>([
    ["plain", "[basic]\nak = FILEAK\nsk = filesk\nproject_id = p-of-file\n"],
    ["Windows", "\uFEFF[basic]\r\nak=FILEAK\r\nsk=filesk\r\nproject_id=p-of-file\r\n"],
    ["upper case and comments", "# mine\n[basic]\nAK = FILEAK ; key\nSk = filesk\nProject_ID = p-of-file"],
    ["another section", "[global]\nak = no\nsk = no\n[basic]\nak=FILEAK\nsk=filesk\nproject_id=p-of-file"],
    ["odd names", "[__proto__]\nak=no\n[basic]\n__proto__=x\nak=FILEAK\nsk=filesk\nproject_id=p-of-file"],
  ])("gives a key and its project: %s", async (_, text) => {
    const { http, read, secrets } = prepareProfile(text);
    await read();
    expect(http.actions).toEqual(["ShowCluster"]);
    expect(http.requests[0]?.identity).toBe("FILEAK");
    expect(http.requests[0]?.path.project_id).toBe("p-of-file");
    expect(http.requests[0]?.principal).toEqual({ kind: "access-key", id: "FILEAK", source: `file ${path}` });
    expect([...secrets.keys()]).toEqual(["FILEAK", "filesk"]);
  });

  it("may be elsewhere, with a temporary key and no project", async () => {
    const text = "[basic]\nak=FILEAK\nsk=filesk\nsecurity_token=sts==\n";
    const { http, read } = prepareProfile(text, { HUAWEICLOUD_SDK_CREDENTIALS_FILE: "/etc/hw" }, "/etc/hw");
    await read();
    expect(http.actions).toEqual(["KeystoneListProjects", "ShowCluster"]);
    expect(http.requests[1]?.headers["x-security-token"]).toBe("sts==");
  });

  it("names its IAM, which config and environment overrule", async () => {
    const text = "[basic]\nak=FILEAK\nsk=filesk\niam_endpoint=https://iam.profile.example\n";
    const first = prepareProfile(text);
    await first.read();
    expect(first.http.requests[0]?.baseUrl).toBe("https://iam.profile.example");
    const second = prepareProfile(text, { HW_AUTH_URL: "https://iam.env.example/v3" });
    await second.read();
    expect(second.http.requests[0]?.baseUrl).toBe("https://iam.env.example");
  });

  it("serves where there is no region, if it names the project", async () => {
    const { http, read } = prepare({
      config: { endpoint: "https://cce.example" },
      env: off,
      files: { [path]: "[basic]\nak=FILEAK\nsk=filesk\nproject_id=p-of-file" },
    });
    await read();
    expect(http.actions).toEqual(["ShowCluster"]);
  });

  it("without a project and a region leaves nothing to look it up by", async () => {
    const { http, read } = prepare({
      config: { endpoint: "https://cce.example" },
      env: off,
      files: { [path]: "[basic]\nak=FILEAK\nsk=filesk" },
    });
    expect(await failure(read())).toMatchObject({
      kind: "unauthenticated",
      message: "there is no project id, and no region to look it up by",
      hint: expect.stringContaining("`projectId`"),
    });
    expect(http.requests).toEqual([]);
  });

  it("is of no use for a sign-in where nobody says where IAM is", async () => {
    const { http, read } = prepare({
      config: { endpoint: "https://cce.example", projectId: "p1" },
      env: off,
      files: { [path]: "[basic]\nidp_id=i\nid_token_file=/run/jwt\n", "/run/jwt": "ey.id.token" },
    });
    expect(await failure(read())).toMatchObject({
      kind: "unauthenticated",
      message: "CreateTokenWithIdToken cannot be asked: there is no region, so it is not known where IAM is",
      hint: expect.stringContaining("`iamEndpoint`"),
    });
    expect(http.requests).toEqual([]);
  });

  it("is overruled by a project of the config", async () => {
    const files = { [path]: "[basic]\nak=FILEAK\nsk=filesk\nproject_id=p-of-file" };
    const { http, read } = prepare({ config: { region: "cn-north-4", projectId: "p1" }, env: off, files });
    await read();
    expect(http.requests[0]?.path.project_id).toBe("p1");
  });

  it("may name an id token, which buys a key in two steps", async () => {
    const text = "[basic]\nidp_id = idp1\nid_token_file = /run/jwt\nak=x\nsk=y\n";
    const { http, read, secrets } = prepare({
      config: { region: "cn-north-4", projectId: "p1" },
      env: off,
      files: { [path]: text, "/run/jwt": "ey.id.token\n" },
    });
    await read();
    expect(http.actions).toEqual([
      "CreateTokenWithIdToken",
      "CreateTemporaryAccessKeyByToken",
      "ShowCluster",
    ]);
    expect(http.requests[0]).toMatchObject({
      headers: { "x-idp-id": "idp1" },
      json: { auth: { id_token: { id: "ey.id.token" } } },
    });
    expect(http.requests[1]?.json).toEqual({
      auth: { identity: { methods: ["token"], token: { id: "unscoped", duration_seconds: 21_600 } } },
    });
    expect(http.requests[2]?.identity).toBe("IDTOKENKEY");
    expect([...secrets.keys()].slice(0, 2)).toEqual(["ey.id.token", "unscoped"]);
  });

  it.each<[string, string | null, RegExp]>([
    ["half a key", "[basic]\nak = hushak\n", /`sk` in \[basic\] is missing/],
    ["the other half", "[basic]\nsk = hushsk\n", /`ak` in \[basic\] is missing/],
    ["a key without a value", "[basic]\nak\nsk = hush\n", /`ak` in \[basic\] has no `=`/],
    ["a list", "[basic]\nak[] = hush\nak[] = hush\nsk = hush\n", /`ak` in \[basic\] is no plain text/],
    ["a boolean", "[basic]\nak = true\nsk = hush\n", /`ak` in \[basic\]/],
    ["a space in a key", "[basic]\nak = hush hush\nsk = hush\n", /`ak` in \[basic\] holds a space/],
    ["a project that is none", "[basic]\nak=hush\nsk=hush\nproject_id=../x\n", /`project_id`.*no project id/],
    ["half an id token", "[basic]\nidp_id = hush\n", /`id_token_file` in \[basic\] is missing/],
    ["the other half of it", "[basic]\nid_token_file = /hush\n", /`idp_id` in \[basic\] is missing/],
    ["no section", "ak = hush\nsk = hush\n", /lines outside of a section/],
    ["another kind of file", '{"ak": "hush"}', /lines outside of a section/],
    ["a file that cannot be read", null, /cannot be read \(EACCES\)/],
  ])("is an error with %s, and nothing of it is told", async (_, text, message) => {
    const { http, read } = prepareProfile(text);
    const error = await failure(read());
    expect(error.kind).toBe("unauthenticated");
    expect(error.message).toMatch(message);
    expect(error.message).toContain(path);
    expect(`${error.message} ${error.hint}`).not.toMatch(/hush|secret words/);
    expect(http.requests).toEqual([]);
  });

  it.each<[string, string, RegExp]>([
    ["another section only", "[global]\nak = x\nsk = y\n", /no section \[basic\]/],
    ["an empty file", "", /no section \[basic\]/],
    ["an empty section", "[basic]\n", /neither `ak` nor `idp_id`/],
    ["a project alone", "[basic]\nproject_id = p\n", /neither `ak` nor `idp_id`/],
  ])("has nothing to offer with %s", async (_, text, note) => {
    const { read } = prepareProfile(text);
    expect((await failure(read())).hint).toMatch(note);
  });

  it("is an error with an IAM endpoint that nothing may be sent to", async () => {
    const text = "[basic]\nidp_id = i\nid_token_file = /run/jwt\niam_endpoint = nonsense\n";
    const { http, read } = prepareProfile(text, { HW_REGION_NAME: "no region" });
    const refusing = http.api.bind(http);
    http.api = (options) => {
      if (options.baseUrl === "nonsense")
        throw new RefusedEndpoint("the endpoint is not an http or https URL");
      return refusing(options);
    };
    const error = await failure(read());
    expect(error.message).toBe(
      `IAM cannot be asked (credentials: file ${path}): the endpoint is not an http or https URL`,
    );
  });
});
