import { anything, instant, looseRows, rows, section, text } from "@upgradectl/huawei-cloud";
import * as z from "zod";

/** A code that is a text in the documents (`"200"`), and a number elsewhere. */
const code = z.preprocess((value) => (typeof value === "number" ? String(value) : value), text);

/** A number, also written as a text; null where there is none. */
const count = z.preprocess((value) => {
  if (typeof value === "string" && /^\s*\d+\s*$/.test(value)) return Number(value);
  return value === "" ? null : (value ?? null);
}, z.number().int().nonnegative().nullable());

/** Names in one text with commas, `""` for none; a list of texts is as good. */
export const names = z.preprocess((value) => {
  const list = typeof value === "string" ? value.split(",") : (value ?? []);
  if (!Array.isArray(list)) return list;
  const trimmed = list.map((name) => (typeof name === "string" ? name.trim() : ""));
  return [...new Set(trimmed)].filter((name) => name !== "");
}, z.array(z.string()).catch([]));

const flag = z.preprocess(
  (value) => value === true || (typeof value === "string" && value.toLowerCase() === "true"),
  z.boolean(),
);

/** An answer with none of its fields is some other service's; it must not pass for an empty list. */
function body<Shape extends z.ZodRawShape>(shape: Shape) {
  const fields = Object.keys(shape);
  return z
    .record(z.string(), z.unknown(), "not a JSON object")
    .refine((value) => fields.some((field) => Object.hasOwn(value, field)), {
      message: `none of ${fields.join(", ")} is there`,
    })
    .pipe(z.object(shape));
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
  instances: rows(z.object({ name: code.catch(null), status: code, azCode: text })),
  actions: names,
  actionProgress: anything,
  failedReason: section({ errorCode: text, errorMsg: text }).catch(noReason),
});
export type Cluster = z.infer<typeof cluster>;

/** Only what tells the clusters of an account apart: one odd row must not spoil the others. */
const listedCluster = z.looseObject({ id: text, name: text }).refine(({ id }) => id !== null, {
  message: "a cluster has no id",
  path: ["id"],
});
export const clusterList = body({ totalSize: count, clusters: rows(listedCluster) });

const step = z.object({
  order: count.catch(null),
  name: text,
  status: text,
  desc: text,
  beginTime: instant,
  endTime: instant,
});
export type UpgradeStep = z.infer<typeof step>;

const image = z.object({
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
  imageInfo: z
    .preprocess((value) => (Array.isArray(value) ? value[0] : value) || null, image.nullable())
    .catch(null),
  totalNodes: names,
  completedNodes: names,
  currentNodeName: names,
  currentBatchNodes: names,
  currentNodeDetail: looseRows(step),
  failMessage: text.catch(null),
  agencyName: anything,
  executeTimes: anything,
  batchSize: anything,
  migrateParam: anything,
  finalAzInfoMap: anything,
}).refine(({ id, status }) => id !== null || status !== null, {
  message: "a task has neither id nor status",
});
export type Upgrade = z.infer<typeof upgrade>;
export const upgradeList = body({ totalSize: count, detailList: rows(upgrade) });

/** "Obtaining the ID of the Target Image to Upgrade To" (2025-05-22). */
export const imageList = body({ totalSize: count, imageInfoList: rows(image) });
