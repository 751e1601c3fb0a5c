import type * as z from "zod/mini";
import { anything, object, resource, resourceList, rows, section, text } from "../shapes.ts";
import { metadata } from "./responses.ts";

const item = object({
  name: text,
  kind: text,
  group: text,
  level: text,
  phase: text,
  message: text,
  riskSource: anything,
  errorCodes: anything,
});
export type PreCheckItem = z.infer<typeof item>;

const stage = section({ phase: text, itemsStatus: rows(item) });
const node = object({ nodeInfo: section({ uid: text, name: text }), itemsStatus: rows(item) });

/** A check of the cluster before an upgrade (API reference, "Obtaining Details About a Pre-upgrade Check Task", 2025-11). */
export const preCheck = resource({
  metadata,
  spec: section({ clusterID: text, targetVersion: text }),
  status: section({
    phase: text,
    message: text,
    clusterCheckStatus: stage,
    addonCheckStatus: stage,
    nodeCheckStatus: section({ phase: text, nodeStageStatus: rows(node) }),
  }),
});
export type PreCheck = z.infer<typeof preCheck>;
export const preCheckList = resourceList(preCheck);
