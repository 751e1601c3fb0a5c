import type { AlibabaAccountScenario, HuaweiAccountScenario, Scenario } from "../index.ts";

/** A healthy account of each cloud; a test changes the one thing that it is about. */
export function huaweiAccount(changes: Partial<HuaweiAccountScenario> = {}): HuaweiAccountScenario {
  return {
    cloud: "huawei",
    name: "cce",
    region: "cn-north-4",
    projectId: "0123456789abcdef0123456789abcdef",
    accessKeyId: "EXAMPLEAK",
    secretAccessKey: "EXAMPLESK0123456789abcdefghijklmnopqrstuv",
    clusters: [{ name: "payments", id: "b4b9e60f-8aa2-11ee-af09-0255ac10004f", version: "v1.29.8-r4" }],
    ...changes,
  };
}

export function alibabaAccount(changes: Partial<AlibabaAccountScenario> = {}): AlibabaAccountScenario {
  return {
    cloud: "alibaba",
    name: "ack",
    region: "cn-hangzhou",
    accessKeyId: "LTAI5tDummyAccessKeyId00",
    accessKeySecret: "DummyAccessKeySecret0123456789",
    clusters: [{ name: "orders", id: "c106f377e16f34eb1808d6b9362c9abcd", version: "1.32.1-aliyun.1" }],
    ...changes,
  };
}

export function scenarioOf(...accounts: Scenario["accounts"]): Scenario {
  return { accounts };
}
