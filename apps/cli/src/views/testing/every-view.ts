import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Report } from "@upgradectl/core";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect } from "vitest";
import { renderAnnotations } from "../github.ts";
import { pageScript } from "../html/page-script.ts";
import { renderHtml } from "../html/render-html.ts";
import { pageStyle } from "../html/style.ts";
import { renderJsonReport } from "../json.ts";
import { renderJunit } from "../junit.ts";
import { renderMarkdown } from "../markdown.ts";
import { renderNdjson } from "../ndjson.ts";
import { renderSarif } from "../sarif.ts";
import { renderShow } from "../show.ts";
import { renderText } from "../text.ts";
import { commandsIn, outlineHtml, outlineJson, outlineMarkdown, outlineXml, steering } from "./outlines.ts";

const schemaFile = join(
  dirname(fileURLToPath(import.meta.resolve("@microsoft/sarif-multitool-ts"))),
  "../assets/sarif-2.1.0.schema.json",
);
const isSarif = new Ajv2020({ strict: false, validateFormats: false }).compile(
  JSON.parse(readFileSync(schemaFile, "utf8")),
);

/** The page's own, the same in every page and most of its length. */
const [script, style] = [pageScript(), pageStyle()];

const terminal = { write: async () => {}, isTty: false, columns: undefined, rows: undefined };
const plain = { paint: (_: unknown, text: string) => text, symbols: true } as const;

function asJson(report: Report): unknown {
  return JSON.parse(JSON.stringify(report));
}

/** A view, and what has to be the same for a report and for its harmless twin. */
export interface View {
  readonly render: (report: Report) => string;
  readonly outline: (text: string, report: Report) => unknown;
}

/** Every format of `-o`, and `show`. */
export const views: Readonly<Record<string, View>> = {
  text: {
    render: (report) => renderText(report, { ...plain, columns: undefined }),
    outline: (text) => text.split("\n").length,
  },
  json: {
    render: (report) => [...renderJsonReport(report)].join(""),
    outline: (text, report) => {
      expect(JSON.parse(text)).toEqual(asJson(report));
      return text.split("\n").length;
    },
  },
  ndjson: {
    render: renderNdjson,
    outline: (text, report) => {
      const lines = text
        .trimEnd()
        .split("\n")
        .map((line): unknown => JSON.parse(line));
      const told = report.clusters.map((cluster) => ({ type: "cluster", ...cluster }));
      expect(lines.slice(1, -1)).toEqual(JSON.parse(JSON.stringify(told)));
      return lines.length;
    },
  },
  junit: { render: renderJunit, outline: outlineXml },
  sarif: {
    render: renderSarif,
    outline: (text) => {
      const log: unknown = JSON.parse(text);
      if (!isSarif(log)) throw new Error(JSON.stringify(isSarif.errors));
      return outlineJson(log);
    },
  },
  markdown: {
    render: renderMarkdown,
    outline: (text) => (text.includes("Left out to stay short") ? "cut" : outlineMarkdown(text)),
  },
  html: {
    render: renderHtml,
    outline: (text) => {
      const data = /<script type="application\/json" id="report-data">(.*)<\/script>/.exec(text)?.[1] ?? "";
      expect(JSON.parse(data)).toHaveProperty("report.clusters");
      const page = text.replace(script, "").replace(style, "");
      return [outlineHtml(page, true), outlineHtml(page, false)];
    },
  },
  github: {
    render: (report) => renderAnnotations(report, (file) => file),
    outline: (text) =>
      commandsIn(text).map((line) =>
        /^::(?:error|warning|notice) (?:[a-z]+=[^:,]*,)*title=[^:,]*::(?!.*##\[)/.test(line),
      ),
  },
  show: {
    render: ({ clusters }) =>
      clusters
        .map((cluster) =>
          renderShow(
            { ...cluster, operations: cluster.upgrade === null ? [] : [cluster.upgrade] },
            { format: "text" },
            "never",
            { stdout: terminal, env: {} },
          ),
        )
        .join("\n"),
    outline: (text) => text.split("\n").length,
  },
};

/** Commands are what one view is for. */
export function requireHarmless(name: string, text: string): void {
  expect(steering.exec(text), `${name} steers its reader`).toBeNull();
  if (name !== "github") expect(commandsIn(text), `${name} commands a runner`).toEqual([]);
}
