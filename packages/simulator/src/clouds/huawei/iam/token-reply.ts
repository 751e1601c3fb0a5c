import type { Account } from "../../../scenario/world.ts";
import { queryValue } from "../../../server/raw-request.ts";
import type { Context, Reply } from "../../cloud.ts";
import { keystoneError } from "./errors.ts";
import { domainId, iamTime, projectOf, userId } from "./names.ts";
import { readScope, type Scope } from "./scope.ts";

/** Who gets a token, and what for. */
export interface TokenSubject {
  readonly method: "password" | "assume_role" | "mapped";
  readonly userName: string;
  /** What the subject may see, at least one. */
  readonly accounts: readonly Account[];
  readonly body: unknown;
}

/** Gives out a token: 201, itself in the header, and what it is in the body (IAM API reference, 2025-03). */
export function replyToken(context: Context, subject: TokenSubject): Reply {
  const scope = readScope(subject.body, subject.accounts);
  if (scope.kind === "malformed") return keystoneError(400, scope.what);
  if (scope.kind === "missing") return keystoneError(401, `Could not find ${scope.what}`);
  const accounts = scope.kind === "project" ? [scope.account] : subject.accounts;
  const [first] = accounts;
  if (first === undefined) throw new Error("a token for nobody");
  const expiresAt = context.now + first.signIn.tokenLifetimeMs;
  const { token } = context.desk.issueToken("MIIE", {
    accounts,
    hasProject: scope.kind === "project",
    expiresAt,
  });
  return {
    status: 201,
    headers: { "x-subject-token": token },
    body: { token: describe(context, subject, scope, first, expiresAt) },
  };
}

function describe(
  context: Context,
  subject: TokenSubject,
  scope: Scope,
  first: Account,
  expiresAt: number,
): object {
  const { domainName } = first.signIn;
  const domain = { id: domainId(domainName), name: domainName };
  const isShort = queryValue(context.request, "nocatalog") === "true";
  return {
    expires_at: iamTime(expiresAt),
    issued_at: iamTime(context.now),
    methods: [subject.method],
    user: {
      id: userId(domainName, subject.userName),
      name: subject.userName,
      domain,
      password_expires_at: "",
    },
    ...(scope.kind === "project" && { project: { ...projectOf(scope.account), domain } }),
    ...(scope.kind === "domain" && { domain }),
    ...(scope.kind !== "none" && { roles: [{ id: "0", name: "te_admin" }], catalog: isShort ? [] : catalog }),
  };
}

/** One entry of the hundreds that the real one has. */
const catalog = [
  {
    type: "identity",
    name: "iam",
    id: "100a6a3477f1495286579b819d399e36",
    endpoints: [
      {
        id: "33e1cbdd86d34e89a63cf8ad16a5f49f",
        interface: "public",
        region: "*",
        region_id: "*",
        url: "https://iam.example.com/v3.0",
      },
    ],
  },
];
