import { describe, expect, it } from "vitest";
import type { HuaweiConfig } from "../config.ts";
import { prepare, startOfTest } from "../testing/context.ts";
import { configurationError, failure, refusal } from "../testing/failure.ts";
import { keyAnswer, tokenAnswer } from "../testing/sign-in-answers.ts";

const assume = "CreateTemporaryAccessKeyByAgency";
const assumeAgency = { agencyName: "auditor", domainName: "payer" };
const config: HuaweiConfig = { region: "cn-north-4", projectId: "p1", assumeAgency };
const key = { HUAWEICLOUD_SDK_AK: "AKAKAKAK", HUAWEICLOUD_SDK_SK: "sksksk" };

function bodyOf(role: object): unknown {
  return { auth: { identity: { methods: ["assume_role"], assume_role: role } } };
}

describe("an agency", () => {
  it("is assumed with an access key, and acts in its place", async () => {
    const { http, readAgain, secrets } = prepare({ config });
    await readAgain();
    await readAgain();
    expect(http.actions).toEqual([assume, "ShowCluster", "ShowCluster"]);
    const [sent, show] = http.requests;
    expect(sent?.json).toEqual(bodyOf({ agency_name: "auditor", domain_name: "payer" }));
    expect(sent?.headers.authorization).toContain("Access=AKAKAKAK,");
    expect(show?.headers.authorization).toContain("Access=AGENCYKEY,");
    expect(show?.headers["x-security-token"]).toBe("sts-of-AGENCYKEY");
    expect(show?.principal).toEqual({
      kind: "temporary-access-key",
      id: "AGENCYKEY",
      source: "agency auditor, assumed with environment HUAWEICLOUD_SDK_AK",
    });
    expect(secrets.get("secret-of-AGENCYKEY")).toBeUndefined();
    expect(secrets.has("secret-of-AGENCYKEY")).toBe(true);
  });

  it("is assumed with a token", async () => {
    const { http, read } = prepare({ config, env: { HW_AUTH_TOKEN: "tok" } });
    await read();
    expect(http.requests[0]?.headers).toEqual({ "x-auth-token": "tok" });
    expect(http.requests[1]?.identity).toBe("AGENCYKEY");
  });

  it("is assumed with a password, whose token is for the account: the project is of the other one", async () => {
    const credentials = { username: "u", password: "p", domainName: "own" };
    const { http, read } = prepare({ config: { region: "cn-north-4", assumeAgency, credentials }, env: {} });
    await read();
    expect(http.actions).toEqual([
      "KeystoneCreateUserTokenByPassword",
      assume,
      "KeystoneListProjects",
      "ShowCluster",
    ]);
    expect(http.requests[0]?.json).toMatchObject({ auth: { scope: { domain: { name: "own" } } } });
    expect(http.requests[1]?.headers).toEqual({ "x-auth-token": "token-1" });
    expect(http.requests[2]?.identity).toBe("AGENCYKEY");
    expect(http.requests[3]?.path.project_id).toBe("p-of-region");
  });

  it("is not in the project of the profile that it was assumed with", async () => {
    const files = { "~/.huaweicloud/credentials": "[basic]\nak=A\nsk=s\nproject_id=own" };
    const { http, read } = prepare({ config: { region: "cn-north-4", assumeAgency }, env: {}, files });
    await read();
    expect(http.requests.at(-1)?.path.project_id).toBe("p-of-region");
  });

  it.each<[Record<string, string>, object]>([
    [
      { HW_ASSUME_ROLE_AGENCY_NAME: "a", HW_ASSUME_ROLE_DOMAIN_NAME: "d" },
      { agency_name: "a", domain_name: "d" },
    ],
    [
      {
        HW_ASSUME_ROLE_AGENCY_NAME: "a",
        HW_ASSUME_ROLE_DOMAIN_ID: "d1",
        HW_ASSUME_ROLE_DURATION: "3600",
      },
      { agency_name: "a", domain_id: "d1", duration_seconds: 3600 },
    ],
  ])("comes under Terraform's names: %o", async (env, role) => {
    const { http, read } = prepare({ env: { ...key, ...env } });
    await read();
    expect(http.requests[0]?.json).toEqual(bodyOf(role));
  });

  it("comes from the config first, as a whole", async () => {
    const env = { ...key, HW_ASSUME_ROLE_AGENCY_NAME: "x", HW_ASSUME_ROLE_DURATION: "7" };
    const written = { agencyName: "auditor", domainId: "d1", durationSeconds: 900 };
    const { http, read } = prepare({ config: { ...config, assumeAgency: written }, env });
    await read();
    const role = { agency_name: "auditor", domain_id: "d1", duration_seconds: 900 };
    expect(http.requests[0]?.json).toEqual(bodyOf(role));
  });

  it.each<[string, HuaweiConfig, Record<string, string>, RegExp]>([
    ["no account", { ...config, assumeAgency: { agencyName: "a" } }, {}, /not the account/],
    ["a blank name", { ...config, assumeAgency: { agencyName: " ", domainName: "d" } }, {}, /blank/],
    [
      "a line break in the account's name",
      { ...config, assumeAgency: { agencyName: "a", domainName: "d\ne" } },
      {},
      /^`assumeAgency\.domainName` holds a line break/,
    ],
    [
      "a line break in the account's id",
      { ...config, assumeAgency: { agencyName: "a", domainId: "d\ne" } },
      {},
      /^`assumeAgency\.domainId` holds a line break/,
    ],
    [
      "an account's name and id",
      { ...config, assumeAgency: { agencyName: "a", domainName: "d", domainId: "d1" } },
      {},
      /^`assumeAgency\.domainName` and `assumeAgency\.domainId` are both set$/,
    ],
    [
      "a line break in the variable of the account's id",
      { region: "cn-north-4" },
      { HW_ASSUME_ROLE_AGENCY_NAME: "a", HW_ASSUME_ROLE_DOMAIN_ID: "d\ne" },
      /^HW_ASSUME_ROLE_DOMAIN_ID holds a line break/,
    ],
    [
      "an account's name and id in the environment",
      { region: "cn-north-4" },
      {
        HW_ASSUME_ROLE_AGENCY_NAME: "a",
        HW_ASSUME_ROLE_DOMAIN_NAME: "d",
        HW_ASSUME_ROLE_DOMAIN_ID: "d1",
      },
      /^HW_ASSUME_ROLE_DOMAIN_NAME and HW_ASSUME_ROLE_DOMAIN_ID are both set$/,
    ],
    [
      "no account in the environment",
      { region: "cn-north-4" },
      { HW_ASSUME_ROLE_AGENCY_NAME: "a" },
      /HW_ASSUME_ROLE_AGENCY_NAME names an agency/,
    ],
    [
      "a duration that is too long",
      { region: "cn-north-4" },
      {
        HW_ASSUME_ROLE_AGENCY_NAME: "a",
        HW_ASSUME_ROLE_DOMAIN_NAME: "d",
        HW_ASSUME_ROLE_DURATION: "86401",
      },
      /HW_ASSUME_ROLE_DURATION is "86401"/,
    ],
    [
      "a duration in words",
      { region: "cn-north-4" },
      { HW_ASSUME_ROLE_AGENCY_NAME: "a", HW_ASSUME_ROLE_DOMAIN_NAME: "d", HW_ASSUME_ROLE_DURATION: "1h" },
      /HW_ASSUME_ROLE_DURATION is "1h"/,
    ],
  ])("with %s is refused at once", (_, written, env, message) => {
    const { open } = prepare({ config: written, env: { ...key, ...env } });
    const error = configurationError(open);
    expect(error.message).toMatch(message);
    expect(error.pointer).toBe("/assumeAgency");
  });

  it("needs to know where IAM is", () => {
    const { region: _, ...nowhere } = config;
    const { open } = prepare({ config: { ...nowhere, endpoint: "https://cce.example" } });
    expect(configurationError(open).message).toMatch(/not known where IAM is/);
  });

  it("that is refused says what to look at, once for all", async () => {
    const { http, readAgain } = prepare({ config }, { [assume]: refusal(403, "IAM.0003") });
    const error = await failure(readAgain());
    expect(error).toMatchObject({ kind: "unauthenticated", code: "IAM.0003", retryable: false });
    expect(error.hint).toMatch(/agency's name.*Agent Operator/);
    await failure(readAgain());
    expect(http.actions).toEqual([assume]);
  });

  it("does not hide that the access key is at fault", async () => {
    const { read } = prepare({ config }, { [assume]: refusal(401, "APIG.0301") });
    expect((await failure(read())).hint).toMatch(/access key and its secret/);
  });

  it("is assumed again before its key expires, with a token that was replaced", async () => {
    const credentials = { username: "u", password: "p", domainName: "own" };
    let tokens = 0;
    let keys = 0;
    const { http, readAgain, clock } = prepare(
      { config: { ...config, credentials }, env: {} },
      {
        KeystoneCreateUserTokenByPassword: () => {
          tokens += 1;
          return tokenAnswer(`token-${tokens}`, null);
        },
        [assume]: ({ headers }) => {
          if (keys > 0 && headers["x-auth-token"] === "token-1") return refusal(401, "APIG.0307");
          keys += 1;
          return keyAnswer(`AGENCY${keys}`, new Date(startOfTest + keys * 900_000).toISOString());
        },
      },
    );
    await readAgain();
    clock.time += 800_000;
    await Promise.all(Array.from({ length: 100 }, () => readAgain()));
    await new Promise((resolve) => setImmediate(resolve));
    expect([tokens, keys]).toEqual([2, 2]);
    await readAgain();
    expect(http.requests.at(-1)?.identity).toBe("AGENCY2");
  });

  it("is assumed with one token after the other, as often as each was taken", async () => {
    const credentials = { username: "u", password: "p", domainName: "own" };
    let tokens = 0;
    let taken = "token-1";
    const { http, readAgain, clock } = prepare(
      { config: { ...config, credentials }, env: {} },
      {
        KeystoneCreateUserTokenByPassword: () => {
          tokens += 1;
          return tokenAnswer(`token-${tokens}`, null);
        },
        [assume]: ({ headers }) =>
          headers["x-auth-token"] === taken
            ? keyAnswer(`AGENCY-${taken}`, new Date(clock.time + 900_000).toISOString())
            : refusal(401, "APIGW.0307"),
      },
    );
    for (const token of ["token-1", "token-2", "token-3"]) {
      taken = token;
      await readAgain();
      expect(http.requests.at(-1)?.identity).toBe(`AGENCY-${token}`);
      clock.time += 900_000;
    }
    expect(tokens).toBe(3);
  });
});
