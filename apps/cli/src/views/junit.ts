import type { ClusterReport, Diagnostic } from "@upgradectl/core";
import { clusterFacts } from "./cluster-facts.ts";
import { plainLines, plainText } from "./plain-text.ts";
import { type AnyReport, hasFleet, type Weight, weigh } from "./weigh-cluster.ts";
import { renderXml, type XmlElement } from "./xml.ts";

/** One `testcase`. */
interface TestCase {
  readonly weight: Weight;
  readonly seconds: number;
  readonly element: XmlElement;
}

/**
 * JUnit XML as Jenkins and GitLab read it: a suite for each provider and a case for each cluster; `failure` needs
 * someone to act or to wait, `error` could not be read, `skipped` is not as declared but allowed.
 */
export function renderJunit(report: AnyReport): string {
  const suites = hasFleet(report)
    ? [...Map.groupBy(report.clusters, ({ provider }) => provider)].map(([provider, clusters]) =>
        suite(
          provider,
          clusters.map((cluster) => clusterCase(cluster, weigh(cluster, report))),
          report.startedAt,
        ),
      )
    : [suite("diagnostics", diagnosticCases(report.command, report.diagnostics), report.startedAt)];
  const cases = suites.flatMap(({ cases }) => cases);
  return renderXml("testsuites", {
    "@name": text(`upgradectl ${report.command}`.trim()),
    ...counts(cases),
    "@time": seconds(report.durationMs / 1000),
    testsuite: suites.map(({ element }) => element),
  });
}

function suite(name: string, cases: readonly TestCase[], timestamp: string) {
  const element = {
    "@name": text(name),
    ...counts(cases),
    "@time": seconds(cases.reduce((sum, { seconds }) => sum + seconds, 0)),
    "@timestamp": timestamp,
    testcase: cases.map(({ element }) => element),
  };
  return { cases, element };
}

function counts(cases: readonly TestCase[]) {
  const count = (...weights: readonly Weight[]) =>
    String(cases.filter(({ weight }) => weights.includes(weight)).length);
  return {
    "@tests": String(cases.length),
    "@failures": count("failed", "pending"),
    "@errors": count("unread"),
    "@skipped": count("allowed"),
  };
}

function clusterCase(cluster: ClusterReport, weight: Weight): TestCase {
  const { name, provider, location, durationMs, verdict, outcome, id, labels } = cluster;
  const message = text(`${verdict}: ${cluster.reason}`);
  const body = xmlText(clusterFacts(cluster).join("\n"));
  const properties = { id, verdict, outcome, ...prefixed(labels) };
  const result = {
    passed: {},
    allowed: { skipped: { "@message": message }, "system-out": body },
    pending: { failure: { "@message": message, "@type": verdict, "#text": body } },
    failed: { failure: { "@message": message, "@type": verdict, "#text": body } },
    unread: { error: { "@message": message, "@type": cluster.error?.kind ?? verdict, "#text": body } },
  }[weight];
  const element = {
    "@name": text(name),
    "@classname": text(provider),
    "@file": text(location.file),
    "@line": String(location.line),
    "@time": seconds(durationMs / 1000),
    properties: {
      property: Object.entries(properties).map(([key, value]) => ({
        "@name": text(key),
        "@value": text(value),
      })),
    },
    ...result,
  };
  return { weight, seconds: durationMs / 1000, element };
}

function prefixed(labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(labels).map(([key, value]) => [`label.${key}`, value]));
}

/** A suite without a case is a broken run to most readers, so a manifest without a fault is a case that passed. */
function diagnosticCases(command: string, diagnostics: readonly Diagnostic[]): readonly TestCase[] {
  if (diagnostics.length === 0)
    return [
      { weight: "passed", seconds: 0, element: { "@name": text(command), "@classname": "diagnostics" } },
    ];
  return diagnostics.map(({ severity, code, summary, detail, hint, file, line }) => {
    const message = text(summary);
    const lines = [summary, detail, hint].filter((part) => part !== undefined);
    const body = xmlText(plainLines(lines.join("\n")));
    const place = {
      ...(file === undefined ? {} : { "@file": text(file) }),
      ...(line === undefined ? {} : { "@line": String(line) }),
    };
    const result =
      severity === "error"
        ? { error: { "@message": message, "@type": text(code), "#text": body } }
        : { skipped: { "@message": message }, "system-out": body };
    const weight = severity === "error" ? "unread" : "allowed";
    const element = { "@name": text(code), "@classname": "diagnostics", ...place, "@time": "0", ...result };
    return { weight, seconds: 0, element };
  });
}

function seconds(value: number): string {
  return value.toFixed(3);
}

function text(value: string): string {
  return xmlText(plainText(value));
}

/** The two characters that are no XML and that nothing before has escaped. */
function xmlText(value: string): string {
  return value.replace(/[\ufffe\uffff]/g, "\ufffd");
}
