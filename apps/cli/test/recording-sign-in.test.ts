import { describe, expect, it } from "vitest";
import * as alibaba from "./alibaba-ways.ts";
import { secrets } from "./clouds.ts";
import * as huawei from "./huawei-ways.ts";
import { expectClean, expectSame, readRecording, record, replay } from "./recording-runs.ts";
import type { CliOptions } from "./run-cli.ts";

const known = [
  ...Object.values(secrets),
  huawei.password,
  "a-token-of-iam",
  "the-id-token-of-a-job",
  "content-of-the-pods-token",
  "oidc-token-of-a-pod",
  "HWTESTKEY00000000001",
  "LTAI5tTestKey000000001",
];

interface Prepared extends CliOptions {
  readonly cwd: string;
  readonly simulator: { readonly close: () => Promise<void> };
}

/** Records with the clouds there, replays with them gone. */
async function recordAndReplay({ simulator, ...options }: Prepared) {
  const args = ["check", "-o", "json"];
  const live = await record(args, options);
  await simulator.close();
  const replayed = await replay(args, options.cwd);
  expectSame(live, replayed);
  const recording = await readRecording(options.cwd);
  expectClean(recording, known);
  expectMasked(recording);
  return { live, recording };
}

/** What a cloud handed out for a while is known to nobody but the recording. */
function expectMasked(recording: string): void {
  const field = /"(?:access|secret|[\w-]*(?:token|access_?key_?(?:id|secret)))":\s?"([^"]*)"/gi;
  const values = [...recording.matchAll(field)].map(([, value]) => value ?? "");
  expect(values.filter((value) => value !== "" && !value.includes("****"))).toEqual([]);
}

describe("a recorded sign-in is replayed without its secrets", () => {
  it.each(huawei.huaweiWays)("Huawei Cloud: %s", async (_name, way) => {
    await recordAndReplay(await huawei.prepareWay(way));
  });

  it.each(alibaba.alibabaWays)("Alibaba Cloud: %s", async (_name, way) => {
    await recordAndReplay(await alibaba.prepareWay(way));
  });

  it("also where it was refused, and was asked for by a hundred clusters", async () => {
    const wrong = { ...huawei.user, password: "not-the-right-one" };
    const { live, recording } = await recordAndReplay(
      await huawei.prepareWay({ config: { credentials: wrong }, clusters: 100 }),
    );
    expect(live.code).toBe(4);
    expectClean(recording, ["not-the-right-one"]);
  });

  it("hides the keys of profiles that nobody used", async () => {
    const others = {
      ".huaweicloud/credentials": `[basic]\nak = HWTESTKEY00000000001\nsk = ${secrets.huawei}\n[other]\nak = HWOTHERKEY0000000001\nsk = other section's secret\n`,
      ".hcloud/config.json": { profiles: [{ secretAccessKey: "ENCRYPTED+sk==", password: "short" }] },
    };
    const { recording } = await recordAndReplay(await huawei.prepareWay({ home: others }));
    expectClean(recording, ["HWOTHERKEY0000000001", "other section's secret", "ENCRYPTED+sk=="]);
  });

  it("hides what an address that hands out keys was asked with", async () => {
    const env = {
      ALIBABA_CLOUD_CREDENTIALS_URI: "URL/handed/out?token=of-the-address",
      UPGRADECTL_METADATA_DISABLED: "true",
    };
    const { recording } = await recordAndReplay(await alibaba.prepareWay({ env }));
    expectClean(recording, ["of-the-address"]);
  });

  it("hides what a credential program was called with", async () => {
    const profile = alibaba.cliProfile({
      mode: "External",
      process_command: "sh helper.sh --token of-the-helper",
    });
    const { live, recording } = await recordAndReplay(await alibaba.prepareWay({ home: profile }));
    expect(live.code).toBe(0);
    expectClean(recording, ["of-the-helper"]);
  });
});
