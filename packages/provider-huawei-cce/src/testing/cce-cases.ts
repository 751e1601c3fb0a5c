import type { Case, Exchange, ProviderTests } from "@upgradectl/provider-testkit";
// The bodies of `huawei-cloud`, by path: no package publishes them. They import nothing of it.
import {
  type Body,
  clusterBody,
  failedWorkflow,
  finishedWorkflow,
  ids,
  infoBody,
  listOf,
  runningWorkflow,
  taskBody,
  upgradingInfo,
} from "../../../huawei-cloud/src/testing/bodies.ts";
import { failedPreCheckBody, preCheckBody } from "../../../huawei-cloud/src/testing/pre-check-bodies.ts";

const project = "0c1d2e3f4a5b6c7d8e9f0a1b2c3d4e5f";
const other = "c271e39e-1a6e-4d3d-8fa8-2a36329c68d1";
const secrets = ["sk-of-the-testkit-0001", "security-token-of-the-testkit"] as const;

/** What the conformance suite is told of CCE and CCE Autopilot, which differ in a prefix and in upgrade plans. */
export function cceTests(
  provider: ProviderTests["provider"],
  prefix: string,
  plans: readonly Body[] | undefined,
): ProviderTests {
  const clusters = `${prefix}/v3/projects/${project}/clusters`;
  const own = `${clusters}/${ids.cluster}`;
  const operation = `${own}/operation`;
  const upgradePlans: readonly Exchange[] =
    plans === undefined ? [] : [{ path: `${own}/upgradeplans`, body: listOf(...plans) }];
  const check: Exchange = { path: `${operation}/precheck/tasks/${ids.precheck}`, body: preCheckBody() };
  const caseOf = (phase: string, info: Body, workflows: readonly Body[], more: readonly Exchange[] = []) => ({
    cluster: { id: ids.cluster },
    exchanges: [
      { path: own, body: { ...clusterBody(), status: { phase } } },
      { path: `${own}/upgradeinfo`, body: info },
      { path: `${operation}/upgradeworkflows`, body: listOf(...workflows) },
      ...more,
    ],
  });
  const tasks = (...items: Body[]): Exchange => ({
    path: `${operation}/upgrade/tasks`,
    body: listOf(...items),
  });
  const cases: ProviderTests["cases"] = {
    healthy: caseOf("Available", infoBody(), [finishedWorkflow(), olderWorkflow()]),
    upgrading: caseOf(
      "Upgrading",
      upgradingInfo(),
      [runningWorkflow(), olderWorkflow()],
      [tasks({ ...taskBody(), status: { phase: "Running", progress: "42.00" } }), ...upgradePlans],
    ),
    failed: {
      ...caseOf(
        "Available",
        infoBody(),
        [failedWorkflow(), olderWorkflow()],
        [tasks(), check, ...upgradePlans],
      ),
      expect: { phase: "failed", toVersion: "v1.19.16-r80" },
    },
    absent: {
      cluster: { id: ids.cluster },
      exchanges: [
        {
          path: own,
          status: 404,
          body: { errorCode: "CCE.01404001", errorMessage: "Resource not found" },
        },
      ],
    },
    "failed by its check alone": {
      ...caseOf(
        "Available",
        upgradingInfo("Failed"),
        [],
        [
          tasks({ ...taskBody(), status: { phase: "Failed" } }),
          { path: `${operation}/precheck/tasks`, body: listOf(failedPreCheckBody(becomeNewest)) },
          ...upgradePlans,
        ],
      ),
      expect: { verdict: "failed" },
    },
    "pinned to a workflow": {
      cluster: { id: ids.cluster, with: { workflowId: ids.workflow } },
      exchanges: [
        { path: own, body: clusterBody() },
        { path: `${own}/upgradeinfo`, body: infoBody() },
        { path: `${operation}/upgradeworkflows/${ids.workflow}`, body: finishedWorkflow() },
      ],
      expect: { verdict: "converged" },
    },
    "pinned to a workflow that runs": {
      cluster: { id: ids.cluster, with: { workflowId: ids.workflow } },
      exchanges: [
        { path: own, body: clusterBody() },
        { path: `${own}/upgradeinfo`, body: infoBody() },
        { path: `${operation}/upgradeworkflows/${ids.workflow}`, body: runningWorkflow() },
        {
          path: `${operation}/upgrade/tasks/${ids.task}`,
          body: { ...taskBody(), status: { phase: "Running", progress: "42.00" } },
        },
        ...upgradePlans,
      ],
      expect: { phase: "running", toVersion: "v1.19.16-r80" },
    },
    "pinned to a workflow and another task": {
      cluster: { id: ids.cluster, with: { workflowId: ids.workflow, taskId: other } },
      exchanges: [
        { path: own, body: clusterBody() },
        { path: `${own}/upgradeinfo`, body: infoBody() },
        { path: `${operation}/upgradeworkflows/${ids.workflow}`, body: finishedWorkflow() },
        {
          path: `${operation}/upgrade/tasks/${other}`,
          body: { ...taskBody(), metadata: { uid: other }, status: { phase: "Failed" } },
        },
        { path: `${operation}/precheck/tasks`, body: listOf() },
        ...upgradePlans,
      ],
      expect: { verdict: "failed" },
    },
    "pinned to a task": {
      cluster: { id: ids.cluster, with: { taskId: ids.task } },
      exchanges: [
        { path: own, body: clusterBody() },
        { path: `${own}/upgradeinfo`, body: infoBody() },
        {
          path: `${operation}/upgrade/tasks/${ids.task}`,
          body: { ...taskBody(), status: { phase: "Success" } },
        },
      ],
      expect: { verdict: "converged" },
    } satisfies Case,
  };
  const row = clusterBody();
  const neighbour = { ...row, metadata: { name: "orders", uid: other } };
  return {
    provider,
    config: (url) => ({
      endpoint: url,
      region: "cn-north-4",
      projectId: project,
      credentials: {
        accessKeyId: "AKTESTKIT0000001",
        secretAccessKey: secrets[0],
        securityToken: secrets[1],
      },
    }),
    secrets,
    cases,
    list: {
      ids: [ids.cluster, other],
      exchanges: [{ path: clusters, body: { kind: "Cluster", apiVersion: "v3", items: [row, neighbour] } }],
    },
    postCheck: {
      cluster: { id: ids.cluster },
      upgrade: { fromVersion: "v1.28.15-r2", toVersion: "v1.29.8-r4" },
      phase: "succeeded",
      exchanges: [
        {
          method: "POST",
          path: `${operation}/postcheck`,
          body: {
            kind: "PostCheckTask",
            metadata: { uid: "post-1" },
            spec: { clusterID: ids.cluster, clusterVersion: "v1.28.15-r2", targetVersion: "v1.29.8-r4" },
            status: { phase: "Success" },
          },
        },
      ],
    },
    // A Go service: where there is none, lists and parts of an answer are left out.
    omitted: {
      [actionOf(provider, "/upgradeworkflows")]: ["items"],
      [actionOf(provider, "/upgradeinfo")]: ["status", "status.phase"],
    },
    unused: { KeystoneListProjects: "the tested configuration names its project" },
  };
}

function actionOf({ reads }: ProviderTests["provider"], end: string): string {
  return reads.find(({ path }) => path.endsWith(end))?.action ?? "";
}

/** An upgrade of a year before, which went well. */
function olderWorkflow(): Body {
  const body = JSON.parse(JSON.stringify(finishedWorkflow()).replaceAll("2023-11-25", "2022-11-25"));
  body.metadata = {
    uid: "0a6d9f41-4e3c-4d0b-8938-6c0c3e2f5b00",
    creationTimestamp: "2022-11-25 06:32:34.923248 +0000 UTC",
    updateTimestamp: "2022-11-25 07:49:30.281911 +0000 UTC",
  };
  return body;
}

/** Of the time and target of the task that failed. */
function becomeNewest(check: Body): void {
  check.metadata.creationTimestamp = "2022-12-16 13:30:20.75671 +0800 CST";
  check.spec.targetVersion = "v1.23.5-r0";
}
