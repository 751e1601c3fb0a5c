import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { parseScenario, startSimulator } from "../index.ts";
import { huaweiAccount, scenarioOf } from "../testing/scenario.ts";

const healthy = `
accounts:
  - cloud: huawei
    name: north
    region: cn-north-4
    projectId: 0123456789abcdef
    domainName: acme
    users: [{ name: reader, password: right }]
    agencies: [{ name: ops }]
    identityProvider: { id: github, token: ID }
    metadata: v2
    podIdentity: { path: /v1/credentials, token: POD }
    tokenLifetime: 24h
    keyLifetime: 90s
    clusters: []
  - cloud: alibaba
    name: hangzhou
    region: cn-hangzhou
    accessKeyId: AK
    accessKeySecret: SK
    roles: [{ arn: "acs:ram::1:role/a", externalId: e }]
    oidc: { providerArn: p, roleArn: r, token: t }
    metadata: { role: node, version: both }
    credentialsUri: /credentials
    clusters: []
`;

function problemsOf(text: string) {
  const result = parseScenario(text, "s.yaml");
  return "problems" in result ? result.problems : [];
}

/** Another account of the cloud, with one more member. */
function further(cloud: "huawei" | "alibaba", member: string): string {
  const own = cloud === "huawei" ? "projectId: p2, token: T" : "accessKeyId: AK2, accessKeySecret: SK2";
  return `${healthy}  - { cloud: ${cloud}, name: further, region: r, ${own}, ${member}, clusters: [] }\n`;
}

describe("ways to sign in", () => {
  it("are read, with text as it is written", () => {
    const result = parseScenario(healthy.replace("password: right", "password: 0123"), "s.yaml");
    if (!("scenario" in result)) throw new Error(JSON.stringify(result.problems));
    expect(result.scenario.accounts[0]).toMatchObject({ users: [{ name: "reader", password: "0123" }] });
  });

  it.each<[string, string, string, number, RegExp, RegExp?]>([
    ["an unknown key", "users:", "user:", 8, /unknown key `user`/, /`users`/],
    ["a user without a password", ", password: right", "", 8, /lacks `password`/],
    ["an empty password", "password: right", 'password: ""', 8, /must not be empty/],
    [
      "an unknown key of a user",
      "password: right",
      "pasword: right",
      8,
      /unknown key `pasword`/,
      /`password`/,
    ],
    ["an agency without a name", "{ name: ops }", "{ domainName: x }", 9, /lacks `name`/],
    ["an unknown service", "metadata: v2", "metadata: v3", 11, /must be one of v1, v2, both, no-agency/],
    ["the other cloud's form", "metadata: v2", "metadata: { role: x }", 11, /must be one of v1/],
    [
      "a path that is none",
      "path: /v1/credentials",
      "path: v1",
      12,
      /not written as expected/,
      /\/v1\/credentials/,
    ],
    [
      "a path with a query",
      "credentialsUri: /credentials",
      "credentialsUri: /a?b",
      24,
      /not written as expected/,
    ],
    ["no duration", "tokenLifetime: 24h", "tokenLifetime: day", 13, /not written as expected/, /1h30m/],
    ["an endless duration", "keyLifetime: 90s", "keyLifetime: 99999d", 14, /too long/],
    ["a role without a name", 'arn: "acs:ram::1:role/a", ', "", 21, /lacks `arn`/],
    ["a provider without a token", ", token: t }", " }", 22, /lacks `token`/],
    ["a server without a role", "role: node, ", "", 23, /lacks `role`/],
    ["the other cloud's way", "credentialsUri: /credentials", "users: []", 24, /unknown key `users`/],
  ])("tell %s", (_, from, to, line, message, hint) => {
    const text = healthy.replace(from, to);
    expect(text).not.toBe(healthy);
    const found = problemsOf(text);
    const problem = found.find((candidate) => message.test(candidate.message));
    expect(problem, JSON.stringify(found)).toMatchObject({ file: "s.yaml", line });
    if (hint !== undefined) expect(problem?.hint).toMatch(hint);
  });

  it.each([
    [
      "a second Huawei metadata service",
      further("huawei", "metadata: v1"),
      /"north" has the huawei metadata/,
    ],
    [
      "a second Alibaba metadata service",
      further("alibaba", "metadata: { role: n }"),
      /"hangzhou" has the alibaba metadata/,
    ],
    [
      "a path that another account has, whatever the cloud",
      further("alibaba", "credentialsUri: /v1/credentials"),
      /another account answers at "\/v1\/credentials"/,
    ],
    [
      "a user with two passwords",
      further("huawei", "domainName: acme, users: [{ name: reader, password: other }]"),
      /user "reader" has another password/,
    ],
  ])("tell %s", (_, text, message) => {
    const found = problemsOf(text);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ line: 26, message: expect.stringMatching(message) });
  });

  it("let one user into several projects, and two of one name into two accounts", () => {
    const users = "users: [{ name: reader, password: right }]";
    expect(problemsOf(further("huawei", `domainName: acme, ${users}`))).toEqual([]);
    expect(problemsOf(further("huawei", users.replace("right", "other")))).toEqual([]);
  });

  it.each([
    ["users: [{ name: a, password: b }]", true],
    ["agencies: [{ name: a }]", true],
    ["identityProvider: { id: a, token: b }", true],
    ["podIdentity: { path: /p, token: b }", true],
    ["metadata: v1", true],
    ["metadata: no-agency", false],
    ["users: []", false],
    ["agencies: []", false],
  ])("are enough for an account: %s %s", (member, isEnough) => {
    const own = "cloud: huawei, name: a, region: r, projectId: p, clusters: []";
    const found = problemsOf(`accounts: [{ ${own}, ${member} }]`);
    if (isEnough) expect(found).toEqual([]);
    else expect(found).toMatchObject([{ message: "nothing could sign in to this account" }]);
  });

  it("are in the README as they are read", async () => {
    const readme = await readFile(new URL("../../README.md", import.meta.url), "utf8");
    const [, text = ""] = /```yaml\n(# signing in\n.*?)```/s.exec(readme) ?? [];
    expect(parseScenario(text, "README.md")).toMatchObject({ scenario: { accounts: [{}, {}] } });
  });

  it("are checked in scenarios that a program builds", async () => {
    const scenario = scenarioOf(
      huaweiAccount({ metadata: "v1" }),
      huaweiAccount({ name: "b", metadata: "v1", clusters: [] }),
    );
    await expect(startSimulator({ scenario })).rejects.toThrow(/accounts\[1\]\.metadata/);
  });
});
