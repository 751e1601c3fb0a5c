import type { Fleet, JudgedCluster } from "@upgradectl/core";
import { hostileText, mutate, mutations, patience, proveAsync } from "@upgradectl/proof";
import { errorKinds } from "@upgradectl/provider-sdk";
import { startSimulator } from "@upgradectl/simulator";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { alibaba, huawei, manifest } from "./clouds.ts";
import { fleetOf, record, replay, type Script, type WireAnswer } from "./scripted-cloud.ts";

const states = ["quiet", "succeeded", "failed", "running"] as const;
const versions = {
  hw: ["v1.28.15-r2", "v1.29.8-r4"],
  auto: ["v1.28.15-r2", "v1.29.8-r4"],
  css: ["7.6.2", "7.10.2"],
  ali: ["1.31.1-aliyun.1", "1.32.1-aliyun.1"],
} as const;
type ProviderName = keyof typeof versions;

function clustersOf(provider: ProviderName) {
  const [from, to] = versions[provider];
  return states.map((outcome) => ({
    name: outcome,
    id: `${provider}-${outcome}`,
    version: from,
    operations:
      outcome === "quiet"
        ? []
        : [{ to, startedAgo: "2h", duration: "1h", outcome, kind: "version" as const }],
  }));
}

interface Look {
  readonly fleet: Fleet;
  readonly script: Script;
  readonly before: JudgedCluster;
}

/** Each state of a cluster of this provider, with what its cloud answers. Whatever the version, it is as declared. */
async function lookAt(provider: ProviderName): Promise<readonly Look[]> {
  const of = (name: ProviderName) => clustersOf(name);
  const simulator = await startSimulator({
    scenario: {
      accounts: [
        huawei([
          ...of("hw"),
          ...of("auto").map((each) => ({ ...each, service: "cce-autopilot" as const })),
          ...of("css").map((each) => ({ ...each, service: "css" as const })),
        ]),
        alibaba(of("ali")),
      ],
    },
  });
  onTestFinished(() => simulator.close());
  return Promise.all(
    states.map(async (state) => {
      const entry = { name: state, id: `${provider}-${state}`, provider, targetVersion: ">=0" };
      const fleet = await fleetOf(manifest(simulator.url, [entry]));
      const { judged, script } = await record(fleet);
      const [before] = judged;
      if (before === undefined) throw new Error("no reading");
      return { fleet, script, before };
    }),
  );
}

const verdictOf = ({ judgement }: JudgedCluster) => judgement?.verdict ?? "unknown";

function withBody(answer: WireAnswer, body: string | Buffer): WireAnswer {
  const { "content-length": _, ...headers } = answer.headers;
  return { ...answer, headers, body: Buffer.from(body) };
}

/** The look once more, with one answer changed. */
async function lookAgain({ fleet, script }: Look, at: number, change: (answer: WireAnswer) => WireAnswer) {
  const keys = [...script.keys()];
  const key = keys[at % keys.length] ?? "";
  const answer = script.get(key);
  if (answer === undefined) throw new Error("the script is empty");
  const { judged, served } = await replay(fleet, new Map([...script, [key, change(answer)]]));
  const [after] = judged;
  if (after === undefined) throw new Error("no reading");
  const text = served.map(({ body }) => body.toString("utf8")).join("\n");
  return { after, text };
}

/** Told by its state, as all of it would fill pages. */
function anyOf(looks: readonly Look[]) {
  return fc.constantFrom(
    ...looks.map((look, at) => ({ ...look, [fc.toStringMethod]: () => states[at] ?? "" })),
  );
}

/** An observation, or an error that is not the provider's own bug. */
function requireSound({ reading }: JudgedCluster): void {
  const { error, observation } = reading;
  expect(error !== null || observation !== null).toBe(true);
  if (error === null) return;
  expect(errorKinds).toContain(error.kind);
  expect(error.kind, error.message).not.toBe("plugin");
  expect(error.message).not.toBe("");
}

/** The objects in a cloud's answers that have one of the vendor's words of what is not well, as they are written. */
function rowsOf({ before, script }: Look): readonly string[] {
  const { state, operations = [] } = before.reading.observation ?? {};
  const words = new Set<unknown>([state?.raw, ...operations.map(({ rawPhase }) => rawPhase)]);
  const found: string[] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    const parts = Object.values(value);
    if (parts.some((part) => typeof part === "string" && words.has(part))) found.push(JSON.stringify(value));
    for (const part of parts) walk(part);
  };
  for (const { body } of script.values()) walk(JSON.parse(body.toString("utf8")));
  return found;
}

