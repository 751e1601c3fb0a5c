import type { FailureReport, Report } from "@upgradectl/core";
import type { OutputTarget } from "../outputs.ts";
import type { World } from "../world.ts";
import { chooseColors } from "./colors.ts";
import { renderDiagnostics } from "./diagnostics.ts";
import { renderFailureHtml, renderHtml } from "./html/render-html.ts";
import { renderJson, renderJsonReport } from "./json.ts";
import { renderJunit } from "./junit.ts";
import { renderMarkdown } from "./markdown.ts";
import { renderFailureNdjson, renderNdjson } from "./ndjson.ts";
import { renderSarif } from "./sarif.ts";
import { renderText } from "./text.ts";

/** The report in one format. A file gets no colours unless they are asked for, and no terminal's width. */
export function renderReport(
  report: Report,
  { format, file }: OutputTarget,
  color: string,
  world: World,
): string | Iterable<string> {
  if (format === "json") return renderJsonReport(report);
  if (format === "ndjson") return renderNdjson(report);
  if (format === "junit") return renderJunit(report);
  if (format === "sarif") return renderSarif(report);
  if (format === "markdown") return renderMarkdown(report);
  if (format === "html") return renderHtml(report);
  const reader = file === undefined ? world.stdout : { isTty: false, columns: undefined };
  return renderText(report, {
    paint: chooseColors(file !== undefined && color === "auto" ? "never" : color, reader, world.env),
    columns: reader.columns,
    symbols: world.env.TERM !== "dumb",
  });
}

/** The report of a run without a fleet; people are told on standard error, so `text` has something to say only in a file. */
export function renderFailure(
  report: FailureReport,
  { format, file }: Pick<OutputTarget, "format" | "file">,
): string | undefined {
  if (format === "json") return renderJson(report);
  if (format === "ndjson") return renderFailureNdjson(report);
  if (format === "junit") return renderJunit(report);
  if (format === "sarif") return renderSarif(report);
  if (format === "markdown") return renderMarkdown(report);
  if (format === "html") return renderFailureHtml(report);
  if (format !== "text" || file === undefined || report.exitCode === 0) return undefined;
  const told = renderDiagnostics(report.diagnostics, new Map(), chooseColors("never", { isTty: false }, {}));
  return `${told}\nExit code ${report.exitCode}.\n`;
}
