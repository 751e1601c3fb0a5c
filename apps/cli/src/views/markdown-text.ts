import { plainText } from "./plain-text.ts";

/** Everything that can begin a construct of Markdown, of GitHub's additions (`$` is mathematics), or of HTML. */
const meaningful = /[\\`*_{}[\]()<>#!|~@:$^&"']/g;
/** What begins a list, a rule or a heading's underline where it comes first in a line or in an item of a list. */
const leading = /^[-+=]|(?<=^\d{1,9})[.]/;

/**
 * Text from servers as one line of Markdown that reads as it was sent and does nothing. Character references are text
 * wherever they stand; a zero-width space behind `@` and before a number keeps GitHub, which looks for mentions and
 * issues in the finished HTML, from finding any.
 */
export function markdownText(text: string, longest = 300): string {
  const whole = [...plainText(text.slice(0, longest * 4))];
  const kept = whole.length > longest ? `${whole.slice(0, longest - 1).join("")}…` : whole.join("");
  return kept
    .replace(meaningful, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/&#(64|35);/g, "&#$1;&#8203;")
    .replace(/\b(www)\./gi, "$1&#46;")
    .replace(/\b(gh-)(?=\d)/gi, "$1&#8203;")
    .replace(leading, (character) => `&#${character.charCodeAt(0)};`);
}
