import { didYouMean } from "../did-you-mean.ts";

/**
 * Members that are most likely meant to be another one, which is not there. Other members that nobody knows are fine: they
 * are the plugin's own, or of a host that is newer than this one.
 */
export function findMisspelt(part: object, known: readonly string[], place = ""): readonly string[] {
  return findMeant(part, known, place, (name, absent) => {
    const meant = didYouMean(name, absent);
    return meant !== undefined && isLikely(name, meant) ? meant : undefined;
  });
}

/**
 * The same for an object that has a life of its own, as one of a class does: `program` and `preCheck` are good names there,
 * and only a word that nobody would choose is a fault: another case, or two neighbouring letters that changed places.
 */
export function findSlips(part: object, known: readonly string[]): readonly string[] {
  return findMeant(part, known, "", (name, absent) => absent.find((meant) => isSlip(name, meant)));
}

function findMeant(
  part: object,
  known: readonly string[],
  place: string,
  meantBy: (name: string, absent: readonly string[]) => string | undefined,
): readonly string[] {
  const absent = known.filter((name) => Reflect.get(part, name) === undefined);
  return namesOf(part).flatMap((name) => {
    const meant = known.includes(name) ? undefined : meantBy(name, absent);
    return meant === undefined
      ? []
      : [`\`${place}${name}\` is no member; did you mean \`${place}${meant}\`?`];
  });
}

function isSlip(name: string, meant: string): boolean {
  const [written, right] = [name.toLowerCase(), meant.toLowerCase()];
  if (written === right) return true;
  const at = [...right].findIndex((letter, index) => letter !== written[index]);
  const swapped = `${right.slice(0, at)}${right.charAt(at + 1)}${right.charAt(at)}${right.slice(at + 2)}`;
  return at >= 0 && written === swapped;
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
