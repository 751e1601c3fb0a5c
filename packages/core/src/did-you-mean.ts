import { distance } from "fastest-levenshtein";

/** The known word that was most likely meant, or undefined where none is near. */
export function didYouMean(word: string, known: Iterable<string>): string | undefined {
  if (word.length > 100) return undefined;
  const plain = simplify(word);
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    const found = distanceOf(plain, simplify(candidate));
    const allowed = Math.max(1, Math.floor(Math.max(plain.length, candidate.length) / 3));
    if (found > allowed || found >= bestDistance) continue;
    best = candidate;
    bestDistance = found;
  }
  return best;
}

/** Two letters that changed places are one slip, not two. */
function distanceOf(a: string, b: string): number {
  const counted = distance(a, b);
  return counted === 2 && a.length === b.length && lettersOf(a) === lettersOf(b) ? 1 : counted;
}

function lettersOf(word: string): string {
  return [...word].sort().join("");
}

/** `target_version` and `Target-Version` are `targetVersion` in the habits of another tool. */
function simplify(word: string): string {
  return word.toLowerCase().replaceAll(/[-_ ]/g, "");
}
