import type { ClusterRef, Connection, ListedCluster, Observation } from "@upgradectl/provider-sdk";
import type { Config } from "./config.ts";
import type { Program } from "./program.ts";
import { type Fault, readList, readListed, readObservation } from "./read-answer.ts";

/** Reads clusters by asking the user's program for each; with `list`, for all of them at once. */
export function createConnection(program: Program, { settings = {}, list = false }: Config): Connection {
  const fault: Fault = (what) => program.fault(what);

  async function observe(cluster: ClusterRef, signal: AbortSignal): Promise<Observation> {
    const listed = readListed(cluster, fault);
    if (listed !== undefined) return listed;
    const { name, id, properties } = cluster;
    const asked = { name, id, with: cluster.with, properties };
    const answer = await program.ask(
      { protocol: 1, action: "observe", cluster: asked, config: settings },
      signal,
    );
    return readObservation(answer, properties, fault);
  }

  async function* listClusters(signal: AbortSignal): AsyncIterable<readonly ListedCluster[]> {
    yield readList(await program.ask({ protocol: 1, action: "list", config: settings }, signal), fault);
  }

  const { action } = program;
  const ofCluster = { action, per: "cluster" } as const;
  return list
    ? { programs: [{ action, per: "account" }, ofCluster], observe, list: listClusters }
    : { programs: [ofCluster], observe };
}
