import type { ClusterReport } from "./cluster-report.ts";
import type { Diagnostic, Problem, SourceLocation } from "./diagnostics.ts";
import { type ExitCode, worstOutcome } from "./judge/policy.ts";
import { quote } from "./quote-text.ts";
import type { Report, ReportShard } from "./report.ts";
import { summarise } from "./report-tally.ts";

/** A report, and the file that it was read from. */
export interface ReportFile {
  readonly file: string;
  readonly report: Report;
}

/**
 * One report of several that were made side by side, or everything that keeps them from being one: a cluster that is in
 * two, a shard that is missing, reports of different commands or manifests. Pure.
 */
export function mergeReports(
  files: readonly ReportFile[],
  toolVersion: string,
): { readonly report: Report } | { readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics = [...findMixtures(files), ...findOverlaps(files)];
  if (diagnostics.length === 0) diagnostics.push(...findGaps(files));
  const [first] = files;
  if (first === undefined) throw new Error("there are no reports to merge");
  return diagnostics.length > 0 ? { diagnostics } : { report: join(files, first.report, toolVersion) };
}

function join(files: readonly ReportFile[], { command, shard, policy }: Report, toolVersion: string): Report {
  const reports = files
    .map(({ report }) => report)
    .sort((a, b) => (a.shard?.index ?? 0) - (b.shard?.index ?? 0));
  // The order is the manifests', which shards have parts of.
  const clusters =
    shard === undefined ? reports.flatMap((report) => report.clusters) : inOrderOfManifests(reports);
  const closing = new Set(reports.flatMap(({ gate }) => gate.closedBy));
  const startedAt = Math.min(...reports.map((report) => Date.parse(report.startedAt)));
  const finishedAt = Math.max(...reports.map((report) => Date.parse(report.finishedAt)));
  return {
    formatVersion: "1.0",
    tool: { name: "upgradectl", version: toolVersion },
    command,
    startedAt: new Date(startedAt).toISOString(),
    finishedAt: new Date(finishedAt).toISOString(),
    durationMs: finishedAt - startedAt,
    complete: reports.every(({ complete }) => complete),
    outcome: worstOutcome(clusters.map(({ outcome }) => outcome)),
    exitCode: worstCode(reports.map(({ exitCode }) => exitCode)),
    gate: {
      open: reports.every(({ gate }) => gate.open),
      closedBy: clusters.flatMap(({ name }) => (closing.has(name) ? [name] : [])),
    },
    summary: summarise(clusters),
    ...(policy === undefined ? {} : { policy }),
    clusters,
    diagnostics: withoutRepeats(reports.flatMap((report) => report.diagnostics)),
  };
}

function inOrderOfManifests(reports: readonly Report[]): readonly ClusterReport[] {
  const named = reports.map(({ shard }) => shard?.files);
  // Reports of versions that did not name them: as they come.
  const seen = named.includes(undefined) ? filesOf(reports) : [];
  return reports
    .flatMap(({ clusters }, index) => {
      // Another machine may have the same manifest under another name.
      const files = seen.length > 0 ? seen : (named[index] ?? []);
      const ranks = new Map(files.map((file, rank) => [file, rank]));
      return clusters.map((cluster) => ({ cluster, rank: ranks.get(cluster.location.file) ?? files.length }));
    })
    .sort((a, b) => a.rank - b.rank || comparePlaces(a.cluster.location, b.cluster.location))
    .map(({ cluster }) => cluster);
}

function filesOf(reports: readonly Report[]): readonly string[] {
  return [...new Set(reports.flatMap(({ clusters }) => clusters.map(({ location }) => location.file)))];
}

function comparePlaces(a: SourceLocation, b: SourceLocation): number {
  return a.line - b.line || a.column - b.column;
}

/** Each code follows its own run's policy, so the worst of them is what one run over all would have ended with. */
function worstCode(codes: readonly ExitCode[]): ExitCode {
  const worstFirst: readonly ExitCode[] = [130, 143, 129, 2, 4, 3];
  return worstFirst.find((code) => codes.includes(code)) ?? 0;
}

/** Shards of one manifest warn of the same things. */
function withoutRepeats(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(diagnostics.map((diagnostic) => [JSON.stringify(diagnostic), diagnostic])).values()];
}

