/** A source, and what is asked of those that use it. */
export interface Meaning<Rules> {
  readonly source: string;
  /** More than one where manifests of several folders mean different files or packages by it. */
  readonly rules: readonly Rules[];
}

/** What is known of a source: its rules, and the names under `providers` that have it. */
export interface SourceRules<Rules> {
  readonly source: string;
  readonly localNames: readonly string[];
  readonly rules: Rules;
}

/**
 * What each name that a cluster may call its provider by stands for: one source by one name, or by itself. Local names
 * belong to each manifest, so that over several one name may have several meanings. Equal rules are one meaning.
 */
export function meaningsOf<Rules extends object>(
  all: readonly SourceRules<Rules>[],
): ReadonlyMap<string, readonly Meaning<Rules>[]> {
  const uses = all.flatMap((one) =>
    [...new Set([...one.localNames, one.source])].map((name) => ({ name, one })),
  );
  return new Map(
    [...Map.groupBy(uses, ({ name }) => name)].map(([name, ofName]) => [
      name,
      mergeEqual(ofName.map(({ one }) => one)),
    ]),
  );
}

function mergeEqual<Rules extends object>(all: readonly SourceRules<Rules>[]): readonly Meaning<Rules>[] {
  const [first] = all;
  if (first !== undefined && distinctOf(all).length === 1)
    return [{ source: first.source, rules: [first.rules] }];
  return [...Map.groupBy(all, ({ source }) => source)].map(([source, ofSource]) => ({
    source,
    rules: distinctOf(ofSource),
  }));
}

function distinctOf<Rules extends object>(all: readonly SourceRules<Rules>[]): readonly Rules[] {
  const byText = new Map<string, Rules>();
  for (const { rules } of all) {
    const text = JSON.stringify(rules);
    if (!byText.has(text)) byText.set(text, rules);
  }
  return [...byText.values()];
}

/** Where an entry of `providers` has this source, be it by its name. */
export function entryHasSource(name: string, source: string): object {
  const has = { properties: { source: { const: source } } };
  return source === name ? has : { ...has, required: ["source"] };
}

/** Where a manifest means this source by a name: it is the name itself where nothing else is said. */
export function manifestHasSource(name: string, source: string): object {
  const entry = { properties: { [name]: entryHasSource(name, source) } };
  if (source === name) return { properties: { providers: entry } };
  return { properties: { providers: { ...entry, required: [name] } }, required: ["providers"] };
}
