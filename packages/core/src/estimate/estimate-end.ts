import type { Operation } from "@upgradectl/provider-sdk";
import { estimateNodes } from "./estimate-nodes.ts";
import { estimateEarlier, estimatePending, estimateProgress } from "./estimate-steps.ts";
import type { Sighting } from "./sighting.ts";
import { addSpans, type Span } from "./spans.ts";

/** What an estimate rests on, the best first. */
export const estimateBases = ["nodes", "progress", "earlier-operations"] as const;

/** When a running operation will end if it goes on as it did. Times are RFC 3339, UTC. */
export interface Estimate {
  readonly earliest: string;
  readonly latest: string;
  readonly basis: (typeof estimateBases)[number];
}

/** Longer than any upgrade; what comes out beyond it says that the times are wrong. */
const longestMs = 365 * 86_400_000;

/**
 * When the operation will end; null where that cannot be known. Pure.
 *
 * @param operations all that are known of the cluster: earlier ones tell how long steps take
 * @param sightings earlier looks at the same operation, this one included; empty where there was one look only
 * @param now epoch milliseconds: when the operation was observed
 */
export function estimateEnd(
  operation: Operation | null,
  operations: readonly Operation[],
  sightings: readonly Sighting[],
  now: number,
): Estimate | null {
  if (operation?.phase !== "running") return null;
  const earlier = operations.filter(
    (other) => other !== operation && other.kind === operation.kind && other.phase === "succeeded",
  );
  const found = remaining(operation, earlier, sightings, now);
  if (found === null) return null;
  const { least, most } = found.span;
  if (!(least >= 0 && most >= least && most <= longestMs)) return null;
  const at = (ms: number) => new Date(Math.round(now + ms)).toISOString();
  return { earliest: at(least), latest: at(most), basis: found.basis };
}

function remaining(
  operation: Operation,
  earlier: readonly Operation[],
  sightings: readonly Sighting[],
  now: number,
): { readonly span: Span; readonly basis: Estimate["basis"] } | null {
  const nodes = estimateNodes(operation, sightings, now);
  if (nodes !== null) {
    const span = nodes.ofSteps ? nodes.span : addSpans(nodes.span, estimatePending(operation, earlier));
    return { span, basis: "nodes" };
  }
  const progress = estimateProgress(operation, now);
  if (progress !== null)
    return { span: addSpans(progress, estimatePending(operation, earlier)), basis: "progress" };
  const span = estimateEarlier(operation, earlier, now);
  return span === null ? null : { span, basis: "earlier-operations" };
}
