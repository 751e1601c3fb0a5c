import { cut, printable } from "../../quote-text.ts";

/** Keys and indexes from the top of a document down to one place. */
export type Path = readonly (string | number)[];

/** `clusters[2].with.taskId` */
export function wordsOf(path: Path): string {
  let words = "";
  for (const part of path) {
    if (typeof part === "number") words += `[${part}]`;
    else if (/^[A-Za-z_][\w-]*$/.test(part)) words += words === "" ? cut(part) : `.${cut(part)}`;
    else words += `[${JSON.stringify(printable(cut(part)))}]`;
  }
  return words === "" ? "the manifest" : `\`${words}\``;
}
