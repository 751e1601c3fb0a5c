import { type Answer, type ApiOptions, shareRead, spareFailures } from "@upgradectl/provider-sdk";
import { type Agency, findAgency } from "./credentials/agency.ts";
import { findCredentials } from "./credentials/find-credentials.ts";
import { listSources } from "./credentials/list-sources.ts";
import { createLogin, type Login } from "./credentials/login.ts";
import type { Scope } from "./credentials/password-token.ts";
import { Session } from "./credentials/session.ts";
import { createSignInReadError } from "./credentials/sign-in-errors.ts";
import { listSignIns } from "./credentials/sign-in-reads.ts";
import type { Found, Password } from "./credentials/source.ts";
import type { HuaweiContext } from "./huawei-context.ts";
import { Iam, type IamAddress, notSignedIn, openLate, type Sign, unknownIam, unknownProject } from "./iam.ts";
import { iamService, readProjectId } from "./project-id.ts";
import { findIamAddress, findProjectId, findRegion } from "./settings.ts";

/** Signs in, and knows the project. */
export interface Account {
  /** How requests of this account are signed, and their answers read. */
  readonly api: Pick<ApiOptions, "readError" | "renew" | "requestIdHeaders" | "sign">;
  readonly projectId: (signal: AbortSignal) => Promise<string>;
  /** A service took the request that had this signal for its own. */
  readonly accepted: (signal: AbortSignal) => void;
}

/** Opens what is needed to sign in; sends nothing. Throws a `ConfigurationError` where that cannot work. */
export function openAccount(
  context: HuaweiContext,
  readError: (answer: Answer) => ReturnType<NonNullable<ApiOptions["readError"]>>,
): Account {
  const { config, env, http, now } = context;
  const agency = findAgency(config, env);
  const projectId = findProjectId(context);
  const { sources, local } = listSources(context);
  const api: Account["api"] = {
    requestIdHeaders: ["x-request-id", "x-iam-trace-id"],
    sign: (request, signal) => session.sign(request, signal),
    renew: (refused, signal) => session.renew(refused, signal),
    readError,
  };
  const iamOptions = { ...api, service: iamService, readError: createSignInReadError(readError) };
  const signIns = listSignIns(local, agency !== undefined);
  const openIam = (address: IamAddress, sign: Sign) => http.api({ ...iamOptions, ...address, sign, signIns });
  const iam = new Iam(openIam, (request, signal) => session.sign(request, signal));
  const need = { agency, projectId };
  const session = new Session(async (signal) => {
    const found = await findCredentials(sources, context.instance, signal);
    return logIn(found, context, iam, need);
  }, now);
  openEarly(context, iam, local, need);
  const lookUp = spareFailures(
    shareRead((signal) => findProject(context, session, iam, signal)),
    now,
  );
  return {
    api,
    projectId: async (signal) => projectId ?? lookUp(signal),
    accepted: (signal) => session.accepted(signal),
  };
}

interface Need {
  readonly agency: Agency | undefined;
  readonly projectId: string | undefined;
}

/** Opens IAM where it is known beforehand that it may be asked. */
function openEarly(context: HuaweiContext, iam: Iam, local: Found | undefined, need: Need): void {
  const signsIn = need.agency !== undefined || (local !== undefined && isGivenByIam(local));
  if (!signsIn && need.projectId !== undefined) return;
  const isLost = need.projectId === undefined && findRegion(context) === undefined;
  const address = findIamAddress(context);
  // A profile, which is not read before the first request, may name both the project and the address of IAM.
  if (local !== undefined && isLost) throw unknownProject();
  if (local !== undefined && address === undefined) throw unknownIam();
  if (address !== undefined) iam.open(address);
}

function logIn(found: Found, context: HuaweiContext, iam: Iam, { agency, projectId }: Need): Login {
  const isNeeded =
    agency !== undefined || isGivenByIam(found) || (projectId ?? found.projectId) === undefined;
  if (isNeeded) openLate(iam, () => findIamAddress(context, found.iamEndpoint), found.source);
  const { now, readFile, secret } = context;
  const scopeOf = ({ domain }: Password): Scope => {
    if (agency !== undefined) return { domain };
    if (projectId !== undefined) return { project: { id: projectId } };
    const region = findRegion(context);
    return region === undefined ? { domain } : { project: { name: region } };
  };
  return createLogin(found, { iam, agency, scopeOf, now, readFile, secret });
}

function isGivenByIam({ grant }: Found): boolean {
  return grant.kind === "password" || grant.kind === "id-token";
}

async function findProject(
  context: HuaweiContext,
  session: Session,
  iam: Iam,
  signal: AbortSignal,
): Promise<string> {
  const own = await session.projectId(signal);
  if (own !== undefined) return own;
  const region = findRegion(context);
  if (region !== undefined) return readProjectId(iam, region, signal);
  throw notSignedIn(unknownProject());
}
