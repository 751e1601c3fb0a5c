import type { ErrorKind } from "@upgradectl/provider-sdk";
import type { Source } from "./fault-matrix-clouds.ts";
import { answerWith, changed, each, type MatrixFault, rewritten } from "./fault-matrix-faults.ts";
import type { CloudAnswer } from "./fault-matrix-server.ts";

const page = "<html><head><title>Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>";
const html = { "content-type": "text/html" };
const kindsOfStatus: Readonly<Record<number, readonly ErrorKind[]>> = {
  400: ["unexpected-response"],
  401: ["unauthenticated"],
  403: ["forbidden"],
  // The gateways' 404 says that there is no such API, and a page says nothing at all: neither is "no such cluster".
  404: ["unavailable"],
  409: ["unavailable", "unexpected-response"],
  500: ["unavailable"],
  502: ["unavailable"],
  503: ["unavailable"],
  504: ["unavailable", "timeout"],
};
const statuses = Object.keys(kindsOfStatus).map(Number);
/** IAM locks a user after a few refusals, so whatever it refuses is not asked for again. */
const refused = (status: number): Pick<MatrixFault, "signInKinds"> =>
  status < 500 ? { signInKinds: ["unauthenticated"] } : {};
const kindsOf = (status: number): readonly ErrorKind[] => kindsOfStatus[status] ?? [];

export const statusFaults: readonly MatrixFault[] = [
  ...statuses.map(
    (status): MatrixFault => ({
      name: `${status}, in the cloud's words`,
      places: each,
      kinds: kindsOf(status),
      status,
      ...refused(status),
      ...(status === 401 ? { endsAccount: true } : {}),
    }),
  ),
  ...statuses.map(
    (status): MatrixFault => ({
      name: `${status}, with a page of somebody else`,
      places: each,
      kinds: status === 400 || status === 409 ? ["unexpected-response", "unavailable"] : kindsOf(status),
      fault: answerWith(status, page, html),
      ...refused(status),
      ...(status === 401 ? { endsAccount: true } : {}),
    }),
  ),
  ...[403, 404, 500].map(
    (status): MatrixFault => ({
      name: `${status}, with JSON of somebody else`,
      places: each,
      kinds: kindsOf(status),
      fault: answerWith(status, '{"error":"no luck","ok":false}'),
      ...refused(status),
    }),
  ),
  {
    name: "400 that echoes the whole request",
    places: each,
    kinds: ["unexpected-response"],
    ...refused(400),
    fault: (exchange) =>
      answerWith(400, JSON.stringify({ message: "what?", headers: exchange.request.headers }))(exchange),
  },
];

const advice: readonly (readonly [name: string, headers: () => CloudAnswer["headers"]])[] = [
  ["`Retry-After` in seconds", () => ({ "retry-after": "1" })],
  ["`Retry-After` with a fraction", () => ({ "retry-after": "0.8" })],
  ["`Retry-After` as a date", () => ({ "retry-after": new Date(Date.now() + 2000).toUTCString() })],
  ["`Retry-After` of a day that is past", () => ({ "retry-after": "Sun, 06 Nov 1994 08:49:37 GMT" })],
  ["`Retry-After: 0`", () => ({ "retry-after": "0" })],
  ["`x-acs-retry-after` in milliseconds", () => ({ "x-acs-retry-after": "700" })],
  ["both of them", () => ({ "retry-after": "1", "x-acs-retry-after": "300" })],
  ["`Retry-After: soon`", () => ({ "retry-after": "soon" })],
  ["`Retry-After: -5`", () => ({ "retry-after": "-5" })],
  ["`Retry-After` of an hour", () => ({ "retry-after": "3600" })],
  ["`Retry-After` of 400 digits", () => ({ "retry-after": "9".repeat(400) })],
];

