import { type Api, ConfigurationError, isConfigurationError, keepFresh } from "@upgradectl/provider-sdk";
import { type Environment, findVariable } from "../environment.ts";
import type { HuaweiContext } from "../huawei-context.ts";
import { identityOf } from "./credential.ts";
import { readSecretFile } from "./read-secret-file.ts";
import { podIdentityService } from "./sign-in-reads.ts";
import { type Absence, type CredentialSource, type Found, unusable } from "./source.ts";
import { parseTemporaryKey } from "./temporary-key.ts";

const uriName = "HC_CONTAINER_CREDENTIALS_FULL_URI";
const fileName = "HC_CONTAINER_AUTHORIZATION_TOKEN_FILE";
const source = "pod identity";
const answerMs = 5000;

type Context = Pick<HuaweiContext, "env" | "http" | "readFile" | "now" | "secret">;

export function hasPodIdentity(env: Environment): boolean {
  return findVariable(env, [uriName, fileName]) !== undefined;
}

/**
 * The identity of a pod in CCE (names and shape: vendor's SDK for Python 3.1.211). Opens its address at once where the
 * environment names one; a `ConfigurationError` says where nothing may be sent there.
 */
export function podIdentitySource(context: Context): CredentialSource {
  const { env, readFile, secret } = context;
  const address = parseAddress(env);
  const api = address === undefined ? undefined : openApi(context, address);
  return {
    place: `the pod's identity (${uriName})`,
    find: async (): Promise<Found | Absence> => {
      const file = findVariable(env, [fileName])?.[1];
      const uri = findVariable(env, [uriName]);
      if (uri === undefined && file === undefined) return {};
      if (uri === undefined) throw half(fileName, uriName);
      if (file === undefined) throw half(uriName, fileName);
      if (api === undefined || address === undefined)
        throw unusable({
          message: `${uriName} is not an http or https URL without a query`,
          hint: `Mend or unset ${uriName}.`,
        });
      const signers = keepFresh(async (signal) => {
        const token = await readSecretFile(readFile, file, "the pod's token", fileName);
        secret(token);
        const headers = { authorization: token };
        const { action, path } = address;
        const request = { path, headers, json: {}, timeoutMs: answerMs, signal };
        return parseTemporaryKey(await api.read(action, request), source, { ...context, mask: secret });
      }, context.now);
      return { grant: { kind: "fetched", signers }, source };
    },
  };
}

interface Address {
  readonly baseUrl: string;
  readonly action: string;
  readonly path: Readonly<Record<string, string>>;
}

function parseAddress(env: Environment): Address | undefined {
  const uri = findVariable(env, [uriName])?.[1] ?? "";
  if (!URL.canParse(uri) || /[?#]/.test(uri)) return undefined;
  const { protocol, username, password, host, pathname } = new URL(uri);
  if (!/^https?:$/.test(protocol) || username !== "" || password !== "") return undefined;
  const at = pathname.lastIndexOf("/");
  const baseUrl = `${protocol}//${host}${pathname.slice(0, at)}`;
  const name = decodeSegment(pathname.slice(at + 1));
  return name === ""
    ? { baseUrl, action: "GetPodIdentityCredentialsOfFolder", path: {} }
    : { baseUrl, action: "GetPodIdentityCredentials", path: { name } };
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function openApi(context: Context, address: Address): Api {
  try {
    return open(context, address);
  } catch (error) {
    if (!isConfigurationError(error)) throw error;
    throw new ConfigurationError(`${uriName}: ${error.message}`, {
      hint: `Mend or unset ${uriName}.`,
      pointer: "/credentials",
    });
  }
}

function open({ http }: Context, { baseUrl }: Address): Api {
  return http.api({
    service: podIdentityService,
    baseUrl,
    pointer: "/credentials",
    // The kubelet replaces the token every hour or so; a new one is a new identity.
    sign: ({ headers }) => ({
      headers: {},
      identity: identityOf("pod", headers.authorization ?? ""),
      principal: { kind: "pod", source },
    }),
  });
}

function half(present: string, missing: string): Error {
  return unusable({
    message: `${present} is set, but ${missing} is not; the pod's identity needs both`,
    hint: `Set ${missing} too, or unset ${present}.`,
  });
}
