import { deriveUuid } from "../../../scenario/derive-id.ts";
import { clusterAt } from "../../../timeline/cluster-at.ts";
import type { ClusterCall, Reply } from "../../cloud.ts";
import { parseJson } from "../../json-body.ts";
import { cceError } from "../errors.ts";

/**
 * The check after an upgrade (Huawei API reference, 2025-01): the customer's confirmation, which the service records.
 * Versions that are not the cluster's own are answered, and noted.
 */
export function createPostCheck(call: ClusterCall): Reply {
  const sent = parseJson(call.request);
  if (!isRecord(sent)) return refuse("the body is not a JSON object");
  if (sent.kind !== "PostCheckTask") return refuse(`kind must be PostCheckTask, found ${show(sent.kind)}`);
  if (sent.apiVersion !== "v3") return refuse(`apiVersion must be v3, found ${show(sent.apiVersion)}`);
  if (!isRecord(sent.spec)) return refuse("spec is missing");
  const { spec } = sent;
  const odd = ["clusterID", "clusterVersion", "targetVersion"].find(
    (name) => spec[name] !== undefined && typeof spec[name] !== "string",
  );
  if (odd !== undefined) return refuse(`spec.${odd} must be a text, found ${show(spec[odd])}`);
  const { id, postCheck } = call.cluster;
  if (spec.clusterID !== undefined && spec.clusterID !== id)
    return refuse(`spec.clusterID is ${show(spec.clusterID)}, the path's cluster is ${id}`);
  const { from, to } = versionsOf(call);
  const mistake = versionMistake("clusterVersion", spec, from) ?? versionMistake("targetVersion", spec, to);
  const body = {
    kind: "PostCheckTask",
    apiVersion: "v3",
    metadata: { uid: deriveUuid(id, "post-check", `${call.now}`) },
    spec: { clusterID: id, ...(from !== null && { clusterVersion: from }), targetVersion: to },
    status: { phase: postCheck },
  };
  return { status: 200, body, ...(mistake !== null && { mistake }) };
}

/** What the newest upgrade that succeeded has led from, and the version that is there now. */
function versionsOf(call: ClusterCall): { readonly from: string | null; readonly to: string } {
  const state = clusterAt(call.cluster, call.now);
  const last = state.operations.findLast(({ at }) => at.phase === "succeeded");
  return { from: last?.operation.from ?? null, to: state.version };
}

function versionMistake(
  name: string,
  spec: Readonly<Record<string, unknown>>,
  right: string | null,
): string | null {
  const given = spec[name];
  return given === undefined || given === right
    ? null
    : `spec.${name} is ${show(given)}, the cluster's is ${right}`;
}

function refuse(mistake: string): Reply {
  return { ...cceError(400, mistake), mistake };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? "nothing";
}
