// What a run does between manifest and report, in the process of a test: the real reader and judge, and of the world only what
// the test gives.
import {
  connectFleet,
  type Fleet,
  IdentityGate,
  type JudgedCluster,
  judgeReading,
  observeFleet,
  Redactor,
  readFleet,
  type Surroundings,
} from "@upgradectl/core";
import type { ProviderDefinition } from "@upgradectl/provider-sdk";

/** A world without files, programs, variables and waiting, but for what is given. */
export function surroundingsWith(given: Partial<Surroundings>): Surroundings {
  return {
    env: {},
    clock: { now: () => Date.now(), sleep: async () => {}, alarm: async () => {} },
    random: () => 0.5,
    redactor: new Redactor(),
    identities: new IdentityGate(),
    readFile: async () => undefined,
    runProgram: async () => {
      throw new Error("no programs are run here");
    },
    ...given,
  };
}

/** A manifest's fleet, with plugins by their source, and the secrets that stand in it. */
export async function readManifest(manifest: unknown, plugins: ReadonlyMap<string, ProviderDefinition>) {
  const file = { file: "fleet.json", directory: "/fleet", text: JSON.stringify(manifest) };
  const { fleet, diagnostics, secrets } = await readFleet([file], {
    env: {},
    loadPlugin: async ({ source }) => {
      const definition = plugins.get(source);
      if (definition === undefined) throw new Error(`no ${source}`);
      return { plugin: { definition, packageName: source, version: "1.0.0", path: `/${source}` } };
    },
  });
  if (fleet === null) throw new Error(JSON.stringify(diagnostics));
  return { fleet, secrets };
}

export interface OpenFleet {
  look(): Promise<readonly JudgedCluster[]>;
  close(): Promise<void>;
}

/** Undefined where the providers do not connect in such a world. */
export async function openFleet(
  fleet: Fleet,
  surroundings: Surroundings,
  retries: number,
): Promise<OpenFleet | undefined> {
  const { clock, redactor } = surroundings;
  const { connected } = await connectFleet(fleet.instances, surroundings, { retries });
  if (connected === undefined) return undefined;
  return {
    look: async () => {
      const signal = new AbortController().signal;
      const readings = await observeFleet(fleet.clusters, { connected, clock, redactor, signal });
      return readings.map(judgeReading);
    },
    close: async () => {
      await Promise.all([...connected.values()].map(({ transport }) => transport.close()));
    },
  };
}

/** Connects, looks and closes. */
export async function lookOnce(
  fleet: Fleet,
  surroundings: Surroundings,
  retries: number,
): Promise<readonly JudgedCluster[] | undefined> {
  const open = await openFleet(fleet, surroundings, retries);
  const judged = await open?.look();
  await open?.close();
  return judged;
}
