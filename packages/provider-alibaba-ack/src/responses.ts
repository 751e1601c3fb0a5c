import { describeMismatch, parseTimestamp } from "@upgradectl/provider-sdk";
import * as z from "zod/mini";

// The bodies of CS 2015-12-15, only the fields that are used. Every field is optional in the vendor's SDK (7.2.0), and null,
// "", [] and a missing key mean the same; a field of another type than documented is an unexpected response. A field is one
// step and no chain of them: all of a fleet's answers go through here.

type Issues = z.core.ParsePayload["issues"];

function isEmpty(value: unknown): boolean {
  return (
    value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0)
  );
}

function reject(expected: string, value: unknown, issues: Issues): null {
  issues.push({ code: "custom", message: describeMismatch(expected, value), input: value });
  return null;
}

type Fault = Pick<z.core.$ZodRawIssue, "input">;

function object<Shape extends z.core.$ZodShape>(shape: Shape) {
  return z.object(shape, { error: ({ input }: Fault) => describeMismatch("object", input) });
}

function readText(value: unknown, issues: Issues): string | null {
  if (isEmpty(value)) return null;
  return typeof value === "string" ? value.trim() || null : reject("string", value, issues);
}

const text = z.transform((value: unknown, { issues }) => readText(value, issues));
const codeText = z.transform((value: unknown, { issues }) =>
  readText(typeof value === "number" ? String(value) : value, issues),
);
const count = z.transform((value: unknown, { issues }) => {
  if (isEmpty(value)) return null;
  const number = typeof value === "string" && /^\d{1,9}$/.test(value) ? Number(value) : value;
  const isCount = typeof number === "number" && Number.isSafeInteger(number) && number >= 0;
  return isCount ? number : reject("whole number", value, issues);
});
/** With or without a zone, or an epoch number. What is no time is not known. */
const time = z.transform(parseTimestamp);

/** Undefined where there is nothing. */
function maybe<Shape extends z.core.$ZodShape>(shape: Shape) {
  return z.pipe(
    z.transform((value: unknown) => (isEmpty(value) ? undefined : value)),
    z.optional(object(shape)),
  );
}

function list<Row extends z.core.SomeType>(row: Row) {
  return z.pipe(
    z.transform((value: unknown) => (isEmpty(value) ? [] : value)),
    z.array(row, { error: ({ input }: Fault) => describeMismatch("array", input) }),
  );
}

/** A body is the API's own only if it has one of its fields: `{}` is no "none". */
function body<Shape extends z.core.$ZodShape>(shape: Shape) {
  return bodyWith(shape, (value) => Object.keys(shape).some((field) => Object.hasOwn(value, field)));
}

/** A list may be left out where it is empty, but only beside the paging that says so. */
function listBody<Shape extends z.core.$ZodShape>(field: keyof Shape & string, shape: Shape) {
  return bodyWith(shape, (value) => Object.hasOwn(value, field) || !isEmpty(value.page_info));
}

function bodyWith<Shape extends z.core.$ZodShape>(
  shape: Shape,
  isOurs: (value: Readonly<Record<string, unknown>>) => boolean,
) {
  const message = `none of the fields ${Object.keys(shape).join(", ")}`;
  const check = (value: unknown, { issues }: z.core.ParsePayload): unknown => {
    // What is no object is left to the shape, which names the type that it found.
    if (isRecord(value) && !isOurs(value)) issues.push({ code: "custom", message, input: value });
    return value;
  };
  return z.pipe(z.transform(check), object(shape));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const pageInfo = maybe({ page_size: count, total_count: count });

/** DescribeClusterDetail, and a row of DescribeClustersForRegion. */
const cluster = { cluster_id: text, name: text, state: text, current_version: text };
export const clusterBody = body(cluster);
export type ClusterFields = z.infer<typeof clusterBody>;

export const clustersBody = listBody("clusters", {
  clusters: list(object(cluster)),
  page_info: pageInfo,
});

const taskError = maybe({ code: codeText, message: text });

const taskRow = object({
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

const stage = object({ name: text, state: text, start_time: time, end_time: time, message: text });

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
  parameters: z.catch(maybe({ next_version: text }), undefined),
});
export type TaskInfo = z.infer<typeof taskBody>;

const nodePool = object({
  nodepool_info: maybe({ name: text, nodepool_id: text }),
  node_components: list(object({ name: text, version: text })),
});
export type NodePool = z.infer<typeof nodePool>;

export const nodePoolsBody = body({ nodepools: list(nodePool) });

const checkRow = object({
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
export const checkBody = body({ ...checkRow.shape, check_items: z.optional(z.unknown()) });
export type Check = z.infer<typeof checkBody>;

/** Booleans came as text here. */
const flag = z.transform((value: unknown) => String(value).toLowerCase() === "true");

/**
 * GetUpgradeStatus. `upgrade_task` beyond `status` and `message` is in no document; Terraform's provider lived on
 * `upgrade_status` from 2020 to 2024, aliyungo has the times.
 */
export const upgradeStatusBody = body({
  status: text,
  upgrade_step: text,
  error_message: text,
  precheck_report_id: text,
  upgrade_task: maybe({
    status: text,
    message: text,
    created_at: time,
    finished_at: time,
    upgrade_status: z.catch(maybe({ failed: flag, is_canceled: flag }), undefined),
  }),
});
export type UpgradeStatus = z.infer<typeof upgradeStatusBody>;
