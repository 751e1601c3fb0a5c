import type { Account } from "../../../scenario/world.ts";
import type { Call, Context, Reply } from "../../cloud.ts";
import { memberAt, parseJson, textAt } from "../../json-body.ts";
import { keystoneError } from "./errors.ts";
import { domainId, userId } from "./names.ts";
import { replyToken } from "./token-reply.ts";

/** A user as a request names it: by id, or by name and account. */
interface NamedUser {
  readonly id: string | undefined;
  readonly name: string | undefined;
  /** Name or id of the account. */
  readonly domain: string | undefined;
}

/** Accounts that the named user belongs to, then all others that have users. */
export function ownersOfUser({ request, desk }: Context): readonly Account[] {
  const user = readUser(parseJson(request));
  const own = desk.accounts.filter((account) => findUser(account, user) !== undefined);
  return [
    ...own,
    ...desk.accounts.filter((account) => account.signIn.users.length > 0 && !own.includes(account)),
  ];
}

export function createTokenByPassword(call: Call): Reply {
  const body = parseJson(call.request);
  const fault = findFault(call, body);
  if (fault !== null) return keystoneError(400, fault);
  const user = readUser(body);
  const password = textAt(body, ...passwordUser, "password");
  const lock = lockName(call, user);
  if (call.desk.passwords.isLocked(lock, call.now))
    return keystoneError(401, "The user is locked after too many failures. Try again 15 minutes later.");
  const accounts = call.desk.accounts.filter((account) => findUser(account, user)?.password === password);
  const known = accounts[0] === undefined ? undefined : findUser(accounts[0], user);
  if (known === undefined) {
    call.desk.passwords.fail(lock, call.now);
    return keystoneError(401, "The username or password is wrong.");
  }
  call.desk.passwords.succeed(lock);
  return replyToken(call, { method: "password", userName: known.name, accounts, body });
}

const passwordUser = ["auth", "identity", "password", "user"];

function findFault(call: Call, body: unknown): string | null {
  if (!(call.request.headers["content-type"] ?? "").startsWith("application/json"))
    return "Expecting to find application/json in Content-Type header.";
  const methods = memberAt(body, "auth", "identity", "methods");
  if (!Array.isArray(methods) || methods.length !== 1 || methods[0] !== "password")
    return 'auth.identity.methods must be ["password"] or ["assume_role"]';
  const { id, name, domain } = readUser(body);
  if (id === undefined && (name === undefined || domain === undefined))
    return "auth.identity.password.user needs an id, or a name and a domain";
  return textAt(body, ...passwordUser, "password") === undefined
    ? "auth.identity.password.user needs a password"
    : null;
}

/** One lock for a user, however the requests name it. */
function lockName({ desk }: Call, user: NamedUser): string {
  const owner = desk.accounts.find((account) => findUser(account, user) !== undefined);
  const name = owner === undefined ? undefined : findUser(owner, user)?.name;
  if (owner === undefined || name === undefined) return JSON.stringify(user);
  return userId(owner.signIn.domainName, name);
}

function readUser(body: unknown): NamedUser {
  const user = memberAt(body, ...passwordUser);
  return {
    id: textAt(user, "id"),
    name: textAt(user, "name"),
    domain: textAt(user, "domain", "name") ?? textAt(user, "domain", "id"),
  };
}

function findUser({ signIn }: Account, wanted: NamedUser): Account["signIn"]["users"][number] | undefined {
  const { domainName, users } = signIn;
  if (wanted.id !== undefined) return users.find(({ name }) => userId(domainName, name) === wanted.id);
  if (wanted.domain !== domainName && wanted.domain !== domainId(domainName)) return undefined;
  return users.find(({ name }) => name === wanted.name);
}
