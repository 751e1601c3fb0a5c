/** Characters that are legal in JSON but steer a terminal or an editor; escaped, they parse to the same text. */
const steering = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** One JSON value with a final newline. */
export function renderJson(value: unknown): string {
  const json = JSON.stringify(value, null, 2).replace(
    steering,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return `${json}\n`;
}
