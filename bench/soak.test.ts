import { expect, test } from "vitest";
import { judgeSoak } from "./soak/judge-soak.ts";
import { runSoak, type Soak } from "./soak/run-soak.ts";

const options = { clusters: 60, minutes: 20 };

// Pauses have random lengths, so once in a while a kind of weather meets no request.
test("a gate that waits for twenty minutes stays small, leaves nothing behind and is right", {
  timeout: 300_000,
  retry: 2,
}, async () => {
  expect(judgeSoak(await runSoak(options), options)).toEqual([]);
});

const sample = { minute: 1, heapMb: 30, sockets: 8, timers: 1, sleepers: 2, listeners: 3 };
const healthy: Soak = {
  samples: Array.from({ length: 9 }, () => sample),
  left: { sockets: 0, timers: 0, sleepers: 0, listeners: 0 },
  verdicts: { converged: 60, upgrading: 1 },
  unreadOnce: 3,
  requests: 9000,
  faults: { cce: { limit: 1, down: 1, reset: 1, cut: 1 }, ack: { silent: 1, "slow down": 1 } },
  signIns: 10,
  mistakes: [],
  tookMinutes: 20,
};

test.each<[string, Partial<Soak>]>([
  ["a heap that grows", { samples: healthy.samples.map((each, at) => ({ ...each, heapMb: 30 + at })) }],
  ["sockets that pile up", { samples: healthy.samples.map((each, at) => ({ ...each, sockets: 8 * at })) }],
  ["a timer that is left", { left: { ...healthy.left, timers: 1 } }],
  ["a listener that is left", { left: { ...healthy.left, listeners: 1 } }],
  ["an unread cluster", { verdicts: { converged: 59, unknown: 1, upgrading: 1 } }],
  ["a gate that opened", { verdicts: { converged: 61 } }],
  ["an early end", { tookMinutes: 12 }],
  ["a mistake in a request", { mistakes: ["the signature does not match"] }],
  ["a fine day", { faults: {} }],
  ["tokens that did not expire", { signIns: 1 }],
])("%s is found", (_, changes) => {
  expect(judgeSoak(healthy, options)).toEqual([]);
  expect(judgeSoak({ ...healthy, ...changes }, options)).not.toEqual([]);
});