/** Nobody is converged whose cloud does not say so: the version, the state, and not all of what was not well before. */
function requireSaid(look: Look, after: JudgedCluster, text: string): void {
  if (verdictOf(after) !== "converged") return;
  const { version, state } = after.reading.observation ?? {};
  // Some are put together: `v1.29.8` and `r4`, a state and what is under way.
  for (const part of `${version ?? "?"} ${state?.raw ?? "?"}`.split(/[\s(),-]+/))
    expect(text).toContain(part);
  if (verdictOf(look.before) === "converged") return;
  const isStillSaid = rowsOf(look).every((row) => text.includes(row));
  expect(isStillSaid, `${verdictOf(look.before)} became converged: ${text}`).toBe(false);
}

const names = ["hw", "auto", "css", "ali"] as const;

test.each(names)("%s: answers in other shapes", { timeout: patience }, async (provider) => {
  const looks = await lookAt(provider);
  expect(looks.map(({ before }) => verdictOf(before))).toEqual([
    "converged",
    "converged",
    "failed",
    "upgrading",
  ]);
  await proveAsync(
    `answers in other shapes: ${provider}`,
    fc.asyncProperty(anyOf(looks), fc.nat(), mutations, async (look, at, changes) => {
      const { after, text } = await lookAgain(look, at, (answer) =>
        withBody(answer, JSON.stringify(mutate(JSON.parse(answer.body.toString()), changes))),
      );
      requireSound(after);
      requireSaid(look, after, text);
    }),
    300,
  );
});

const garbage = fc.oneof(
  fc.uint8Array({ maxLength: 8 }).map((bytes) => Buffer.from(bytes)),
  hostileText.map((text) => Buffer.from(text)),
);

test.each(names)("%s: answers that are no JSON any more", { timeout: patience }, async (provider) => {
  const looks = await lookAt(provider);
  await proveAsync(
    `answers of other bytes: ${provider}`,
    fc.asyncProperty(
      anyOf(looks),
      fc.nat(),
      fc.nat(),
      fc.nat(300),
      garbage,
      async (look, at, place, length, bytes) => {
        let isJson = true;
        const { after } = await lookAgain(look, at, (answer) => {
          const from = place % answer.body.length;
          const body = Buffer.concat([
            answer.body.subarray(0, from),
            bytes,
            answer.body.subarray(from + length),
          ]);
          isJson = isParsed(body.toString("utf8"));
          return withBody(answer, body);
        });
        requireSound(after);
        if (!isJson) expect(verdictOf(after)).not.toBe("converged");
      },
    ),
    150,
  );
});

function isParsed(text: string): boolean {
  try {
    JSON.parse(text.replace(/^\ufeff/, ""));
    return true;
  } catch {
    return false;
  }
}

const headers = fc.dictionary(
  fc.constantFrom(
    "content-type",
    "content-encoding",
    "retry-after",
    "location",
    "date",
    "x-request-id",
    "content-length",
  ),
  fc.oneof(
    hostileText,
    fc.constantFrom(
      "gzip",
      "br",
      "gzip, gzip, gzip, gzip",
      "-1",
      "1e9",
      "Thu, 01 Jan 1970 00:00:00 GMT",
      "http://evil.test/",
      "//evil.test",
    ),
  ),
  { noNullPrototype: true },
);

test.each(names)("%s: answers that are refusals", { timeout: patience }, async (provider) => {
  const looks = await lookAt(provider);
  await proveAsync(
    `refusals: ${provider}`,
    fc.asyncProperty(
      anyOf(looks),
      fc.nat(),
      fc.integer({ min: 300, max: 599 }),
      headers,
      fc.oneof(hostileText, fc.json()),
      async (look, at, status, more, body) => {
        const { after } = await lookAgain(look, at, (answer) => ({
          ...withBody(answer, body),
          status,
          headers: more,
        }));
        requireSound(after);
        expect(verdictOf(after)).not.toBe("converged");
      },
    ),
    150,
  );
});
