import { type CompletedUpgrade, newestOf, type Observation } from "@upgradectl/provider-sdk";
import { collectEvidence, type Evidence } from "../http/evidence.ts";
import { allowPostCheck } from "../http/post-check-scope.ts";
import { compileShape } from "../json-schema/compile-shape.ts";
import { judgePostCheck, judgeUnchecked, type PostCheckResult } from "../judge/judge-post-check.ts";
import type { JudgedCluster } from "../judge/judge-reading.ts";
import { postCheckSchema } from "../operation-schema.ts";
import type { ConnectedInstance } from "./connect-fleet.ts";
import { describeError, untilAborted } from "./isolate.ts";
import type { ObserveOptions } from "./reading.ts";
import { TaskQueue } from "./task-queue.ts";

export interface PostCheckedFleet {
  /** In the order of the readings given. */
  readonly judged: readonly JudgedCluster[];
  /** Converged clusters whose provider has no post-upgrade check. */
  readonly unsupported: readonly JudgedCluster[];
}

/** Runs the vendors' post-upgrade checks on the clusters that are converged; the others stay as they are. */
export async function runPostChecks(
  judged: readonly JudgedCluster[],
  options: ObserveOptions,
): Promise<PostCheckedFleet> {
  const results = new Map<JudgedCluster, JudgedCluster>();
  const unsupported: JudgedCluster[] = [];
  const queues = new Map<ConnectedInstance, TaskQueue>();
  for (const each of judged) {
    const { cluster, observation } = each.reading;
    if (each.judgement?.verdict !== "converged" || observation === null) continue;
    const connected = options.connected.get(cluster.instance.key);
    if (connected?.connection.postCheck === undefined) unsupported.push(each);
    else {
      const upgrade = findCompleted(observation);
      const queue = queues.get(connected) ?? new TaskQueue(connected.concurrency);
      queues.set(connected, queue);
      queue.add(async () => {
        results.set(each, await runPostCheck(each, upgrade, connected, options));
      });
    }
  }
  await Promise.all([...queues.values()].map((queue) => queue.finish()));
  return { judged: judged.map((each) => results.get(each) ?? each), unsupported };
}

/**
 * The newest upgrade that succeeded: cancelled ones changed nothing, and a converged cluster has no worse ones. Services forget
 * old upgrades, so one of which none is known may have been upgraded too.
 */
function findCompleted({ operations, version, versionIsPartial }: Observation): CompletedUpgrade {
  const done = operations.filter(
    ({ kind, phase }) => phase === "succeeded" && (kind === "version" || kind === "rollback"),
  );
  const newest = newestOf(done);
  return {
    fromVersion: newest?.fromVersion ?? null,
    toVersion: newest?.toVersion ?? (versionIsPartial === true ? null : version),
  };
}

async function runPostCheck(
  judged: JudgedCluster,
  upgrade: CompletedUpgrade,
  { connection, instance }: ConnectedInstance,
  options: ObserveOptions,
): Promise<JudgedCluster> {
  const { reading } = judged;
  const { cluster } = reading;
  const { clock, redactor, signal } = options;
  const evidence: Evidence[] = [];
  const reference = {
    name: cluster.name,
    id: cluster.id,
    with: structuredClone(cluster.with),
    properties: Object.keys(cluster.expect),
  };
  let error: ReturnType<typeof describeError>;
  try {
    signal.throwIfAborted();
    const run = () => allowPostCheck(async () => connection.postCheck?.(reference, upgrade, signal), signal);
    const work = collectEvidence(evidence, run, cluster.name);
    const result = checkResult(await untilAborted(work, signal));
    const at = new Date(clock.now()).toISOString();
    const { phase, rawPhase, id, fromVersion, toVersion } = redactor.value(result);
    const postCheck: PostCheckResult = { phase, rawPhase, id, fromVersion, toVersion, at };
    return judgePostCheck(withEvidence(judged, evidence), postCheck);
  } catch (thrown) {
    error = describeError(thrown, instance.plugin, options);
  }
  return judgeUnchecked(withEvidence(judged, evidence), error);
}

function withEvidence(judged: JudgedCluster, evidence: readonly Evidence[]): JudgedCluster {
  const { reading } = judged;
  return { ...judged, reading: { ...reading, evidence: [...reading.evidence, ...evidence] } };
}

const checkResult: (value: unknown) => Omit<PostCheckResult, "at"> = compileShape(
  postCheckSchema,
  "a result of the post-upgrade check",
  "postCheck",
);
