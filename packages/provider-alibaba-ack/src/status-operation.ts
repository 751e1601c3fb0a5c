import type { Operation, Phase } from "@upgradectl/provider-sdk";
import type { UpgradeStatus } from "./responses.ts";

type Words = Readonly<Record<string, Phase | "none">>;

/** The documented values (vendor's API page, 2024-02-29), compared without case: they come as `Failed` and `failed`. */
const statusWords: Words = { success: "succeeded", fail: "failed", pause: "paused", running: "running" };
const stepWords: Words = {
  not_start: "none",
  prechecking: "running",
  upgrading: "running",
  pause: "paused",
  success: "succeeded",
};
const taskWords: Words = { running: "running", success: "succeeded", failed: "failed" };

/** The fields say the same thing three times and need not agree; the first phase here that one of them names, counts. */
const precedence: readonly Phase[] = ["failed", "unknown", "cancelled", "paused", "running", "succeeded"];

interface Claim {
  readonly phase: Phase;
  readonly raw: string | null;
}

/** The upgrade that GetUpgradeStatus shows, or null where it shows none. It names no version and no id. */
export function statusOperation(body: UpgradeStatus): Operation | null {
  const claims = readClaims(body);
  const claim = precedence
    .map((phase) => claims.find((candidate) => candidate.phase === phase))
    .find((candidate) => candidate !== undefined);
  if (claim === undefined) return null;
  const { phase, raw } = claim;
  const step = body.upgrade_step?.toLowerCase();
  const isStep = step === "prechecking" || step === "upgrading";
  const times = { startedAt: body.upgrade_task?.created_at, finishedAt: body.upgrade_task?.finished_at };
  return {
    id: null,
    kind: "version",
    phase,
    rawPhase: raw,
    fromVersion: null,
    toVersion: null,
    progress: null,
    message: messageOf(body, phase),
    startedAt: times.startedAt?.at ?? null,
    updatedAt: null,
    finishedAt: phase === "running" || phase === "paused" ? null : (times.finishedAt?.at ?? null),
    steps: isStep
      ? [
          {
            name: step,
            phase,
            rawPhase: body.upgrade_step,
            startedAt: null,
            finishedAt: null,
            message: null,
          },
        ]
      : [],
    ...(times.startedAt?.zoneAssumed || times.finishedAt?.zoneAssumed ? { zoneAssumed: true } : {}),
    ...(body.precheck_report_id === null ? {} : { details: { precheckReportId: body.precheck_report_id } }),
  };
}

function readClaims({ status, upgrade_step, upgrade_task, error_message }: UpgradeStatus): readonly Claim[] {
  const claims: Claim[] = [];
  const read = (raw: string | null | undefined, words: Words) => {
    if (!raw) return;
    const phase = Object.hasOwn(words, raw.toLowerCase()) ? words[raw.toLowerCase()] : "unknown";
    if (phase !== undefined && phase !== "none") claims.push({ phase, raw });
  };
  read(status, statusWords);
  read(upgrade_step, stepWords);
  read(upgrade_task?.status, taskWords);
  // There is no step for a failure: it shows as `pause` with this flag (Terraform's provider, 2020 to 2024).
  if (upgrade_task?.upgrade_status?.failed)
    claims.push({ phase: "failed", raw: upgrade_step ?? status ?? upgrade_task.status });
  if (upgrade_task?.upgrade_status?.is_canceled) claims.push({ phase: "cancelled", raw: "is_canceled" });
  // An error of nothing is no "not upgrading".
  if (!status && !upgrade_step && !upgrade_task?.status && claims.length === 0 && error_message)
    claims.push({ phase: "unknown", raw: null });
  return claims;
}

/** `error_message` may stay from an earlier try while an upgrade runs. */
function messageOf({ error_message, upgrade_task }: UpgradeStatus, phase: Phase): string | null {
  const described = upgrade_task?.message ?? null;
  if (phase === "succeeded" || phase === "cancelled") return null;
  return phase === "running" ? described : (error_message ?? described);
}
