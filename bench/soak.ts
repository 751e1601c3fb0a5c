// Whether a gate that waits for a long time stays as small as it was, leaves nothing behind, and is right in the end: the
// real reader over real connections, by a clock that skips what nobody does anything in, against clouds that refuse, break
// connections off, go silent and let tokens expire.
//
//   node bench/soak.ts                               # 500 clusters, 20 minutes of that clock
//   node bench/soak.ts --clusters 2000 --minutes 120
//
// Exits with 1 where it is not.
import { parseArgs } from "node:util";
import { judgeSoak } from "./soak/judge-soak.ts";
import { runSoak } from "./soak/run-soak.ts";

const { values } = parseArgs({
  options: {
    clusters: { type: "string", default: "500" },
    minutes: { type: "string", default: "20" },
  },
});
const options = { clusters: Number(values.clusters), minutes: Number(values.minutes) };
const startedAt = performance.now();
const soak = await runSoak(options);
const { samples, ...rest } = soak;
console.table(samples.map((sample) => ({ ...sample, heapMb: Math.round(sample.heapMb * 10) / 10 })));
console.log(rest);
console.log(`took ${Math.round((performance.now() - startedAt) / 1000)} s`);
const findings = judgeSoak(soak, options);
for (const finding of findings) console.log(finding);
console.log(findings.length === 0 ? "good" : "not good");
if (findings.length > 0) process.exitCode = 1;
