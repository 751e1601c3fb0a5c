import {
  type ClusterReading,
  type ConnectResult,
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
import ack from "@upgradectl/provider-alibaba-ack";
import cce from "@upgradectl/provider-huawei-cce";
import autopilot from "@upgradectl/provider-huawei-cce-autopilot";
import css from "@upgradectl/provider-huawei-css";
import type { ProviderDefinition } from "@upgradectl/provider-sdk";

const official = new Map<string, ProviderDefinition>([
  ["alibaba-ack", ack],
  ["huawei-cce", cce],
  ["huawei-cce-autopilot", autopilot],
  ["huawei-css", css],
]);

type Network = ReturnType<NonNullable<Surroundings["through"]>>;
type Wire = Network["send"];
export type WireAnswer = Awaited<ReturnType<Wire>>;

/** What a cloud answered, by what was asked. */
export type Script = Map<string, WireAnswer>;

const clock = { now: () => Date.now(), sleep: async () => {}, alarm: async () => {} };

/** A manifest's fleet with the official providers, read in this process. */
export async function fleetOf(manifest: unknown): Promise<Fleet> {
  const file = { file: "fleet.json", directory: "/fleet", text: JSON.stringify(manifest) };
  const { fleet, diagnostics } = await readFleet([file], {
    env: {},
    loadPlugin: async ({ source }) => {
      const definition = official.get(source);
      if (definition === undefined) throw new Error(`no ${source}`);
      return { plugin: { definition, packageName: source, version: "1.0.0", path: `/${source}` } };
    },
  });
  if (fleet === null) throw new Error(JSON.stringify(diagnostics));
  return fleet;
}

/** Observes and judges as a run does; `send` stands between the providers and the wire. */
export async function observeThrough(
  fleet: Fleet,
  send: (wire: Wire) => Wire,
): Promise<readonly JudgedCluster[]> {
  const redactor = new Redactor();
  const surroundings: Surroundings = {
    env: {},
    clock,
    random: () => 0.5,
    redactor,
    identities: new IdentityGate(),
    readFile: async () => undefined,
    runProgram: async () => {
      throw new Error("no programs are run here");
    },
    through: (wire) => ({ send: send((...sent) => wire.send(...sent)), close: () => wire.close() }),
  };
  const { connected, diagnostics }: ConnectResult = await connectFleet(fleet.instances, surroundings, {
    retries: 0,
  });
  if (connected === undefined) throw new Error(JSON.stringify(diagnostics));
  const signal = new AbortController().signal;
  const readings: readonly ClusterReading[] = await observeFleet(fleet.clusters, {
    connected,
    clock,
    redactor,
    signal,
  });
  await Promise.all([...connected.values()].map(({ transport }) => transport.close()));
  return readings.map(judgeReading);
}

const keyOf = ({ origin, request }: Parameters<Wire>[0]) =>
  `${request.method} ${origin}${request.target} ${request.body}`;

/** Looks once with every answer written down. */
export async function record(
  fleet: Fleet,
): Promise<{ readonly judged: readonly JudgedCluster[]; readonly script: Script }> {
  const script: Script = new Map();
  const judged = await observeThrough(fleet, (wire) => async (message, ...rest) => {
    const answer = await wire(message, ...rest);
    script.set(keyOf(message), answer);
    return answer;
  });
  return { judged, script };
}

const unknown: WireAnswer = {
  status: 500,
  headers: {},
  body: Buffer.from('{"message":"not in the script"}'),
};

/** Looks once with answers from a script alone; `served` are those that were asked for. */
export async function replay(fleet: Fleet, script: Script) {
  const served: WireAnswer[] = [];
  const judged = await observeThrough(fleet, () => async (message) => {
    const answer = script.get(keyOf(message)) ?? unknown;
    served.push(answer);
    return answer;
  });
  return { judged, served };
}
