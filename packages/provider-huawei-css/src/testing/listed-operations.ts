import type { Operation } from "@upgradectl/provider-sdk";
import { expect } from "vitest";
import { listOperations } from "../operations.ts";
import { cluster, upgradeList } from "../responses.ts";
import { type Body, clusterBody, switchoverBody, upgradeBody, upgradesOf } from "./css-bodies.ts";

export const parsed = cluster.parse(clusterBody());
export const parse = (...bodies: Body[]) => upgradeList.parse(upgradesOf(...bodies)).detailList;

export function upgrade(change: (body: Body) => void = () => {}): Operation {
  const body = upgradeBody();
  change(body);
  return only(listOperations(parsed, { UPGRADING: parse(body), AZ_MIGRATION: [] }));
}

export function switchover(change: (body: Body) => void = () => {}): Operation {
  const body = switchoverBody();
  change(body);
  return only(listOperations(parsed, { UPGRADING: [], AZ_MIGRATION: parse(body) }));
}

function only(operations: readonly Operation[]): Operation {
  const [operation, ...others] = operations;
  expect(others).toEqual([]);
  if (operation === undefined) throw new Error("there is no operation");
  return operation;
}
