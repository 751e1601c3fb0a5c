import { parseTimestamp } from "@upgradectl/provider-sdk";
import { z } from "zod";

/**
 * The bodies of CS 2015-12-15, only the fields that are used. Every field is optional in the vendor's SDK (7.2.0), and
 * null, "", [] and a missing key mean the same; a field of another type than documented is an unexpected response.
 */
function maybe<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess((value) => (isEmpty(value) ? undefined : value), schema.optional()).optional();
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0)
  );
}

const text = maybe(z.string()).transform((value) => value?.trim() || null);
const codeText = maybe(z.union([z.string(), z.number().transform(String)])).transform(
  (value) => value || null,
);
const count = maybe(
  z.union([
    z.number().int().nonnegative(),
    z
      .string()
      .regex(/^\d{1,9}$/)
      .transform(Number),
  ]),
).transform((value) => value ?? null);
/** With or without a zone, or an epoch number. What is no time is not known. */
const time = z.unknown().optional().transform(parseTimestamp);

function list<Schema extends z.ZodType>(row: Schema) {
  return maybe(z.array(row)).transform((rows) => rows ?? []);
}

/** A body is the API's own only if it has one of its fields: `{}` is no "none". */
function body<Shape extends z.ZodRawShape>(shape: Shape) {
  return bodyWith(shape, (value) => Object.keys(shape).some((field) => Object.hasOwn(value, field)));
}

/** A list may be left out where it is empty, but only beside the paging that says so. */
function listBody<Shape extends z.ZodRawShape>(field: keyof Shape & string, shape: Shape) {
  return bodyWith(shape, (value) => Object.hasOwn(value, field) || !isEmpty(value.page_info));
}

function bodyWith<Shape extends z.ZodRawShape>(
  shape: Shape,
  isOurs: (value: Readonly<Record<string, unknown>>) => boolean,
) {
  const error = `none of the fields ${Object.keys(shape).join(", ")}`;
  // What is no object is left to the shape, which names the type that it found.
  return z.custom((value) => !isRecord(value) || isOurs(value), { error }).pipe(z.object(shape));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const pageInfo = maybe(z.object({ page_size: count, total_count: count }));

/** DescribeClusterDetail, and a row of DescribeClustersForRegion. */
const cluster = { cluster_id: text, name: text, state: text, current_version: text };
export const clusterBody = body(cluster);
export type ClusterFields = z.infer<typeof clusterBody>;

export const clustersBody = listBody("clusters", {
  clusters: list(z.object(cluster)),
  page_info: pageInfo,
});

const taskError = maybe(z.object({ code: codeText, message: text }));

const taskRow = z.object({
  task_id: text,
  cluster_id: text,
  task_type: text,
  state: text,
  created: time,
  updated: time,
  error: taskError,
});
/**
 * A row of DescribeClusterTasks. Its `error` may be filled on a successful task (vendor's sample, 2024); only the vendor's
 * own tools are known to get a `cluster_id` (alibabacloud-ack-mcp-server, 2026-04).
 */
export type TaskRow = z.infer<typeof taskRow>;

export const tasksBody = listBody("tasks", { tasks: list(taskRow), page_info: pageInfo, next_token: text });

const stage = z.object({ name: text, state: text, start_time: time, end_time: time, message: text });

/** DescribeTaskInfo. `parameters` is free-form: only a text under `next_version` means something. */
export const taskBody = body({
  task_id: text,
  cluster_id: text,
  task_type: text,
  state: text,
  created: time,
  updated: time,
  error: taskError,
  current_stage: text,
  stages: list(stage),
  parameters: maybe(z.object({ next_version: text })).catch(undefined),
});
export type TaskInfo = z.infer<typeof taskBody>;

const nodePool = z.object({
  nodepool_info: maybe(z.object({ name: text, nodepool_id: text })),
  node_components: list(z.object({ name: text, version: text })),
});
export type NodePool = z.infer<typeof nodePool>;

export const nodePoolsBody = body({ nodepools: list(nodePool) });

const checkRow = z.object({
  check_id: text,
  type: text,
  status: text,
  message: text,
  created_at: time,
  finished_at: time,
});
/** A row of ListClusterChecks. */
export type CheckRow = z.infer<typeof checkRow>;

export const checksBody = listBody("checks", { checks: list(checkRow) });

/** GetClusterCheck. What stands in `check_items` is documented nowhere but in a sample. */
export const checkBody = body({ ...checkRow.shape, check_items: z.unknown().optional() });
export type Check = z.infer<typeof checkBody>;

/** Booleans came as text here. */
const flag = z
  .unknown()
  .optional()
  .transform((value) => String(value).toLowerCase() === "true");

/**
 * GetUpgradeStatus. `upgrade_task` beyond `status` and `message` is in no document; Terraform's provider lived on
 * `upgrade_status` from 2020 to 2024, aliyungo has the times.
 */
export const upgradeStatusBody = body({
  status: text,
  upgrade_step: text,
  error_message: text,
  precheck_report_id: text,
  upgrade_task: maybe(
    z.object({
      status: text,
      message: text,
      created_at: time,
      finished_at: time,
      upgrade_status: maybe(z.object({ failed: flag, is_canceled: flag })).catch(undefined),
    }),
  ),
});
export type UpgradeStatus = z.infer<typeof upgradeStatusBody>;
