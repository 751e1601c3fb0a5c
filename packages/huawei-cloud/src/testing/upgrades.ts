import type { Observation, Operation } from "@upgradectl/provider-sdk";
import { expect } from "vitest";
import { findVersion } from "../cce/exact-version.ts";
import { listOperations } from "../cce/operations.ts";
import { cluster, upgradeInfo, upgradeTaskList, workflowList } from "../cce/responses.ts";
import { type Body, clusterBody, infoBody, listOf } from "./bodies.ts";

export interface Bodies {
  cluster: Body;
  info: Body;
  workflows: Body[];
  tasks: Body[];
  pinned?: boolean;
}

/** What is observed of a healthy cluster that was never upgraded, after one change. */
export function observe(change: (bodies: Bodies) => void): Omit<Observation, "state"> {
  const bodies: Bodies = { cluster: clusterBody(), info: infoBody(), workflows: [], tasks: [] };
  change(bodies);
  const info = upgradeInfo.parse(bodies.info);
  const operations = listOperations({
    info,
    workflows: workflowList.parse(listOf(...bodies.workflows)).items,
    tasks: upgradeTaskList.parse(listOf(...bodies.tasks)).items,
    pinned: bodies.pinned ?? false,
    closed: null,
  });
  return { ...findVersion(cluster.parse(bodies.cluster), info), operations };
}

/** The operation of an observation that must have exactly one. */
export function only(observation: Pick<Observation, "operations">): Operation {
  const [operation, ...others] = observation.operations;
  expect(others).toEqual([]);
  if (operation === undefined) throw new Error("there is no operation");
  return operation;
}
