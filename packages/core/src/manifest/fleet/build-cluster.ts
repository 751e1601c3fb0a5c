import { parseDuration } from "../../duration.ts";
import {
  type Cluster,
  outcomeNames,
  type PolicyTerm,
  type ProviderInstance,
  verdictNames,
} from "../../fleet.ts";
import { isRecord } from "../../is-record.ts";
import { defaultCloseOn, defaultFailOn } from "../../judge/policy.ts";
import type { VersionTarget } from "../../version/target.ts";
import { defaultsOf, type Manifest } from "./manifest.ts";
import { ValuePool } from "./value-pool.ts";

type Values = Readonly<Record<string, unknown>>;
type Terms = readonly PolicyTerm[];
type Labels = Readonly<Record<string, string>>;

/** What is known of a cluster once it was held against its plugin. */
export interface ClusterParts {
  readonly own: Values;
  readonly index: number;
  readonly instance: ProviderInstance;
  readonly target: VersionTarget;
  readonly with: Values;
  readonly expect: Values;
}

/** Builds the clusters of one manifest out of their own values and the defaults. What is equal they share. */
export class ClusterBuilder {
  readonly #problems: Manifest["problems"];
  /** Where the clusters stand. */
  readonly #offsets: readonly number[];
  readonly #labels: Labels | undefined;
  readonly #failOn: Terms;
  readonly #closeOn: Terms;
  readonly #stalledAfterMs: number | null;
  readonly #pool = new ValuePool();

  constructor(manifest: Manifest) {
    const defaults = defaultsOf(manifest);
    this.#problems = manifest.problems;
    this.#offsets = manifest.tree.itemOffsets(["clusters"]);
    this.#labels = labelsOf(defaults);
    this.#failOn = termsOf(defaults.check, "failOn") ?? defaultFailOn;
    this.#closeOn = termsOf(defaults.gate, "closeOn") ?? defaultCloseOn;
    this.#stalledAfterMs = millisecondsOf(defaults.stalledAfter);
  }

  build({ own, index, instance, target, with: chosen, expect }: ClusterParts): Cluster {
    const stalledAfterMs =
      own.stalledAfter === undefined ? this.#stalledAfterMs : millisecondsOf(own.stalledAfter);
    const cluster = {
      name: String(own.name),
      id: String(own.id),
      instance,
      labels: this.#labelsOf(own),
      target,
      with: chosen,
      expect,
      failOn: this.#termsOf(own.check, "failOn") ?? this.#failOn,
      closeOn: this.#termsOf(own.gate, "closeOn") ?? this.#closeOn,
      location: this.#problems.locate(this.#offsets[index] ?? 0),
    };
    return stalledAfterMs === null ? cluster : { ...cluster, stalledAfterMs };
  }

  #labelsOf(own: Values): Labels {
    const labels = labelsOf(own);
    const all = labels === undefined || this.#labels === undefined ? labels : { ...this.#labels, ...labels };
    return this.#pool.share(all ?? this.#labels ?? {});
  }

  #termsOf(section: unknown, list: string): Terms | undefined {
    const terms = section === undefined ? undefined : termsOf(section, list);
    return terms === undefined ? undefined : this.#pool.share(terms);
  }
}

function millisecondsOf(duration: unknown): number | null {
  return typeof duration === "string" ? parseDuration(duration) : null;
}

/** Undefined where there are none, or something else, which is reported already. */
function labelsOf({ labels }: Values): Labels | undefined {
  return isLabels(labels) ? labels : undefined;
}

function isLabels(value: unknown): value is Labels {
  if (!isRecord(value)) return false;
  for (const key in value) if (typeof value[key] !== "string") return false;
  return true;
}

function termsOf(section: unknown, list: string): Terms | undefined {
  const terms = isRecord(section) ? section[list] : undefined;
  return Array.isArray(terms) ? terms.filter(isPolicyTerm) : undefined;
}

const policyTerms: ReadonlySet<unknown> = new Set([...verdictNames, ...outcomeNames]);

function isPolicyTerm(value: unknown): value is PolicyTerm {
  return policyTerms.has(value);
}
