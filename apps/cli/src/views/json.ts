/** Characters that are legal in JSON but steer a terminal or an editor; escaped, they parse to the same text. */
const steering = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** One JSON value with a final newline. */
export function renderJson(value: unknown): string {
  return `${escapeSteering(JSON.stringify(value, null, 2))}\n`;
}

/** The same on a single line. */
export function renderJsonLine(value: unknown): string {
  return `${escapeSteering(JSON.stringify(value))}\n`;
}

function escapeSteering(json: string): string {
  const escaped = json.replace(
    steering,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  // GitHub's runners take `##[` for a command, wherever it stands; in JSON it can only stand in a text.
  return escaped.replaceAll("##[", "\\u0023#[");
}
