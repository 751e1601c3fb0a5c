import { isRecord } from "@upgradectl/core";
import MarkdownIt from "markdown-it";
import { type DefaultTreeAdapterTypes, parse } from "parse5";
import { SaxesParser } from "saxes";

/** What steers who reads a text: a terminal, an editor, a log. Line feeds and tabs are the views' own. */
export const steering: RegExp =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\p{Surrogate}/u;

/** Lines that GitHub's runners take for commands (actions/runner, ActionCommand.cs, read 2026-11-21). */
export function commandsIn(text: string): readonly string[] {
  return text.split("\n").filter((line) => /^\s*::/.test(line) || line.includes("##["));
}

/** Elements and their attributes' names, in order. Throws where the document is not well-formed XML. */
export function outlineXml(text: string): readonly string[] {
  const found: string[] = [];
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on(
    "opentag",
    ({ name, attributes }) => void found.push(`${name} ${Object.keys(attributes).join(" ")}`),
  );
  parser.on("closetag", ({ name }) => void found.push(`/${name}`));
  parser.on("comment", () => void found.push("comment"));
  parser.on("cdata", () => void found.push("cdata"));
  parser.on("processinginstruction", () => void found.push("instruction"));
  parser.write(text).close();
  return found;
}

/** The same of a page as browsers read it, scripts switched on or off. */
export function outlineHtml(text: string, scriptingEnabled: boolean): readonly string[] {
  const found: string[] = [];
  const walk = (node: DefaultTreeAdapterTypes.Node): void => {
    const attributes = "attrs" in node ? node.attrs.map(({ name }) => name).join(" ") : "";
    if (node.nodeName !== "#text") found.push(`${node.nodeName} ${attributes}`);
    if ("childNodes" in node) for (const child of node.childNodes) walk(child);
  };
  walk(parse(text, { scriptingEnabled }));
  return found;
}

const markdown = new MarkdownIt({ html: true, linkify: true });
const silent: ReadonlySet<string> = new Set(["text", "text_special", "softbreak"]);

/** Blocks, and what is in them besides text. */
export function outlineMarkdown(text: string): readonly string[] {
  return markdown
    .parse(text, {})
    .flatMap((token) => [token, ...(token.children ?? [])])
    .filter(({ type }) => !silent.has(type))
    .map(
      ({ type, tag, content }) =>
        `${type} ${tag} ${type.startsWith("html") ? outlineHtml(content, false).join() : ""}`,
    );
}

/** Keys and kinds of values, in order. */
export function outlineJson(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(outlineJson);
  if (!isRecord(value)) return typeof value;
  return Object.entries(value).map(([key, part]) => [key, outlineJson(part)]);
}