/** A service that answers others is asked again for as long as the run has time. */
const throttledKinds = ["rate-limited", "timeout"] as const;
const throttlings: readonly MatrixFault[] = [
  { name: "429, in the cloud's words", places: each, kinds: throttledKinds, status: 429, throttles: true },
  {
    name: "429, with a page of somebody else",
    places: each,
    kinds: throttledKinds,
    throttles: true,
    fault: answerWith(429, page, html),
  },
];
const advised = advice.map(([name, headers]) => ({
  name: `429, ${name}`,
  places: each,
  kinds: throttledKinds,
  throttles: true,
  status: 429,
  ...(/hour/.test(name) ? { holdsAccount: true, endsAccount: true } : {}),
  fault: changed((answer) => ({ ...answer, headers: { ...answer.headers, ...headers() } })),
})) satisfies readonly MatrixFault[];
export const adviceFaults: readonly MatrixFault[] = [...throttlings, ...advised];

/** With request timeouts that are longer than the run. */
export const deadlineFaults: readonly MatrixFault[] = [
  {
    name: "no answer, and a request timeout beyond `--timeout`",
    places: ["sign-in", "cluster", "upgrades"],
    kinds: ["timeout"],
    fault: () => {},
    stalls: true,
  },
  {
    name: "429, `Retry-After` of a minute, beyond `--timeout`",
    places: ["cluster", "upgrades"],
    kinds: ["rate-limited", "timeout"],
    status: 429,
    holdsAccount: true,
    fault: changed((answer) => ({ ...answer, headers: { ...answer.headers, "retry-after": "60" } })),
  },
];

/** Refused identities count towards the lock of a key, so each stands alone. */
const skew = "the clock is two hours off";
const skewBodies: Readonly<Record<Source, string>> = {
  "huawei-cce":
    '{"error_code":"APIG.0301","error_msg":"Incorrect IAM authentication information: request time expired"}',
  "huawei-cce-autopilot":
    '{"error_code":"APIG.0301","error_msg":"Incorrect IAM authentication information: request time expired"}',
  "huawei-css":
    '{"error_code":"APIG.0301","error_msg":"Incorrect IAM authentication information: request time expired"}',
  "alibaba-ack":
    '{"Code":"InvalidTimeStamp.Expired","Message":"Specified time stamp or date value is expired."}',
};
const expiredBodies: Readonly<Record<Source, string>> = {
  "huawei-cce": '{"error_code":"APIG.0307","error_msg":"The token must be updated."}',
  "huawei-cce-autopilot": '{"error_code":"APIG.0307","error_msg":"The token must be updated."}',
  "huawei-css": '{"error_code":"APIG.0307","error_msg":"The token must be updated."}',
  "alibaba-ack": '{"Code":"InvalidSecurityToken.Expired","Message":"Specified SecurityToken is expired."}',
};

export const identityFaults: readonly MatrixFault[] = (
  [
    [skew, skewBodies, { date: new Date(Date.now() + 7_200_000).toUTCString() }],
    ["credentials expire in flight", expiredBodies, {}],
  ] as const
).flatMap(([name, bodies, headers]) =>
  Object.entries(bodies).map(
    ([source, body]): MatrixFault => ({
      name,
      places: ["list", "cluster", "upgrades"],
      kinds: ["unauthenticated"],
      sources: [source as Source], // the keys of the record
      fault: answerWith(source === "alibaba-ack" ? 400 : 401, body, headers),
      endsAccount: true,
    }),
  ),
);

export const redirectFaults: readonly MatrixFault[] = [302, 308].flatMap((status) => [
  {
    name: `${status} to another place of the same host`,
    places: each,
    kinds: ["unexpected-response"],
    fault: answerWith(status, "", { location: "/trap" }),
  } satisfies MatrixFault,
  {
    name: `${status} to another host`,
    places: each,
    kinds: ["unexpected-response"],
    fault: (exchange) => answerWith(status, "", { location: `${exchange.trap}/trap` })(exchange),
  } satisfies MatrixFault,
]);

type Body = { [key: string]: unknown };
const isBody = (value: unknown): value is Body => typeof value === "object" && value !== null;

