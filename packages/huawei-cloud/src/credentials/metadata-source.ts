import {
  type Answer,
  type Api,
  type ErrorFacts,
  isProviderError,
  keepFresh,
  type Perishable,
  type ProviderError,
} from "@upgradectl/provider-sdk";
import type { HuaweiContext } from "../huawei-context.ts";
import { cleanSecret } from "./clean-text.ts";
import type { Signer } from "./credential.ts";
import { metadataService } from "./sign-in-reads.ts";
import type { Absence, CredentialSource } from "./source.ts";
import { oddAnswer, parseTemporaryKey } from "./temporary-key.ts";

const source = "instance metadata";
const defaultEndpoint = "http://169.254.169.254";
/** Off a server of the cloud nothing answers there, and nobody should wait long to learn it. */
const presenceMs = 1000;
/** Of the vendor's SDKs (Python 3.1.211), as is the life of the token: six hours. */
const keyMs = 3000;
const tokenSeconds = "21600";
const noAgency = "no agency is bound to this server";

type Context = Pick<HuaweiContext, "config" | "http" | "now" | "secret">;

/** The agency that is bound to the server (ECS) this runs on. */
export function metadataSource(context: Context): CredentialSource {
  const { config, http } = context;
  const api = http.api({
    service: metadataService,
    baseUrl: config.metadataEndpoint ?? defaultEndpoint,
    pointer: "/metadataEndpoint",
    readError,
  });
  let isThere = false;
  const signers = keepFresh(async (signal) => {
    const token = await readToken(api, context, signal);
    isThere = true;
    return fetchKey(api, token, context, signal);
  }, context.now);
  return {
    place: "the server's metadata service",
    find: async (signal) => {
      try {
        await signers.current(signal);
        return { grant: { kind: "fetched", signers }, source };
      } catch (error) {
        if (isProviderError(error) && !signal.aborted) return explainAbsence(error, isThere);
        throw error;
      }
    },
  };
}

async function fetchKey(
  api: Api,
  token: string | undefined,
  context: Context,
  signal: AbortSignal,
): Promise<Perishable<Signer>> {
  const headers = token === undefined ? {} : { "x-metadata-token": token };
  const request = { headers, timeoutMs: keyMs, once: true, signal };
  const answer = await api.read("ShowMetadataSecurityKey", request);
  return parseTemporaryKey(answer, source, { mask: context.secret, now: context.now });
}

/** Undefined where the service is of the old kind, which knows no tokens. */
async function readToken(api: Api, context: Context, signal: AbortSignal): Promise<string | undefined> {
  const headers = { "x-metadata-token-ttl-seconds": tokenSeconds };
  const request = { headers, timeoutMs: presenceMs, once: true, signal };
  try {
    const answer = await api.read("CreateMetadataToken", request);
    const token = cleanSecret(String(answer.body));
    if (token === null) throw oddAnswer(answer, "with a text that is no token");
    if (token !== undefined) context.secret(token);
    return token;
  } catch (error) {
    // These say "no tokens here" (vendor's SDK for Python 3.1.211).
    if (isProviderError(error) && [404, 405, 503].includes(error.httpStatus ?? 0)) return undefined;
    throw error;
  }
}

/** Other clouds have services at the same address; what they refuse is no refused identity. */
function readError({ action, status, body }: Answer): ErrorFacts | undefined {
  if (status !== 401) return undefined;
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const isUnbound = /configure cloud service agency/i.test(text ?? "");
  const message = `${action} answered 401${isUnbound ? `: ${noAgency}` : ""}`;
  return {
    kind: "forbidden",
    retryable: false,
    httpStatus: status,
    message,
    ...(isUnbound ? { hint: bindAgency } : {}),
  };
}

const bindAgency =
  "Bind an agency to this server (ECS console: the server's Summary > Management Information > Agency).";

/** What is slow or broken at the moment may have a key a moment later: that is no absence, and is thrown. */
function explainAbsence(error: ProviderError, isThere: boolean): Absence {
  if (error.kind === "network" && !isThere) return { note: "nothing answers there" };
  if (error.kind === "timeout" && !isThere) return { note: "it gave no answer in time" };
  const { httpStatus } = error;
  if (httpStatus === undefined || httpStatus < 300 || error.retryable) throw error;
  if (error.hint === bindAgency) return { note: noAgency, mend: bindAgency };
  return { note: `it answered ${httpStatus}` };
}
