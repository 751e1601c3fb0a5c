import type { Report } from "@upgradectl/core";
import type { OutputTarget } from "../outputs.ts";
import type { World } from "../world.ts";
import { chooseColors } from "./colors.ts";
import { renderJson } from "./json.ts";
import { renderText } from "./text.ts";

/** The report in one format. A file gets no colours unless they are asked for, and no terminal's width. */
export function renderReport(
  report: Report,
  { format, file }: OutputTarget,
  color: string,
  world: World,
): string {
  if (format === "json") return renderJson(report);
  const reader = file === undefined ? world.stdout : { isTty: false, columns: undefined };
  return renderText(report, {
    paint: chooseColors(file !== undefined && color === "auto" ? "never" : color, reader, world.env),
    columns: reader.columns,
    symbols: world.env.TERM !== "dumb",
  });
}
