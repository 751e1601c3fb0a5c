import { plainLines } from "../plain-text.ts";

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text for an element's content or a quoted attribute, with nothing in it that steers a reader. */
export function html(text: string): string {
  return plainLines(text).replace(/[&<>"']/g, (character) => entities[character] ?? "");
}

/** JSON for a script element: no character in it can end the element or begin a comment. */
export function embedJson(value: unknown): string {
  return JSON.stringify(harmless(value)).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** The same value with texts, names of keys included, that cannot steer who reads them. */
function harmless(value: unknown): unknown {
  if (typeof value === "string") return plainLines(value);
  if (Array.isArray(value)) return value.map(harmless);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [plainLines(key), harmless(part)]));
}
