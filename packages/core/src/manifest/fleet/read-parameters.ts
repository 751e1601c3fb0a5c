import type { Plugin, ProviderInstance } from "../../fleet.ts";
import { isRecord } from "../../is-record.ts";
import { VersionSyntaxError } from "../../version/target.ts";
import { explainErrors } from "../problems/explain-errors.ts";
import type { Path } from "../problems/path-words.ts";
import { validate } from "../problems/validate.ts";
import { type View, viewOf } from "../problems/view.ts";
import type { Check } from "../schema/compile-check.ts";
import { checksOf, type PluginChecks } from "../schema/plugin-schema.ts";
import { defaultsOf, isMisspelt, type Manifest } from "./manifest.ts";
import { badTarget, type TargetReader } from "./read-target.ts";
import type { SecretList } from "./secret-list.ts";
import { ValuePool } from "./value-pool.ts";

type Values = Readonly<Record<string, unknown>>;
type Section = "with" | "expect";

/** Merges a cluster's `with` and `expect` with the defaults and holds them against the plugin's schemas. */
export class ParameterReader {
  readonly #manifest: Manifest;
  readonly #targets: TargetReader;
  readonly #secrets: SecretList;
  /** What a cluster without a section of its own gets, where the defaults alone are right. */
  readonly #byDefault = new Map<Check, Values>();
  readonly #pool = new ValuePool();
  /** Clusters of one provider stand together. */
  #last: { readonly plugin: Plugin; readonly checks: PluginChecks } | undefined;

  constructor(manifest: Manifest, targets: TargetReader, secrets: SecretList) {
    this.#manifest = manifest;
    this.#targets = targets;
    this.#secrets = secrets;
  }

  read(section: Section, cluster: Values, index: number, { plugin }: ProviderInstance): Values {
    const check = this.#checksOf(plugin)[section];
    const own = cluster[section];
    const known = own === undefined ? this.#byDefault.get(check) : undefined;
    if (known !== undefined) return known;
    const byDefault = defaultsOf(this.#manifest)[section];
    // Something else than a mapping, or a misspelt section, is reported already.
    const isFaulty = [own, byDefault].some((value) => value !== undefined && !isRecord(value));
    const isElsewhere =
      isMisspelt(this.#manifest, ["clusters", index, section]) ||
      isMisspelt(this.#manifest, ["defaults", section]);
    if (isFaulty || isElsewhere) return {};
    const merged = { ...copyOf(byDefault), ...(isRecord(own) ? own : {}) };
    const view = this.#viewOf(section, isRecord(own) ? own : {}, index);
    const errors = validate(check, merged, view);
    this.#secrets.addFrom(check, merged, view);
    explainErrors(errors, check.schema, view, this.#manifest.problems);
    const hasTargets = section === "with" || this.#checkTargets(merged, view, plugin.definition);
    const isRight = errors.length === 0 && hasTargets;
    if (isRight && own === undefined) this.#byDefault.set(check, merged);
    return this.#pool.share(merged);
  }

  /** The core schema has seen to it that there is an `id`; the plugin may know its form. */
  checkId({ id }: Values, index: number, { plugin }: ProviderInstance): void {
    const check = this.#checksOf(plugin).id;
    if (typeof id !== "string" || id === "") return;
    if (check.run({ id }).length === 0) return;
    const view = viewOf(this.#manifest.tree, ["clusters", index]);
    explainErrors(validate(check, { id }, view), check.schema, view, this.#manifest.problems);
  }

  #checksOf(plugin: Plugin): PluginChecks {
    if (this.#last?.plugin !== plugin) this.#last = { plugin, checks: checksOf(plugin.definition) };
    return this.#last.checks;
  }

  /** A key stands where the cluster says it, else in the defaults. */
  #viewOf(section: Section, own: Values, index: number): View {
    const ofCluster = viewOf(this.#manifest.tree, ["clusters", index, section]);
    const ofDefaults = viewOf(this.#manifest.tree, ["defaults", section]);
    const byDefault = defaultsOf(this.#manifest)[section];
    const choose = ([key]: Path) => {
      const isDefault =
        key !== undefined && !Object.hasOwn(own, key) && isRecord(byDefault) && Object.hasOwn(byDefault, key);
      return isDefault ? ofDefaults : ofCluster;
    };
    return {
      words: (path) => choose(path).words(path),
      valueOffset: (path) => choose(path).valueOffset(path),
      keyOffset: (path) => choose(path).keyOffset(path),
      scalar: (path) => choose(path).scalar(path),
      written: (path) => choose(path).written(path),
    };
  }

  /** Properties with an order take targets like `targetVersion`: one text, or one for each named part. */
  #checkTargets(values: Values, view: View, definition: ProviderInstance["plugin"]["definition"]): boolean {
    const { problems } = this.#manifest;
    const ordered = Object.entries(values).filter(
      ([name]) => definition.cluster.expect?.[name]?.order === "version",
    );
    const faults = ordered.flatMap(([name, value]) =>
      textsIn(value, [name]).flatMap(({ text, path }) => {
        const reading = this.#targets.read(text, definition.splitVersion);
        return reading instanceof VersionSyntaxError ? [{ path, reading }] : [];
      }),
    );
    for (const { path, reading } of faults)
      problems.add(badTarget(view.words(path), reading), view.valueOffset(path));
    return faults.length === 0;
  }
}

function textsIn(value: unknown, path: Path): { readonly text: string; readonly path: Path }[] {
  if (typeof value === "string") return [{ text: value, path }];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([part, inside]) => textsIn(inside, [...path, part]));
}

/** Validation converts in place, and clusters of different providers share the defaults. */
function copyOf(value: unknown): Values {
  return isRecord(value) ? structuredClone(value) : {};
}
