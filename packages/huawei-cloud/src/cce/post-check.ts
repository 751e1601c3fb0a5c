import {
  type Answer,
  type CompletedUpgrade,
  isProviderError,
  type PostCheck,
  ProviderError,
  parseBody,
  requireSame,
} from "@upgradectl/provider-sdk";
import type { HuaweiService } from "../service.ts";
import { resource, section, text } from "../shapes.ts";
import { permissions } from "./product.ts";
import { isClosed } from "./upgrade-errors.ts";

const phases: Readonly<Record<string, PostCheck["phase"]>> = {
  success: "succeeded",
  failed: "failed",
  error: "error",
};

/** API reference, "Performing a Post-upgrade Check", 2025-11; the same page for CCE Autopilot. */
const result = resource({
  metadata: section({ uid: text }),
  spec: section({ clusterID: text, clusterVersion: text, targetVersion: text }),
  status: section({ phase: text }),
});

/** Has the vendor check the cluster after an upgrade, and record that. */
export async function runPostCheck(
  service: HuaweiService,
  action: string,
  clusterId: string,
  { fromVersion, toVersion }: CompletedUpgrade,
  signal: AbortSignal,
): Promise<PostCheck> {
  const json = {
    kind: "PostCheckTask",
    apiVersion: "v3",
    spec: {
      clusterID: clusterId,
      ...(fromVersion === null ? {} : { clusterVersion: fromVersion }),
      ...(toVersion === null ? {} : { targetVersion: toVersion }),
    },
  };
  const answer = await send(service.read(action, { path: { cluster_id: clusterId }, json, signal }));
  const { metadata, spec, status } = parseBody(result, answer);
  requireSame("cluster", spec.clusterID, clusterId, answer);
  const key = status.phase?.toLowerCase() ?? "";
  return {
    phase: (Object.hasOwn(phases, key) && phases[key]) || "unknown",
    rawPhase: status.phase,
    id: metadata.uid,
    fromVersion: spec.clusterVersion ?? fromVersion,
    toVersion: spec.targetVersion ?? toVersion,
  };
}

async function send(sending: Promise<Answer>): Promise<Answer> {
  try {
    return await sending;
  } catch (error) {
    throw isProviderError(error) && isClosed(error) ? explain(error) : error;
  }
}

/** A 404 here is of the API: the cluster itself was read a moment ago. */
function explain(error: ProviderError): ProviderError {
  const { kind, code, httpStatus, requestId } = error;
  return new ProviderError(
    {
      kind,
      message: `Huawei's post-upgrade check is not available to this account: ${error.message}`,
      hint: `Huawei opens the upgrade API on request: ask for it in a service ticket, and allow \`${permissions.upgrade}\` in IAM; or leave \`--post-check\` out.`,
      retryable: false,
      ...(code === undefined ? {} : { code }),
      ...(httpStatus === undefined ? {} : { httpStatus }),
      ...(requestId === undefined ? {} : { requestId }),
    },
    { cause: error },
  );
}
