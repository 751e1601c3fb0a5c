import type { FailureReport, Report } from "@upgradectl/core";
import type { Format, OutputTarget } from "../outputs.ts";
import type { World } from "../world.ts";
import { chooseColors } from "./colors.ts";
import { renderFailureHtml, renderHtml } from "./html/render-html.ts";
import { renderJson } from "./json.ts";
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
): string {
  if (format === "json") return renderJson(report);
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

/** The report of a run without a fleet; people are told on standard error, so `text` has nothing to say here. */
export function renderFailure(report: FailureReport, format: Format): string | undefined {
  if (format === "json") return renderJson(report);
  if (format === "ndjson") return renderFailureNdjson(report);
  if (format === "junit") return renderJunit(report);
  if (format === "sarif") return renderSarif(report);
  if (format === "markdown") return renderMarkdown(report);
  if (format === "html") return renderFailureHtml(report);
  return undefined;
}
