import type { AlibabaAccountScenario } from "../index.ts";
import { type Received, type Sent, sendAlibaba } from "./client.ts";
import { alibabaAccount } from "./scenario.ts";
import type { Stage } from "./stage.ts";

export const start: number = Date.parse("2026-11-20T10:00:00Z");
export const hour = 3_600_000;
export const form = "application/x-www-form-urlencoded";

export const arn = "acs:ram::123456789012:role/reader";
export const strictArn = "acs:ram::123456789012:role/strict";
export const oidc = {
  providerArn: "acs:ram::123456789012:oidc-provider/ack",
  roleArn: arn,
  token: "OIDC-TOKEN",
};
export const session = { RoleArn: arn, RoleSessionName: "upgradectl" };

/** An account with one way in of each kind. */
export const openAccount: AlibabaAccountScenario = alibabaAccount({
  roles: [{ arn }, { arn: strictArn, externalId: "partner" }],
  oidc,
  metadata: { role: "node" },
  credentialsUri: "/credentials",
});

/** Of another owner, who gives a role away too. */
export const partnerAccount: AlibabaAccountScenario = alibabaAccount({
  name: "partner",
  accessKeyId: "PARTNER",
  accessKeySecret: "partner-secret",
  roles: [{ arn: "acs:ram::210987654321:role/guest" }],
  clusters: [{ name: "theirs", id: "c2", version: "1.32.1-aliyun.1" }],
});

/** A temporary key as every part of the cloud shows it. */
export interface Key {
  readonly AccessKeyId: string;
  readonly AccessKeySecret: string;
  readonly SecurityToken: string;
}

/** DescribeClusterDetail with a temporary key, or with the account's own. */
export function showDetail(
  stage: Stage,
  key?: Key,
  target = "/clusters/c106f377e16f34eb1808d6b9362c9abcd",
): Promise<Received> {
  const sent: Sent = key === undefined ? {} : signedBy(key);
  return sendAlibaba(stage.simulator.url, "DescribeClusterDetail", target, { time: stage.now, ...sent });
}

export function signedBy(key: Key): Sent {
  const headers = { "x-acs-security-token": key.SecurityToken };
  return { accessKeyId: key.AccessKeyId, secret: key.AccessKeySecret, headers };
}
