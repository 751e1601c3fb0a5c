import {
  anything,
  bodyWithout,
  instant,
  looseRows,
  object,
  readText,
  reject,
  rows,
  section,
  text,
} from "@upgradectl/huawei-cloud";
import * as z from "zod/mini";

/** A code that is a text in the documents (`"200"`), and a number elsewhere. */
const code = z.transform((value: unknown, { issues }) =>
  readText(typeof value === "number" ? String(value) : value, issues),
);

/** A number, also written as a text; null where there is none. */
const count = z.transform((value: unknown, { issues }) => {
  if (value === undefined || value === null || value === "") return null;
  const number = typeof value === "string" && /^\s*\d+\s*$/.test(value) ? Number(value) : value;
  const isCount = typeof number === "number" && Number.isSafeInteger(number) && number >= 0;
  return isCount ? number : reject("whole number", value, issues);
});

/** Names in one text with commas, `""` for none; a list of texts is as good. */
export const names = z.transform((value: unknown): string[] => {
  const list = typeof value === "string" ? value.split(",") : value;
  if (!Array.isArray(list)) return [];
  const trimmed = list.map((name) => (typeof name === "string" ? name.trim() : ""));
  return [...new Set(trimmed)].filter((name) => name !== "");
});

const flag = z.transform(
  (value: unknown) => value === true || (typeof value === "string" && value.toLowerCase() === "true"),
);

/** An answer with none of its fields is some other service's; it must not pass for an empty list. */
function body<Shape extends z.core.$ZodShape>(shape: Shape) {
  const fields = Object.keys(shape);
  const message = `none of ${fields.join(", ")} is there`;
  const ours = bodyWithout((value) =>
    fields.some((field) => Object.hasOwn(value, field)) ? null : { message },
  );
  return z.pipe(ours, object(shape));
}

const noReason = { errorCode: null, errorMsg: null };

/**
 * A cluster, of a list or by itself ("Querying Cluster Details", 2025-01). `datastore.version` is the engine's,
 * `subVersion` the image's (`7.10.2_24.3.0_0827`). `actions` and `actionProgress` tell what is under way.
 */
export const cluster = body({
  id: text,
  name: text,
  status: code,
  datastore: section({ type: text, version: text, subVersion: text, isEosCluster: flag }),
  instances: rows(object({ name: z.catch(code, null), status: code, azCode: text })),
  actions: names,
  actionProgress: anything,
  failedReason: z.catch(section({ errorCode: text, errorMsg: text }), noReason),
});
export type Cluster = z.infer<typeof cluster>;

/** Only what tells the clusters of an account apart: one odd row must not spoil the others. */
const listedCluster = z
  .looseObject({ id: text, name: text }, { error: "a cluster is no object" })
  .check(z.refine(({ id }) => id !== null, { error: "a cluster has no id", path: ["id"] }));
export const clusterList = body({ totalSize: count, clusters: rows(listedCluster) });

const step = object({
  order: z.catch(count, null),
  name: text,
  status: text,
  desc: text,
  beginTime: instant,
  endTime: instant,
});
export type UpgradeStep = z.infer<typeof step>;

const image = object({
  id: text,
  displayName: text,
  imageDesc: anything,
  datastoreType: text,
  datastoreVersion: code,
  priority: anything,
});
export type Image = z.infer<typeof image>;

/**
 * An upgrade or a zone switchover ("Obtaining Details About a Cluster Upgrade or AZ Switchover", 2025-01-23).
 * `failMessage` is in no document, only in a client of a sister cloud (python-otcextensions, 2026-07).
 */
const upgrade = body({
  id: code,
  status: text,
  startTime: instant,
  endTime: instant,
  imageInfo: z.catch(
    z.pipe(
      z.transform((value: unknown) => (Array.isArray(value) ? value[0] : value) || null),
      z.nullable(image),
    ),
    null,
  ),
  totalNodes: names,
  completedNodes: names,
  currentNodeName: names,
  currentBatchNodes: names,
  currentNodeDetail: looseRows(step),
  failMessage: z.catch(text, null),
  agencyName: anything,
  executeTimes: anything,
  batchSize: anything,
  migrateParam: anything,
  finalAzInfoMap: anything,
}).check(
  z.refine(({ id, status }) => id !== null || status !== null, {
    error: "a task has neither id nor status",
  }),
);
export type Upgrade = z.infer<typeof upgrade>;
export const upgradeList = body({ totalSize: count, detailList: rows(upgrade) });

/** "Obtaining the ID of the Target Image to Upgrade To" (2025-05-22). */
export const imageList = body({ totalSize: count, imageInfoList: rows(image) });
