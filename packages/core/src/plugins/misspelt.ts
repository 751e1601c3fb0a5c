import { distance } from "fastest-levenshtein";
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
 * and only a word that nobody would choose is a fault: another case, two neighbouring letters that changed places, or one
 * in its middle that is missing or there twice.
 */
export function findSlips(part: object, known: readonly string[]): readonly string[] {
  return findMeant(part, known, "", (name, absent) => absent.find((meant) => isSlip(name, meant)));
}

/** Whether a value may be that of a member, by its name. */
export type MemberKinds = Readonly<Record<string, (value: unknown) => boolean>>;

/**
 * The same for data and for literals, whose members are there for the host: there a letter too many or too few at an end
 * is a fault, too, and in a long word a wrong one. But only with a value that the member could have: `lists` may be a text
 * of the plugin's own, and no function.
 */
export function findNear(
  part: object,
  known: readonly string[],
  kinds: MemberKinds,
  place = "",
): readonly string[] {
  if (namesOf(part).every((name) => known.includes(name))) return [];
  return findMeant(part, known, place, (name, absent) =>
    absent.find((meant) => isNear(name, meant) && kinds[meant]?.(Reflect.get(part, name)) === true),
  );
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
  return (at >= 0 && written === swapped) || isStumble(written, right) || isDoubled(written, right);
}

/** From this many letters on, a word with another letter in it is not another word, as `last` is of `list`. */
const longWord = 7;

function isNear(name: string, meant: string): boolean {
  // Data may have names of any length.
  if (name.length > meant.length + 3) return false;
  if (isSlip(name, meant)) return true;
  const written = name.toLowerCase().replaceAll(/[-_]/g, "");
  const right = meant.toLowerCase();
  const mayDiffer = written.length !== right.length || right.length >= longWord;
  return mayDiffer && distance(written, right) <= 1;
}

/** `lst` for `list`; without its first or last letter it may be another word: `program`. */
function isStumble(written: string, right: string): boolean {
  return [...right.slice(1, -1)].some((_, index) => written === dropAt(right, index + 1));
}

/** `obbserve`. */
function isDoubled(written: string, right: string): boolean {
  return [...written].some(
    (letter, index) => letter === written[index + 1] && dropAt(written, index) === right,
  );
}

function dropAt(word: string, index: number): string {
  return word.slice(0, index) + word.slice(index + 1);
}

/** Many a short word is one letter away from another: `last` is not `list`, but `lsit` and `lst` are. */
function isLikely(name: string, meant: string): boolean {
  return meant.length > 4 || lettersOf(name) === lettersOf(meant) || isSlip(name, meant);
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
