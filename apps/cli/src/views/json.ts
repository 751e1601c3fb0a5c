import type { Report } from "@upgradectl/core";

/** Characters that are legal in JSON but steer a terminal or an editor; escaped, they parse to the same text. */
const steering = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Nearly no JSON has any of it, and to see that is cheaper than to replace nothing. */
const suspect = /[\u007f-\uffff]|##\[/;

/** One JSON value with a final newline. */
export function renderJson(value: unknown): string {
  return `${escapeSteering(JSON.stringify(value, null, 2))}\n`;
}

/**
 * The same text of a report, in pieces: that of a hundred thousand clusters is hundreds of megabytes, and no string holds
 * more than half a gigabyte.
 */
export function* renderJsonReport({ clusters, ...rest }: Report): Iterable<string> {
  const { diagnostics, ...head } = rest;
  const start = renderJson(head).replace(/\n\}\n$/, "");
  if (clusters.length === 0) {
    yield `${start},\n  "clusters": []`;
  } else {
    yield `${start},\n  "clusters": [`;
    let piece = "";
    for (const [index, cluster] of clusters.entries()) {
      piece += `${index === 0 ? "" : ","}${renderItem(cluster)}`;
      if (piece.length < 2 ** 20) continue;
      yield escapeSteering(piece);
      piece = "";
    }
    yield `${escapeSteering(piece)}\n  ]`;
  }
  yield `,${renderJson({ diagnostics }).slice(1)}`;
}

/** An item of a list in the object that is written, on lines of its own. */
function renderItem(value: unknown): string {
  return JSON.stringify([[value]], null, 2).slice("[\n  [".length, -"\n  ]\n]".length);
}

/** The same on a single line. */
export function renderJsonLine(value: unknown): string {
  return `${escapeSteering(JSON.stringify(value))}\n`;
}

/** The same JSON, in which nothing steers. */
export function escapeSteering(json: string): string {
  if (!suspect.test(json)) return json;
  const escaped = json.replace(
    steering,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  // GitHub's runners take `##[` for a command, wherever it stands; in JSON it can only stand in a text.
  return escaped.replaceAll("##[", "\\u0023#[");
}
