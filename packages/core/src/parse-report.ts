import type { Problem } from "./diagnostics.ts";
import { isRecord } from "./is-record.ts";
import { loadAjv } from "./lazy-modules.ts";
import { quote } from "./quote-text.ts";
import type { Report } from "./report.ts";
import { readReportSchema } from "./report-schema.ts";

/** The report of a run that read clusters, from its JSON; or why the text is none. */
export function parseReport(
  text: string,
): { readonly report: Report; readonly problem?: undefined } | { readonly problem: Problem } {
  const value = parseJson(text);
  if (value === undefined) return wrong("this is not JSON", "Give files that `-o json=FILE` wrote, whole.");
  if (!isRecord(value) || !isRecord(value.tool) || value.tool.name !== "upgradectl")
    return wrong("this is JSON, but no report of upgradectl", hint);
  if (value.formatVersion !== "1.0")
    return wrong(
      `this report has the format version ${quote(String(value.formatVersion))}, and this upgradectl reads 1.0`,
      "Merge with the version of upgradectl that made the reports.",
    );
  if (!("clusters" in value)) return wrong(describeEmpty(value), hint);
  compiled ??= compile();
  const isReport = compiled;
  if (!isReport(value)) {
    const [error] = isReport.errors ?? [];
    return wrong(
      `this report is damaged: ${error?.instancePath || "it"} ${error?.message ?? "is wrong"}`,
      hint,
    );
  }
  if (value.summary.clusters !== value.clusters.length)
    return wrong(
      `this report is damaged: it counts ${value.summary.clusters} clusters and has ${value.clusters.length}`,
      hint,
    );
  return { report: value };
}

const hint = "Give reports of check or gate, written by `-o json=FILE`.";

let compiled: ReturnType<typeof compile> | undefined;

function compile() {
  // `Date.parse` alone takes any comment in parentheses for a part of a time.
  const isTime = (text: string) => /^[\d:.TZ+-]+$/.test(text) && !Number.isNaN(Date.parse(text));
  const { Ajv2020 } = loadAjv();
  const ajv = new Ajv2020({
    allowUnionTypes: true,
    validateSchema: false,
    strict: false,
    formats: { "date-time": isTime },
  });
  return ajv.compile<Report>(readReportSchema);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    return undefined;
  }
}

function describeEmpty({ exitCode, diagnostics }: Readonly<Record<string, unknown>>): string {
  const [first] = Array.isArray(diagnostics) ? diagnostics : [];
  const reason = isRecord(first) && typeof first.summary === "string" ? `: ${first.summary}` : "";
  return `this report has no clusters: its run ended with exit code ${String(exitCode)}${reason}`;
}

function wrong(summary: string, hint: string): { readonly problem: Problem } {
  return { problem: { severity: "error", code: "bad-report", summary, hint } };
}
