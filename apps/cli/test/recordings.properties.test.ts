import type { Fleet, JudgedCluster } from "@upgradectl/core";
import { hostileText, mutations, patience, proveAsync } from "@upgradectl/proof";
import { errorKinds } from "@upgradectl/provider-sdk";
import { startSimulator } from "@upgradectl/simulator";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { alibaba, huawei, manifest } from "./clouds.ts";
import { answersIn, contentOf, lineChanges, reshape, withOtherLines } from "./damaged-files.ts";
import { type RecordingFiles, recordLook, replayLook } from "./recorded-look.ts";
import { fleetOf } from "./scripted-cloud.ts";
import { spoiledText } from "./spoiled-text.ts";

const outcomes = ["succeeded", "failed", "running"] as const;

function clustersOf(provider: string, from: string, to: string) {
  return outcomes.map((outcome) => ({
    name: `${provider}-${outcome}`,
    id: `${provider}-${outcome}`,
    version: from,
    operations: [{ to, startedAgo: "2h", duration: "1h", outcome, kind: "version" as const }],
  }));
}

/** Of each cloud a fleet with what is well and what is not, and its recording. */
async function recordFleets() {
  const hw = clustersOf("hw", "v1.28.15-r2", "v1.29.8-r4");
  const ali = clustersOf("ali", "1.31.1-aliyun.1", "1.32.1-aliyun.1");
  const simulator = await startSimulator({ scenario: { accounts: [huawei(hw), alibaba(ali)] } });
  onTestFinished(() => simulator.close());
  const recordOf = async (
    provider: string,
    clusters: readonly { readonly name: string; readonly id: string }[],
  ) => {
    const entries = clusters.map(({ name, id }) => ({ name, id, provider, targetVersion: ">=0" }));
    const fleet = await fleetOf(manifest(simulator.url, entries));
    const recorded = { fleet, ...(await recordLook(fleet)) };
    expect(recorded.judged.map(verdictOf)).toEqual(["converged", "failed", "upgrading"]);
    return { ...recorded, [fc.toStringMethod]: () => provider };
  };
  return fc.constantFrom(await recordOf("hw", hw), await recordOf("ali", ali));
}

interface Recorded extends Awaited<ReturnType<typeof recordLook>> {
  readonly fleet: Fleet;
}

const verdictOf = ({ judgement }: JudgedCluster) => judgement?.verdict ?? "unknown";

/** Longer than a replay of six clusters ever takes: its time is no time. */
const longestMs = 20_000;

function withinTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("the replay does not end")), longestMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** A damaged recording is refused with its place, or gives the same verdicts, or does not know. */
async function requireSound({ fleet, files, judged }: Recorded, damaged: RecordingFiles) {
  const retold = await withinTime(replayLook(fleet, damaged));
  expect(Object.prototype).not.toHaveProperty("polluted");
  if (retold.problem !== undefined) {
    const { file, line, summary, hint, severity } = retold.problem;
    expect(severity).toBe("error");
    expect(["recording.json", "exchanges.ndjson"]).toContain(file);
    if (line !== undefined) expect(damaged.exchanges.split("\n").length).toBeGreaterThanOrEqual(line);
    expect(summary.length).toBeLessThan(1000);
    expect(summary).not.toMatch(/[\p{Cc}]/u);
    expect(hint).not.toBe("");
    return "refused";
  }
  if (retold.judged === undefined) return "refused";
  expect(retold.judged).toHaveLength(judged.length);
  const isSame = contentOf(damaged.exchanges) === contentOf(files.exchanges);
  const before = answersIn(files.exchanges);
  const isOld = [...answersIn(damaged.exchanges)].every((answer) => before.has(answer));
  for (const [index, after] of retold.judged.entries()) {
    const { error, observation } = after.reading;
    expect(error !== null || observation !== null).toBe(true);
    if (error !== null) {
      expect(errorKinds).toContain(error.kind);
      expect(error.message).not.toBe("");
      expect(error.message).not.toMatch(/\n\s+at |Maximum call stack/);
    }
    const told = judged[index];
    if (told === undefined) throw new Error("no reading before");
    // Nobody is well whose cloud said nothing new.
    if (isOld && verdictOf(told) !== "converged") expect(verdictOf(after)).not.toBe("converged");
    if (!isSame || verdictOf(after) === "unknown") continue;
    // What takes too long is told by the time.
    const isTold =
      /^(?:upgrading|stalled)$/.test(verdictOf(after)) && /^(?:upgrading|stalled)$/.test(verdictOf(told));
    if (!isTold) expect(verdictOf(after)).toBe(verdictOf(told));
  }
  return isSame ? "same" : "changed";
}

