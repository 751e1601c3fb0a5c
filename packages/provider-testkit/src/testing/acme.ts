import {
  type Answer,
  type Api,
  type ClusterRef,
  type Condition,
  type ConnectContext,
  type Connection,
  defineProvider,
  type ErrorFacts,
  errorOfStatus,
  type Fresh,
  keepFresh,
  type ListedCluster,
  type Observation,
  type Operation,
  type Phase,
  type PostCheck,
  type ProviderDefinition,
  ProviderError,
  parseTimestamp,
  type Read,
  requireSame,
} from "@upgradectl/provider-sdk";

/** What the API sends; each broken provider bends it in its own way. */
// biome-ignore lint/suspicious/noExplicitAny: strangers write providers without types
export type Body = any;

export interface Config {
  readonly key: string;
  readonly zones?: readonly string[];
}

export type Context = ConnectContext<Config>;

/** One call's surroundings. */
export interface Call {
  readonly api: Api;
  readonly context: Context;
  readonly cluster: ClusterRef;
  readonly signal: AbortSignal;
}

export const acmeReads: readonly Read[] = [
  { action: "GetToken", method: "POST", path: "/token", service: "auth", purpose: "sign-in" },
  { action: "GetCluster", path: "/clusters/{id}" },
  { action: "ListTasks", path: "/clusters/{id}/tasks" },
  { action: "ListPools", path: "/clusters/{id}/pools", when: "where `expect` names pools" },
  { action: "ListClusters", path: "/clusters", per: "account" },
  { action: "RunCheck", method: "POST", path: "/clusters/{id}/check", purpose: "post-check" },
];

/** What a provider is made of. */
export interface Parts {
  readonly definition: Partial<ProviderDefinition>;
  /** Called once in `connect`. */
  readonly onConnect: (api: Api, context: Context) => void | Promise<void>;
  readonly token: (auth: Api, context: Context) => Pick<Fresh<string>, "current">;
  /** Is the key marked as secret? */
  readonly secret: boolean;
  readonly readError: (answer: Answer) => ErrorFacts | undefined;
  readonly read: (call: Call, action: string, query?: Readonly<Record<string, string>>) => Promise<Answer>;
  readonly condition: (state: unknown) => Condition;
  readonly phase: (state: unknown) => Phase;
  readonly rawOf: (state: unknown) => string | null;
  readonly cluster: (parts: Parts, call: Call) => Promise<Body>;
  readonly tasks: (parts: Parts, call: Call) => Promise<readonly Body[]>;
  readonly operation: (parts: Parts, task: Body) => Operation;
  /** May change what has been observed. */
  readonly result: (observation: Observation, call: Call) => Observation;
  readonly properties: (parts: Parts, call: Call) => Promise<Observation["properties"]>;
  readonly observe: (parts: Parts, call: Call) => Promise<Observation>;
  readonly list: (parts: Parts, api: Api, signal: AbortSignal) => AsyncIterable<readonly ListedCluster[]>;
  readonly postCheck: (parts: Parts, call: Call) => Promise<PostCheck>;
  /** Between the host and the whole. */
  readonly connection: (connection: Connection, context: Context) => Connection;
}

