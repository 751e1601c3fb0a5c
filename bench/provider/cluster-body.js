import * as z from "zod/mini";

const text = z.nullable(z.string());

/** One cluster of the bench's API, the fields that are used: of the cluster's own read, and of a row of the list. */
export const clusterBody = z.object({
  id: z.string(),
  name: z.string(),
  state: z.string(),
  version: text,
  upgrades: z.array(
    z.object({
      id: z.string(),
      state: z.string(),
      fromVersion: text,
      toVersion: text,
      startedAt: text,
      finishedAt: text,
    }),
  ),
});

export const clustersBody = z.object({ clusters: z.array(clusterBody), total: z.int() });
