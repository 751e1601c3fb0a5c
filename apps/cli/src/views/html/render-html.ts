import { createHash } from "node:crypto";
import { type FailureReport, formatAge, type Report, verdictNames } from "@upgradectl/core";
import { nextStep } from "../next-steps.ts";
import { looks } from "../text.ts";
import { marks } from "../under-way.ts";
import { embedJson, html } from "./escape.ts";
import type { PageData } from "./page-data.ts";
import { pageScript } from "./page-script.ts";
import { renderDiagnosticList, renderPlainTable, renderTiles } from "./static-parts.ts";
import { pageStyle } from "./style.ts";

/** The report as one page that needs nothing but itself. */
export function renderHtml(report: Report): string {
  const symbols = verdictNames.map((name) => ({ name, symbol: looks[name].symbol }));
  const next = report.clusters.map((cluster) => nextStep(cluster) ?? null);
  const data: PageData = { report, next, verdicts: symbols, phaseSymbols: marks };
  const body = `<main id="main">
${renderTiles(report)}
${renderDiagnosticList(report.diagnostics)}
${renderPlainTable(report)}
<div id="report" hidden>
${section("overview", "Overview")}
${section("operations", "Operations")}
<section class="card" aria-labelledby="clusters-title">
<h2 id="clusters-title">Clusters</h2>
<div id="filters" role="search" aria-label="Clusters"></div>
<div id="clusters"></div>
</section>
</div>
</main>`;
  return page({ report, conclusion: concludeReport(report), body, script: pageScript(), data });
}

/** The page of a run that asked nothing of any cloud. */
export function renderFailureHtml(report: FailureReport): string {
  const conclusion = report.exitCode === 0 ? "No mistake was found" : "Nothing was asked of any cloud";
  const body = `<main id="main">\n${renderDiagnosticList(report.diagnostics)}\n</main>`;
  return page({ report, conclusion, body });
}

interface Page {
  readonly report: Report | FailureReport;
  readonly conclusion: string;
  readonly body: string;
  readonly script?: string;
  readonly data?: PageData;
}

function page({ report, conclusion, body, script, data }: Page): string {
  const style = pageStyle();
  const { tool, command, startedAt } = report;
  const title = html(`${tool.name} ${command}`.trim());
  const theme = script === undefined ? "" : `<button type="button" id="theme" hidden>Dark theme</button>`;
  const program =
    script === undefined || data === undefined
      ? ""
      : `<script type="application/json" id="report-data">${embedJson(data)}</script>\n<script>${script}</script>\n`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(style, script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${title}: ${html(conclusion)}</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
<header>
<div><h1>${title}: ${html(conclusion)}</h1>
<p class="note">exit code ${report.exitCode}, ${time(startedAt)}, took ${took(report)}</p></div>
${theme}
</header>
${body}
<footer>${html(`${tool.name} ${tool.version}, report format ${report.formatVersion}`)}</footer>
${program}</body>
</html>
`;
}

/** Only this style and this program, and no address at all: the page cannot reach any network. */
function policy(style: string, script: string | undefined): string {
  const scripts = script === undefined ? "" : ` script-src '${hash(script)}';`;
  return `default-src 'none'; style-src '${hash(style)}';${scripts} base-uri 'none'; form-action 'none'`;
}

function hash(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

function section(id: string, title: string): string {
  return `<section class="card" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
<div id="${id}"></div>
</section>`;
}

function time(text: string): string {
  return `<time datetime="${html(text)}">${html(text.replace("T", " ").replace(/(?:\.\d+)?Z$/, " UTC"))}</time>`;
}

function took({ durationMs }: Report | FailureReport): string {
  return durationMs < 60_000 ? `${(durationMs / 1000).toFixed(1)} s` : formatAge(durationMs);
}

function concludeReport({ command, gate, outcome }: Report): string {
  if (command === "gate") return gate.open ? "the gate is open" : "the gate is closed";
  return outcome === "ok" ? "every cluster is as declared" : `outcome ${outcome}`;
}