/** The parts of a provider that keeps the contract. A test replaces one of them. */
export const goodParts: Parts = {
  definition: {},
  onConnect: () => {},
  token: (auth, { config, now, secret }) =>
    keepFresh(async (signal) => {
      const { body } = await auth.read("GetToken", { json: { key: config.key }, signal });
      const token: unknown = isObject(body) ? body.token : undefined;
      if (typeof token !== "string") throw odd("GetToken has no token");
      secret(token);
      return { value: token, expiresAt: null };
    }, now),
  secret: true,
  readError: (answer) => {
    if (answer.status < 300 || !isObject(answer.body) || typeof answer.body.code !== "string")
      return undefined;
    const { code, message = "" } = answer.body;
    const isMissing = code === "ClusterNotFound" && answer.action === "GetCluster";
    const meaning = isMissing ? { kind: "not-found" as const } : errorOfStatus(answer.status);
    return { ...meaning, code, message: `${code}: ${message}` };
  },
  read: (call, action, query = {}) =>
    call.api.read(action, { path: { id: call.cluster.id }, query, signal: call.signal }),
  condition: (state) => {
    const known: Readonly<Record<string, Condition>> = {
      idle: "ready",
      upgrading: "upgrading",
      broken: "failed",
    };
    return (typeof state === "string" && Object.hasOwn(known, state) && known[state]) || "unknown";
  },
  phase: (state) => {
    const known: Readonly<Record<string, Phase>> = { active: "running", done: "succeeded", error: "failed" };
    return (typeof state === "string" && Object.hasOwn(known, state) && known[state]) || "unknown";
  },
  rawOf: (state) => (typeof state === "string" ? state : null),
  async cluster(parts, call) {
    const answer = await parts.read(call, "GetCluster");
    const { body } = answer;
    if (!isObject(body) || typeof body.version !== "string") throw odd("GetCluster has no version");
    requireSame("cluster", typeof body.id === "string" ? body.id : null, call.cluster.id, answer);
    return body;
  },
  async tasks(parts, call) {
    const { body } = await parts.read(call, "ListTasks");
    if (!isObject(body) || !Array.isArray(body.tasks)) throw odd("ListTasks has no tasks");
    if (!body.tasks.every(isObject)) throw odd("ListTasks has an odd task");
    return body.tasks;
  },
  operation: (parts, task) => ({
    id: typeof task.id === "string" ? task.id : null,
    kind: "version",
    phase: parts.phase(task.state),
    rawPhase: parts.rawOf(task.state),
    fromVersion: null,
    toVersion: typeof task.to === "string" ? task.to : null,
    progress: null,
    message: typeof task.message === "string" ? task.message : null,
    startedAt: parseTimestamp(task.started)?.at ?? null,
    updatedAt: null,
    finishedAt: null,
    steps: [],
  }),
  result: (observation) => observation,
  async properties(parts, call) {
    if (!call.cluster.properties.includes("pools")) return {};
    const { body } = await parts.read(call, "ListPools");
    if (!isObject(body) || !Array.isArray(body.pools)) throw odd("ListPools has no pools");
    const pools = body.pools.map((pool: Body) => [String(pool?.name), pool?.version ?? null] as const);
    return { pools: Object.fromEntries(pools) };
  },
  async observe(parts, call) {
    const cluster = listedOf(call) ?? (await parts.cluster(parts, call));
    const tasks = await parts.tasks(parts, call);
    const state = parts.rawOf(cluster.state) ?? "";
    const operations = tasks.map((task) => parts.operation(parts, task));
    const properties = await parts.properties(parts, call);
    const facts = {
      version: cluster.version,
      state: { condition: parts.condition(cluster.state), raw: state },
    };
    return parts.result({ ...facts, operations, ...(properties === undefined ? {} : { properties }) }, call);
  },
  async *list(_parts, api, signal) {
    const seen = new Set<string>();
    for (let cursor: string | undefined; ; ) {
      const { body } = await api.read("ListClusters", { query: { cursor }, signal });
      if (!isObject(body) || !Array.isArray(body.clusters)) throw odd("ListClusters has no clusters");
      const { next } = body;
      if (typeof next !== "string" && body.last !== true) throw odd("ListClusters ends nowhere");
      yield body.clusters.map(toRow);
      if (typeof next !== "string") return;
      if (seen.has(next)) throw odd("ListClusters goes round in circles");
      seen.add(next);
      cursor = next;
    }
  },
  async postCheck(_parts, { api, cluster, signal }) {
    const { body } = await api.read("RunCheck", { path: { id: cluster.id }, signal });
    if (!isObject(body) || body.cluster !== cluster.id) throw odd("RunCheck is about another cluster");
    const rawPhase = typeof body.result === "string" ? body.result : null;
    const phase = rawPhase === "passed" ? "succeeded" : rawPhase === "failed" ? "failed" : "unknown";
    return { phase, rawPhase, id: null, fromVersion: null, toVersion: null };
  },
  connection: (connection) => connection,
};

/** A provider of an API that nobody has, with some of its parts replaced. */
export function createAcme(changes: Partial<Parts> = {}): ProviderDefinition {
  const parts: Parts = { ...goodParts, ...changes };
  const good = defineProvider({
    contract: 1,
    name: "acme",
    config: {
      type: "object",
      required: ["key"],
      properties: {
        key: { type: "string", ...(parts.secret ? { secret: true } : {}) },
        zones: { type: "array", items: { type: "string" } },
      },
    },
    cluster: { expect: { pools: { schema: { type: "object", additionalProperties: { type: "string" } } } } },
    reads: acmeReads,
    async connect(context) {
      const baseUrl = context.config.endpoint ?? "https://acme.example";
      const token = parts.token(context.http.api({ service: "auth", baseUrl }), context);
      const api = context.http.api({
        baseUrl,
        readError: parts.readError,
        sign: async (_request, signal) => ({ headers: { "x-token": await token.current(signal) } }),
      });
      await parts.onConnect(api, context);
      const call = (cluster: ClusterRef, signal: AbortSignal): Call => ({ api, context, cluster, signal });
      const connection: Connection = {
        observe: (cluster, signal) => parts.observe(parts, call(cluster, signal)),
        list: (signal) => parts.list(parts, api, signal),
        postCheck: (cluster, _upgrade, signal) => parts.postCheck(parts, call(cluster, signal)),
      };
      return parts.connection(connection, context);
    },
  });
  return { ...good, ...parts.definition };
}

export function odd(message: string): ProviderError {
  return new ProviderError({ kind: "unexpected-response", message });
}

export function isObject(value: unknown): value is Body {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function listedOf({ cluster }: Call): Body {
  const row: Body = cluster.listed?.row;
  return isObject(row) && typeof row.version === "string" && typeof row.state === "string" ? row : undefined;
}

export function toRow(row: Body): ListedCluster {
  if (typeof row?.id !== "string") throw odd("ListClusters has a cluster without an id");
  return { id: row.id, name: row.id, version: typeof row.version === "string" ? row.version : null, row };
}
