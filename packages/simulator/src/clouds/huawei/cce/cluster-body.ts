import type { ClusterAt } from "../../../timeline/cluster-at.ts";
import { utcTime } from "../times.ts";
import { minorLine, platformVersion } from "./versions.ts";

/** `Cluster` as ShowCluster and ListClusters give it (vendor SDK 3.1.211 and live bodies of 2026). */
export function clusterBody(state: ClusterAt, detailed: boolean): Readonly<Record<string, unknown>> {
  const { cluster, version } = state;
  const autopilot = cluster.service === "cce-autopilot";
  const created = utcTime(cluster.createdAt);
  const updated = utcTime(state.updatedAt);
  return {
    kind: "Cluster",
    apiVersion: "v3",
    metadata: {
      name: cluster.name,
      uid: cluster.id,
      alias: cluster.name,
      creationTimestamp: created,
      updateTimestamp: updated,
      ...(detailed && { annotations: autopilot ? { installedAddonInstances: "[]" } : annotations }),
    },
    spec: {
      // An Autopilot cluster is of the category Turbo too; the flavor tells them apart (Terraform provider, 2026-08).
      category: autopilot ? "Turbo" : "CCE",
      type: "VirtualMachine",
      flavor: autopilot ? "cce.autopilot.cluster" : "cce.s2.medium",
      ...(autopilot && { enableAutopilot: true }),
      version: minorLine(version),
      platformVersion: platformVersion(version),
      legacyVersion: version,
      billingMode: 0,
      ipv6enable: false,
      kubeProxyMode: "iptables",
      extendParam: { enterpriseProjectId: "0", upgradefrom: "" },
    },
    status: {
      phase: phaseOf(state),
      ...explanation(state),
      endpoints: [{ url: "https://192.168.0.10:5443", type: "Internal" }],
      ...(!autopilot && { conditions: [certificate(state)] }),
    },
  };
}

/** The state follows the operation under way, unless the scenario names one. */
export function phaseOf({ cluster, busyWith }: ClusterAt): string {
  if (cluster.state !== null) return cluster.state;
  if (busyWith === null) return "Available";
  return busyWith.operation.kind === "rollback" ? "RollingBack" : "Upgrading";
}

/** Only clusters that are not available have a reason (vendor SDK 3.1.211). */
function explanation(state: ClusterAt): { readonly reason?: string; readonly message?: string } {
  const phase = phaseOf(state);
  if (phase === "Available") return {};
  return { reason: phase, message: state.cluster.message ?? `cluster is ${phase}` };
}

/** "False" with CertificateValid is the healthy state; the live key is lastTransitionTime (seen since July 2026). */
function certificate({ cluster }: ClusterAt): object {
  return {
    type: "ClusterCertificate",
    status: "False",
    lastProbeTime: utcTime(cluster.createdAt),
    lastTransitionTime: utcTime(cluster.createdAt),
    reason: "CertificateValid",
    message: '{"expireAt":"2031-03-25T22:02:31.693323+08:00"}',
  };
}

/** Values of annotations are text, whatever they count. */
const annotations = {
  totalNodesNumber: "3",
  activeNodesNumber: "3",
  totalNodesCPU: "12000",
  totalNodesMemory: "24576",
  installedAddonInstances: "[]",
};
