import { expect } from "vitest";
import type { HuaweiAccountScenario } from "../index.ts";
import { clusterPath, type Received, type Sent, send, sendHuawei } from "./client.ts";
import { huaweiAccount } from "./scenario.ts";
import type { Stage } from "./stage.ts";

export const start: number = Date.parse("2026-11-20T10:00:00.123Z");
export const hour = 3_600_000;

/** An account with one way in of each kind. */
export const openAccount: HuaweiAccountScenario = huaweiAccount({
  domainName: "acme",
  users: [{ name: "reader", password: "right" }],
  agencies: [{ name: "ops" }],
  identityProvider: { id: "github", token: "ID-TOKEN" },
  metadata: "both",
  podIdentity: { path: "/v1/credentials", token: "POD-TOKEN" },
});

const { accessKeyId: _, secretAccessKey: __, ...withoutKey } = huaweiAccount();

/** A second project of the same user and agency, which has no key of its own. */
export const secondProject: HuaweiAccountScenario = {
  ...withoutKey,
  name: "second",
  domainName: "acme",
  region: "cn-south-1",
  projectId: "ffff",
  users: [{ name: "reader", password: "right" }],
  agencies: [{ name: "ops" }],
  clusters: [{ name: "elsewhere", version: "v1.29.8-r4" }],
};
export const secondProjectPath = "/api/v3/projects/ffff/clusters";

const user = { name: "reader", password: "right", domain: { name: "acme" } };

export function passwordBody(changes: { user?: object; scope?: unknown; methods?: unknown } = {}): object {
  const methods = "methods" in changes ? changes.methods : ["password"];
  const scope = "scope" in changes ? changes.scope : { project: { name: "cn-north-4" } };
  return { auth: { identity: { methods, password: { user: { ...user, ...changes.user } } }, scope } };
}

export function agencyBody(changes: object = {}, scope?: object): object {
  const assume_role = { agency_name: "ops", domain_name: "acme", duration_seconds: 3600, ...changes };
  return { auth: { identity: { methods: ["assume_role"], assume_role }, scope } };
}

export function tokenBody(token: object = {}): object {
  return { auth: { identity: { methods: ["token"], token } } };
}

/** As IAM and the metadata service show it. */
export interface Credential {
  readonly access: string;
  readonly secret: string;
  readonly securitytoken: string;
}

/** What someone without a key of his own can send. */
export interface Visitor {
  post(target: string, body: unknown, headers?: Sent["headers"]): Promise<Received>;
  signIn(body?: unknown, query?: string): Promise<Received>;
  showWith(token: string, target?: string): Promise<Received>;
  showSigned(key: Credential, target?: string): Promise<Received>;
  /** Signed with the account's own key. */
  signedPost(target: string, body: unknown): Promise<Received>;
}

export function visitHuawei(stage: Stage): Visitor {
  const post: Visitor["post"] = (target, body, headers) => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const own = { "content-type": "application/json", "content-length": `${Buffer.byteLength(text)}` };
    return send(stage.simulator.url, target, { method: "POST", body: text, headers: { ...own, ...headers } });
  };
  return {
    post,
    signIn: (body = passwordBody(), query = "") => post(`/v3/auth/tokens${query}`, body),
    showWith: (token, target = clusterPath) =>
      send(stage.simulator.url, target, { headers: { "x-auth-token": token } }),
    showSigned: ({ access: accessKeyId, secret, securitytoken }, target = clusterPath) => {
      const headers = { "x-security-token": securitytoken };
      return sendHuawei(stage.simulator.url, target, { time: stage.now, accessKeyId, secret, headers });
    },
    signedPost: (target, body) => {
      const headers = { "content-type": "application/json" };
      const sent: Sent = { method: "POST", body: JSON.stringify(body), time: stage.now, headers };
      return sendHuawei(stage.simulator.url, target, sent);
    },
  };
}

export function tokenOf(answer: Received): string {
  expect(answer.status, answer.text).toBe(201);
  return String(answer.headers["x-subject-token"]);
}