/** In every object of a body, at any depth. */
function everywhere(change: (body: Body) => Body): (value: unknown) => unknown {
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit);
    if (!isBody(value)) return value;
    return change(Object.fromEntries(Object.entries(value).map(([key, child]) => [key, visit(child)])));
  };
  return visit;
}

const wordOf = /^(phase|state|status|taskType)$/;
const unknownWords = everywhere((body) =>
  Object.fromEntries(
    Object.entries(body).map(([key, value]) => [
      key,
      wordOf.test(key) && typeof value === "string" ? "Levitating" : value,
    ]),
  ),
);
const idName = /^(uid|id|cluster_id|task_id|clusterID|clusterId)$/;
const ofAnother = everywhere((body) =>
  Object.fromEntries(
    Object.entries(body).map(([key, value]) => [key, idName.test(key) ? "another-id" : value]),
  ),
);

/** Answers that are well formed and wrong. */
export const contentFaults: readonly MatrixFault[] = [
  {
    name: "words that nobody knows",
    places: ["cluster", "upgrades"],
    kinds: [null, "unexpected-response"],
    fault: rewritten(unknownWords),
  },
  {
    name: "the answer about another cluster",
    places: ["cluster"],
    kinds: ["unexpected-response"],
    fault: rewritten(ofAnother),
  },
];

const rowsOf = /^(items|clusters|tasks|detailList)$/;
const totalOf = /^(totalSize|total_count)$/;
const withRows = (change: (rows: readonly unknown[]) => readonly unknown[], total?: number) =>
  everywhere((body) =>
    Object.fromEntries(
      Object.entries(body).map(([key, value]) => {
        if (rowsOf.test(key) && Array.isArray(value)) return [key, change(value)];
        return [key, total !== undefined && totalOf.test(key) ? total : value];
      }),
    ),
  );
let rowNumber = 0;
const renamed = everywhere((body) => {
  const names = Object.keys(body).filter((key) => idName.test(key));
  rowNumber += 1;
  return { ...body, ...Object.fromEntries(names.map((key) => [key, `row-${rowNumber}`])) };
});
const paged: readonly Source[] = ["huawei-css", "alibaba-ack"];

/** Lists, which cost nothing where the clusters can still be read one by one. */
export const listFaults: readonly MatrixFault[] = [
  {
    name: "a list that lacks the clusters",
    places: ["list"],
    kinds: [null],
    fault: rewritten(withRows(() => [])),
  },
  {
    name: "every row twice",
    places: ["list"],
    kinds: [null],
    fault: rewritten(withRows((rows) => [...rows, ...rows])),
  },
  {
    name: "rows that are `null`",
    places: ["list"],
    kinds: [null],
    fault: rewritten(withRows((rows) => rows.map(() => null))),
  },
  {
    name: "rows without an id",
    places: ["list"],
    kinds: [null],
    fault: rewritten(withRows((rows) => rows.map(() => ({})))),
  },
  {
    name: "a page that repeats for ever",
    places: ["list"],
    kinds: [null],
    sources: paged,
    fault: rewritten(withRows((rows) => rows, 100_000)),
  },
  {
    name: "new pages for ever",
    places: ["list"],
    kinds: [null],
    sources: paged,
    fault: rewritten(withRows((rows) => rows.map(renamed), 100_000)),
  },
];

/** The same of the upgrades of one cluster, where half a list must not pass for a whole. */
export const upgradeListFaults: readonly MatrixFault[] = [
  {
    name: "a page that repeats for ever",
    places: ["upgrades"],
    kinds: ["unexpected-response"],
    sources: paged,
    fault: rewritten(withRows((rows) => rows, 100_000)),
  },
  {
    name: "new pages for ever",
    places: ["upgrades"],
    isLong: true,
    kinds: ["unexpected-response"],
    sources: paged,
    fault: rewritten(withRows((rows) => rows.map(renamed), 1_000_000)),
  },
];
