import { describe, expect, it } from "vitest";
import { acme, env, fileOf, loadWith, manifestWith, read } from "../../testing/healthy-manifest.ts";
import { readFleet } from "../read-fleet.ts";

const secret = "sesame-open-42";
const whole = `credentials:\n        accessKeyId: AKIAEXAMPLE\n        secretAccessKey: ${secret}`;

describe("no diagnostic quotes a secret", () => {
  it.each([
    ["of the wrong type", [`secretAccessKey: ${secret}`, `secretAccessKey: [${secret}]`]],
    ["under a misspelt key", ["secretAccessKey:", "secretAcesKey:"]],
    ["under a strange key", ["secretAccessKey:", "colour:"]],
    [
      "in a key, for want of a space",
      [`accessKeyId: AKIAEXAMPLE\n        secretAccessKey: ${secret}`, `{ accessKeyId: A, token:${secret} }`],
    ],
    ["as the whole of the credentials", [whole, `credentials: ${secret}`]],
    ["in a list", [whole, `credentials: [${secret}]`]],
    [
      "as the whole configuration",
      [/config:[\s\S]*?42\n/.exec(manifestWith())?.[0] ?? "", `config: ${secret}\n`],
    ],
    ["in another key's place", ["accessKeyId: AKIAEXAMPLE", `accessKeyId: { ${secret}: 1 }`]],
    ["that another value repeats", ["v1.29.8-r4", `^${secret}`]],
    [
      "in an address",
      ["region: north-1", `region: north-1\n      endpoint: https://u:${secret}@example.com`],
    ],
    ["in a query", ["region: north-1", `region: north-1\n      endpoint: https://example.com?${secret}`]],
    ["in text that is not YAML", [`secretAccessKey: ${secret}`, `secretAccessKey: @${secret}`]],
    ["in an open quote", [`secretAccessKey: ${secret}`, `secretAccessKey: "${secret}`]],
    ["after an alias", [`secretAccessKey: ${secret}`, `secretAccessKey: *${secret.slice(0, 3)}`]],
    ["in a malformed expansion", [`secretAccessKey: ${secret}`, `secretAccessKey: a\${${secret}`]],
    ["in a default", [`secretAccessKey: ${secret}`, `secretAccessKey: \${NOWHERE} \${EMPTY:-${secret}}`]],
  ] as const)("%s", async (_, change) => {
    const { fleet, diagnostics } = await read(manifestWith(change));
    expect(fleet).toBeNull();
    expect(diagnostics.length).toBeGreaterThan(0);
    expect(JSON.stringify(diagnostics)).not.toContain(secret);
  });
});

describe("beside the name of a secret that the plugin knows", () => {
  const config = {
    type: "object",
    properties: { region: { type: "string" }, token: { type: "string", secret: true } },
  } as const;
  const loadPlugin = loadWith({ acme: { ...acme, config } });
  const load = (lines: string) =>
    readFleet(
      [fileOf(manifestWith([/config:[\s\S]*?42\n/.exec(manifestWith())?.[0] ?? "", `config: ${lines}\n`]))],
      {
        env,
        loadPlugin,
      },
    );

  it("the value of a misspelt one is not quoted", async () => {
    const { diagnostics } = await load(`{ region: north-1, tokn: ${secret} }`);
    expect(diagnostics.map(({ hint }) => hint)).toContain("Did you mean `token`?");
    expect(JSON.stringify(diagnostics)).not.toContain(secret);
  });

  it("an everyday word is", async () => {
    const { secrets } = await load("{ region: north-1, tokn: north }");
    expect(secrets).toEqual([]);
  });
});

describe("secrets are known before anything is shown", () => {
  it("as the prefix that may be seen, or not at all", async () => {
    const { fleet, secrets } = await read(manifestWith([secret, "${SECRET}"]));
    expect(fleet?.secrets).toEqual([
      { value: "AKIAEXAMPLE", show: "prefix" },
      { value: "expanded-secret-7" },
    ]);
    expect(secrets).toEqual(fleet?.secrets);
  });

  it("as they are written and as they are meant", async () => {
    const { fleet } = await read(manifestWith([secret, '"open\\tsesame"']));
    expect(fleet?.secrets.map(({ value }) => value)).toEqual([
      "AKIAEXAMPLE",
      "open\tsesame",
      "open\\tsesame",
    ]);
  });

  it("also where there is no fleet", async () => {
    const { secrets } = await read(manifestWith(["v1.29.8-r4", "^1"]));
    expect(secrets).toContainEqual({ value: secret });
  });

  it.each([
    ["there is no plugin", ["source: acme", "source: nowhere"]],
    ["it is not YAML", ["providers:", "providers: ["]],
  ] as const)("by their keys' names where %s", async (_, change) => {
    const { secrets } = await read(manifestWith(change));
    expect(secrets).toContainEqual({ value: secret });
  });

  it("in cluster parameters", async () => {
    const cluster = {
      with: { type: "object", properties: { taskId: { type: "string", secret: true } } },
    } as const;
    const loadPlugin = loadWith({ acme: { ...acme, cluster: { ...acme.cluster, ...cluster } } });
    const { fleet } = await readFleet([fileOf(manifestWith())], { env, loadPlugin });
    expect(fleet?.secrets).toContainEqual({ value: "c271e39e" });
  });
});
