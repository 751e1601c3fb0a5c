import { compareVersions } from "@upgradectl/core";
import { observedIn } from "../bench/kit.ts";
import { Findings } from "../check.ts";
import type { Plan } from "./plan.ts";

type Split = (version: string) => readonly string[];

export const versionPlans: readonly Plan[] = [
  {
    id: "version-order",
    title: "splitVersion orders all texts, and orders them alike each time",
    wants:
      "`splitVersion` gives texts for any text, without throwing; what comes of it is one order, in which a higher number is no older version.",
    mend: "split and nothing else: no state, no exceptions, an empty list for what is no version.",
    async run(kit, rule) {
      const split: Split | undefined = kit.tests.provider.splitVersion;
      const findings = new Findings(rule);
      const seen = (await kit.soundBaselines()).flatMap(({ result }) => {
        const observation = observedIn(result.value);
        const operations = observation?.operations ?? [];
        const versions = [
          observation?.version,
          ...operations.flatMap(({ fromVersion, toVersion }) => [fromVersion, toVersion]),
        ];
        return versions.filter((version) => typeof version === "string");
      });
      const versions = [...new Set([...seen, ...generateVersions(seen)])];
      for (const fault of findFaults(split, versions)) findings.add(fault);
      for (const version of new Set(seen))
        for (const fault of findFallen(split, version)) findings.add(fault);
      findings.conclude();
    },
  },
];

function* findFaults(split: Split | undefined, versions: readonly string[]): Generator<string> {
  if (split === undefined) return;
  for (const version of versions) {
    const [first, second] = [trySplit(split, version), trySplit(split, version)];
    if (typeof first === "string") yield `splitVersion(${JSON.stringify(version)}) ${first}`;
    else if (JSON.stringify(first) !== JSON.stringify(second))
      yield `splitVersion(${JSON.stringify(version)}) gave [${first}], then [${second}]`;
  }
}

/** The components, or what is wrong. */
function trySplit(split: Split, version: string): readonly string[] | string {
  try {
    const components: unknown = split(version);
    if (!Array.isArray(components)) return `gave ${typeof components} in place of a list`;
    return components.every((component) => typeof component === "string")
      ? components
      : "gave a component that is no text";
  } catch (thrown) {
    return `threw ${thrown instanceof Error ? thrown.message : String(thrown)}`;
  }
}

/** Of versions that a case has, those that a higher number makes older. */
function* findFallen(split: Split | undefined, version: string): Generator<string> {
  for (const number of version.matchAll(/\d+/g)) {
    const higher = `${version.slice(0, number.index)}${Number(number[0]) + 1}${version.slice(number.index + number[0].length)}`;
    try {
      if (compareVersions(higher, version, split) < 0) yield `"${higher}" is older than "${version}"`;
    } catch {
      // Said by findFaults.
    }
  }
}

const words = [
  "",
  "v",
  "V1",
  "0",
  "00",
  "1",
  "9",
  "10",
  "1.29",
  "v1.29.8-r4",
  "alpha",
  "latest",
  "-",
  "..",
  "1..2",
  " 1 ",
];
const strange = [
  "1.2.3+build",
  "١.٢",
  "1.29\n",
  "🚀",
  "null",
  "1e9",
  "9".repeat(40),
  "x".repeat(500),
  "<1.2",
  "1-1-1",
];

/** The same ones every time: of those that were seen, with parts cut off, doubled and changed. */
function generateVersions(seen: readonly string[]): readonly string[] {
  const derived = seen.flatMap((version) => {
    const cuts = Array.from({ length: version.length }, (_, index) => version.slice(0, index));
    return [
      ...cuts,
      version.toUpperCase(),
      `${version}.0`,
      `${version}-${version}`,
      version.replace(/\d/g, "9"),
    ];
  });
  return [...words, ...strange, ...derived];
}
