import type { Sample, Soak, SoakOptions } from "./run-soak.ts";

const faultKinds = ["limit", "down", "reset", "cut", "silent", "slow down"];
/** Of each of two accounts: connections at both ends, and room for one that is just being replaced. */
const mostSockets = 2 * 8 * 2 + 4;
/** One account may be in the middle of a look while the other one is between two. */
const mostOthers = 24;
const growthMb = 3;

/** What is not as it should be; empty where all is. */
export function judgeSoak(soak: Soak, { clusters, minutes }: SoakOptions): string[] {
  const { samples, left, verdicts } = soak;
  const findings: string[] = [];
  const expect = (isTrue: boolean, finding: string): void => {
    if (!isTrue) findings.push(finding);
  };
  const count = Math.floor(clusters / 20) * 20;
  expect(
    verdicts.converged === count && verdicts.upgrading === 1 && Object.keys(verdicts).length === 2,
    `${count} clusters should have converged and one be upgrading, not ${JSON.stringify(verdicts)}`,
  );
  expect(Math.abs(soak.tookMinutes - minutes) < 0.5, `it ended after ${soak.tookMinutes} minutes`);
  for (const kind of faultKinds)
    expect(
      Object.values(soak.faults).some((faults) => (faults[kind] ?? 0) > 0),
      `of all faults there was no "${kind}"`,
    );
  expect(soak.signIns > minutes / 4, `there were only ${soak.signIns} sign-ins`);
  expect(soak.mistakes.length === 0, `the clouds had something to say: ${soak.mistakes[0]}`);
  expect(samples.length >= 6, `there were only ${samples.length} samples`);
  const third = Math.floor(samples.length / 3);
  const growth = leastHeap(samples.slice(-third)) - leastHeap(samples.slice(third, 2 * third));
  expect(growth < growthMb, `the heap grew by ${growth.toFixed(1)} MB in the last third`);
  for (const name of ["sockets", "timers", "sleepers", "listeners"] as const) {
    const most = name === "sockets" ? mostSockets : mostOthers;
    const found = Math.max(...samples.map((sample) => sample[name]));
    expect(found <= most, `${found} ${name} were held between two looks`);
    expect(left[name] === 0, `${left[name]} ${name} were left at the end`);
  }
  return findings;
}

function leastHeap(samples: readonly Sample[]): number {
  return Math.min(...samples.map(({ heapMb }) => heapMb));
}