function findMixtures(files: readonly ReportFile[]): readonly Diagnostic[] {
  const [first, ...others] = files;
  if (first === undefined) return [];
  return others.flatMap(({ file, report }): readonly Diagnostic[] => {
    const difference = describeDifference(report, first.report);
    if (difference === undefined) return [];
    return [{ ...problem("mixed-reports", `${difference}, unlike ${quote(first.file)}`, sameRun), file }];
  });
}

function describeDifference(report: Report, first: Report): string | undefined {
  const { command, shard } = report;
  if (command !== first.command) return `this is a report of ${quote(command)}`;
  return describeOtherPolicy(report.policy, first.policy) ?? describeOtherShard(shard, first.shard);
}

const flags = {
  failOn: "--fail-on",
  closeOn: "--close-on",
  exitZero: "--exit-zero",
  postCheck: "--post-check",
};
const policyNames = ["failOn", "closeOn", "exitZero", "postCheck"] as const;

/** Of a report that does not say its policy, nothing is known to differ. */
function describeOtherPolicy(policy: Report["policy"], first: Report["policy"]): string | undefined {
  if (policy === undefined || first === undefined) return undefined;
  for (const name of policyNames) {
    const [asked, before] = [askedOf(policy[name]), askedOf(first[name])];
    if (asked === before) continue;
    const flag = `${flags[name]} ${asked ?? before}`.trim();
    return `this report was made ${asked === undefined ? "without" : "with"} ${quote(flag)}`;
  }
  return undefined;
}

/** The order of a list, and what is in it twice, mean nothing. */
function askedOf(value: boolean | readonly string[] | undefined): string | undefined {
  if (typeof value === "boolean") return value ? "" : undefined;
  return value && [...new Set(value)].sort().join(",");
}

function describeOtherShard(shard: Report["shard"], first: Report["shard"]): string | undefined {
  if (shard === undefined && first === undefined) return undefined;
  if (shard === undefined) return "this report is of no shard";
  if (first === undefined) return `this report is of shard ${shard.index}/${shard.of}`;
  if (shard.of !== first.of) return `this report is of one of ${shard.of} shards`;
  if (shard.manifest !== first.manifest) return "this report was made with other manifests";
  const saysWhich = shard.selection !== undefined && first.selection !== undefined;
  if (shard.clusters !== first.clusters || (saysWhich && shard.selection !== first.selection))
    return "this report was made with another selection";
  return undefined;
}

const sameRun = "Merge reports of one command over the same manifests, with the same flags but --shard.";

function findOverlaps(files: readonly ReportFile[]): readonly Diagnostic[] {
  const first = new Map<string, string>();
  return files.flatMap(({ file, report }): readonly Diagnostic[] => {
    const twice = report.clusters.filter(({ name }) => first.has(name));
    const [example] = twice;
    const other = example === undefined ? undefined : first.get(example.name);
    for (const { name } of report.clusters) first.set(name, file);
    if (example === undefined || other === undefined) return [];
    const rest = twice.length === 1 ? "" : ` and ${twice.length - 1} more`;
    const summary = `the cluster ${quote(example.name)}${rest} is also in ${quote(other)}`;
    return [{ ...problem("overlapping-reports", summary, "Give each cluster's report once."), file }];
  });
}

/** Shards have each cluster once, so nothing is missing exactly where the number is right; an empty shard has no report. */
function findGaps(files: readonly ReportFile[]): readonly Diagnostic[] {
  const shards = files.flatMap(({ report }) => report.shard ?? []);
  const [first] = shards;
  const found = files.reduce((sum, { report }) => sum + report.clusters.length, 0);
  if (first === undefined || found === first.clusters) return [];
  const missing = namesOfMissing(shards, first.of);
  const summary = `${found} of ${first.clusters} clusters are in these reports${missing === "" ? "" : `: shard ${missing} is missing`}`;
  return [problem("missing-shard", summary, `Give the reports of all ${first.of} shards.`)];
}

function namesOfMissing(shards: readonly ReportShard[], of: number): string {
  const given = new Set(shards.map(({ index }) => index));
  const missing: string[] = [];
  for (let index = 1; index <= of && missing.length < 6; index++)
    if (!given.has(index)) missing.push(`${index}/${of}`);
  return missing.length < 6 ? missing.join(", ") : `${missing.slice(0, 5).join(", ")}, ...`;
}

function problem(code: string, summary: string, hint: string): Problem {
  return { severity: "error", code, summary, hint };
}
