import type { Fleet, JudgedCluster, Surroundings } from "@upgradectl/core";
import ack from "@upgradectl/provider-alibaba-ack";
import cce from "@upgradectl/provider-huawei-cce";
import autopilot from "@upgradectl/provider-huawei-cce-autopilot";
import css from "@upgradectl/provider-huawei-css";
import type { ProviderDefinition } from "@upgradectl/provider-sdk";
import { lookOnce, readManifest, surroundingsWith } from "./look-once.ts";

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

/** A manifest's fleet with the official providers, read in this process. */
export async function fleetOf(manifest: unknown): Promise<Fleet> {
  return (await readManifest(manifest, official)).fleet;
}

/** Observes and judges as a run does; `send` stands between the providers and the wire. */
export async function observeThrough(
  fleet: Fleet,
  send: (wire: Wire) => Wire,
): Promise<readonly JudgedCluster[]> {
  const surroundings = surroundingsWith({
    through: (wire) => ({ send: send((...sent) => wire.send(...sent)), close: () => wire.close() }),
  });
  const judged = await lookOnce(fleet, surroundings, 0);
  if (judged === undefined) throw new Error("the fleet does not connect");
  return judged;
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
