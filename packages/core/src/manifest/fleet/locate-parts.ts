import type { SourceLocation } from "../../diagnostics.ts";
import type { Path } from "../problems/path-words.ts";
import { pathOf, pointerOf } from "../problems/pointer.ts";
import type { Manifest } from "./manifest.ts";

/**
 * Finds where the parts of a value stand, by pointer; of an absent one, the nearest place. What is returned lasts as long
 * as a run, so the places are looked up now: nothing holds the manifest then.
 */
export function locateParts(
  { tree, problems }: Pick<Manifest, "tree" | "problems">,
  base: Path,
  value: unknown,
): (pointer: string) => SourceLocation {
  const locate = (path: Path) => problems.locate(tree.valueOffset([...base, ...path]));
  const whole = locate([]);
  const places = new Map<string, SourceLocation>();
  for (const path of pathsInside(value)) places.set(pointerOf(path), locate(path));
  return (pointer) => {
    for (const path = pathOf(pointer); path.length > 0; path.pop()) {
      const place = places.get(pointerOf(path));
      if (place !== undefined) return place;
    }
    return whole;
  };
}

function* pathsInside(value: unknown, path: Path = []): Iterable<Path> {
  if (typeof value !== "object" || value === null) return;
  for (const [key, part] of Object.entries(value)) {
    const inside = [...path, key];
    yield inside;
    yield* pathsInside(part, inside);
  }
}
