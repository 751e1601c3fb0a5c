// Loaded before a measured program (`--require`, which costs less than `--import`): at its end it tells what the
// operating system has on its account, on a stream that nobody else writes to.
"use strict";
const { readFileSync, writeSync } = require("node:fs");

process.on("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  writeSync(
    3,
    JSON.stringify({ cpuMs: (userCPUTime + systemCPUTime) / 1000, peakMb: peakOf(maxRSS) / 1024 }),
  );
});

/** In kB. Linux counts into maxRSS what the parent had when it started this process; VmHWM is this program's alone. */
function peakOf(maxRss) {
  try {
    const [, peak] = /VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
    return peak === undefined ? maxRss : Number(peak);
  } catch {
    return maxRss;
  }
}
