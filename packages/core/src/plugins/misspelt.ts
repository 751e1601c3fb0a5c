import { didYouMean } from "../did-you-mean.ts";

/**
 * Members that are most likely meant to be another one, which is not there. Other members that nobody knows are fine: they
 * are the plugin's own, or of a host that is newer than this one.
 */
export function findMisspelt(part: object, known: readonly string[], place = ""): readonly string[] {
  const absent = known.filter((name) => Reflect.get(part, name) === undefined);
  return namesOf(part).flatMap((name) => {
    if (known.includes(name)) return [];
    const meant = didYouMean(name, absent);
    return meant === undefined || !isLikely(name, meant)
      ? []
      : [`\`${place}${name}\` is no member; did you mean \`${place}${meant}\`?`];
  });
}

/** Many a short word is one letter away from another: `last` is not `list`, but `lsit` is. */
function isLikely(name: string, meant: string): boolean {
  return meant.length > 4 || lettersOf(name) === lettersOf(meant);
}

function lettersOf(word: string): string {
  return [...word.toLowerCase()].sort().join("");
}

/** Of an object and of its class. */
function namesOf(part: object): readonly string[] {
  const prototype: unknown = Object.getPrototypeOf(part);
  const isPlain = typeof prototype !== "object" || prototype === null || prototype === Object.prototype;
  return [...Object.keys(part), ...(isPlain ? [] : Object.getOwnPropertyNames(prototype))];
}