test("recordings in other shapes", { timeout: patience }, async () => {
  const recordings = await recordFleets();
  const met = { refused: 0, same: 0, changed: 0 };
  await proveAsync(
    "recordings in other shapes",
    fc.asyncProperty(
      recordings,
      fc.nat(),
      fc.constantFrom(0, 0, 1),
      mutations,
      async (recorded, at, isHead, changes) => {
        const lines = recorded.files.exchanges.split("\n").length - 1;
        met[await requireSound(recorded, reshape(recorded.files, isHead ? lines : at, changes))] += 1;
      },
    ),
    150,
  );
  expect(Math.min(met.refused, met.same, met.changed)).toBeGreaterThan(3);
});

test("recordings in other bytes", { timeout: patience }, async () => {
  const recordings = await recordFleets();
  await proveAsync(
    "recordings in other bytes",
    fc.asyncProperty(recordings, fc.boolean(), spoiledText, async (recorded, isHead, spoil) => {
      const { head, exchanges } = recorded.files;
      const damaged = isHead
        ? { head: spoil(head).toString("utf8"), exchanges }
        : { head, exchanges: spoil(exchanges).toString("utf8") };
      await requireSound(recorded, damaged);
    }),
    150,
  );
});

test("recordings with other lines", { timeout: patience }, async () => {
  const recordings = await recordFleets();
  await proveAsync(
    "recordings with other lines",
    fc.asyncProperty(recordings, fc.nat(), fc.nat(), lineChanges, async (recorded, one, other, change) => {
      await requireSound(recorded, withOtherLines(recorded.files, one, other, change));
    }),
    100,
  );
});

const moments = fc.oneof(
  hostileText,
  fc.constantFrom(
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "2026-02-30T00:00:00Z",
    "+275760-09-13T00:00:00.000Z",
  ),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
);
const spans = fc.oneof(
  fc.constantFrom(0, -1, 1e9, 3e10, 366 * 86_400_000, 1e15, 1e308, -0, 0.5),
  fc.double(),
);

test("recordings at other times", { timeout: patience }, async () => {
  const recordings = await recordFleets();
  const times = fc.record({ at: moments, durationMs: spans, cut: fc.constant(true) }, { requiredKeys: [] });
  const alarm = fc.record({ ms: spans, setAt: moments, rangAt: fc.option(moments) });
  const heads = fc.record(
    {
      startedAt: moments,
      random: fc.array(spans, { maxLength: 3 }),
      alarms: fc.array(alarm, { maxLength: 3 }),
      interruption: fc.record({ signal: fc.constantFrom("SIGINT", "SIGKILL"), at: moments }),
      masks: fc.array(fc.record({ value: hostileText, show: fc.constantFrom("prefix", undefined) }), {
        maxLength: 3,
      }),
      files: fc.dictionary(
        fc.constantFrom("../../etc/passwd", "/etc/passwd", "__proto__", "~/.aws"),
        hostileText,
      ),
    },
    { requiredKeys: [] },
  );
  await proveAsync(
    "recordings at other times",
    fc.asyncProperty(recordings, fc.nat(), times, heads, async (recorded, at, time, more) => {
      const lines = recorded.files.exchanges.trimEnd().split("\n");
      const place = at % lines.length;
      const line = JSON.stringify({ ...JSON.parse(lines[place] ?? "{}"), ...time });
      const head = JSON.stringify({ ...JSON.parse(recorded.files.head), ...more });
      await requireSound(recorded, { head, exchanges: `${lines.with(place, line).join("\n")}\n` });
    }),
    100,
  );
});
