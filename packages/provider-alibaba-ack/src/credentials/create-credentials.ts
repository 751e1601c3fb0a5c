import {
  type Fresh,
  isProviderError,
  keepFresh,
  type Perishable,
  type ProviderError,
  spareFailures,
} from "@upgradectl/provider-sdk";
import type { SourcedKey } from "../sign.ts";
import { maskKey } from "./access-key.ts";
import { splitUri } from "./credentials-uri.ts";
import { configurationPlace, environmentPlaces, keyVariables } from "./environment.ts";
import { followWay } from "./follow-way.ts";
import { isNoInstance } from "./instance-role.ts";
import { findOidc, oidcPlace } from "./oidc.ts";
import { findProfile, profilePlaces } from "./profiles.ts";
import { isMetadataOff, readVariable, type SignInContext } from "./settings.ts";
import { createSignInApis, type SignInApis } from "./sign-in-apis.ts";
import { cannotSignIn } from "./sign-in-error.ts";
import type { NamedWay } from "./way.ts";

const uriVariable = "ALIBABA_CLOUD_CREDENTIALS_URI";
const roleVariable = "ALIBABA_CLOUD_ECS_METADATA";

interface Links {
  readonly context: SignInContext;
  readonly follow: (named: NamedWay, signal: AbortSignal) => Promise<Perishable<SourcedKey>>;
}

/**
 * The default chain of the official SDK (@alicloud/credentials 2.4.7): configuration, environment, RRSA, aliyun-cli's profile,
 * credentials file, ECS metadata, credentials URI. The first that has something decides. Connecting works without any.
 *
 * That package itself is not used: it quotes the whole profile file in an error, writes keys back into it, brings eleven
 * packages, and asks with an HTTP client of its own, past every declared read.
 */
export function createCredentials(context: SignInContext): Fresh<SourcedKey> {
  const apis = createSignInApis(context);
  openLikely(context, apis);
  const follow: Links["follow"] = async (named, signal) => {
    const { value, expiresAt } = await followWay(named, apis, context, signal);
    return { value: { key: value, source: named.source }, expiresAt };
  };
  const now = () => context.now();
  const fetch = (signal: AbortSignal) => goThrough({ context, follow }, signal);
  // Hundreds of clusters wait for the result of one chain.
  return keepFresh(
    spareFailures(fetch, now, ({ kind }) => kind === "unauthenticated"),
    now,
  );
}

async function goThrough({ context, follow }: Links, signal: AbortSignal): Promise<Perishable<SourcedKey>> {
  const { env, secret } = context;
  for (const { source, find } of [configurationPlace(context), ...environmentPlaces(env)]) {
    const key = find();
    if (key === undefined) continue;
    maskKey(key, secret);
    return { value: { key, source }, expiresAt: null };
  }
  const named = findOidc(context) ?? (await findProfile(context));
  if (named !== undefined) return follow(named, signal);
  const instance = await findInstance({ context, follow }, signal);
  if (!("none" in instance)) return instance;
  const uri = readVariable(env, uriVariable);
  if (uri === undefined) throw nowhere(context, instance.none);
  return follow({ way: { kind: "uri", uri }, source: uriVariable }, signal);
}

/**
 * `none`: what to tell people of the metadata service where it has no key. It is an error only where the variable says that
 * there is one, or where a service that answered may have it in a moment; and never while a credentials URI is left.
 */
async function findInstance(
  { context, follow }: Links,
  signal: AbortSignal,
): Promise<Perishable<SourcedKey> | { readonly none: string | undefined }> {
  const { env } = context;
  if (isMetadataOff(env)) return { none: undefined };
  const roleName = readVariable(env, roleVariable);
  const source = roleName === undefined ? "ECS metadata" : `environment ${roleVariable}`;
  try {
    return await follow({ way: { kind: "instance-role", roleName }, source }, signal);
  } catch (error) {
    if (signal.aborted || !isProviderError(error) || error.kind === "plugin") throw error;
    const mayPass = error.retryable && !isNoInstance(error);
    const isLast = readVariable(env, uriVariable) === undefined;
    if (isLast && (roleName !== undefined || mayPass)) throw error;
    return { none: `the ECS metadata service (${isNoInstance(error) ? "no answer" : "no role"})` };
  }
}

function nowhere({ config, instance, env }: SignInContext, metadata: string | undefined): ProviderError {
  const places = [
    configurationPlace({ config, instance }).place,
    ...environmentPlaces(env).map(({ place }) => place),
    oidcPlace,
    ...profilePlaces({ env }),
    ...(metadata === undefined ? [] : [metadata]),
    uriVariable,
  ];
  return cannotSignIn(
    `provider "${instance}" found no Alibaba Cloud access key`,
    `Set ${keyVariables[0][0]} and ${keyVariables[0][1]}. Looked in: ${places.join("; ")}.`,
  );
}

/**
 * Opens what may be asked as far as that is known without a file: `--dry-run` shows it, and a wrong address in the
 * configuration is reported before anything is sent. A profile's own endpoints are opened when it is read.
 */
function openLikely(context: SignInContext, apis: SignInApis): void {
  const { config, env } = context;
  const hasKey =
    config.credentials !== undefined ||
    keyVariables.some(([id, secret]) => readVariable(env, id) ?? readVariable(env, secret));
  if (hasKey) return;
  const oidc = attempt(() => findOidc(context));
  const stsUrl = oidc?.way.kind === "assume-role-with-oidc" ? oidc.way.role.stsUrl : config.stsEndpoint;
  if (stsUrl) apis.sts(stsUrl, () => ({ headers: {} }));
  if (oidc !== undefined) return;
  if (!isMetadataOff(env)) apis.metadata();
  const uri = splitUri(readVariable(env, uriVariable) ?? "");
  if (uri !== undefined) attempt(() => apis.credentialsUri(uri.baseUrl));
}

/** What is wrong in the environment is said when it is its turn: something before it may have a key. */
function attempt<T>(step: () => T): T | undefined {
  try {
    return step();
  } catch {
    return undefined;
  }
}
