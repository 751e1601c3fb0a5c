import { type Body, ids } from "./bodies.ts";

/** An automatic upgrade; its times are documented as UTC, not how they are written. */
export function planBody(): Body {
  return {
    kind: "UpgradePlan",
    apiVersion: "v3",
    metadata: { uid: "4e0b3d85-8c7a-4b3f-8d7c-0a4a7c6d9f44" },
    spec: {
      clusterID: ids.cluster,
      clusterVersion: "v1.29.8-r4",
      targetVersion: "v1.31.4-r2",
      notBefore: "2026-12-01T02:00:00Z",
      notAfter: "2026-12-01 06:00:00",
      notBeforeDeadline: "2026-12-15T10:00:00+08:00",
    },
    status: { phase: "Scheduled" },
  };
}
