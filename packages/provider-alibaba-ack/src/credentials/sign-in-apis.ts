import {
  type Answer,
  type Api,
  type ApiOptions,
  type ErrorFacts,
  errorOfStatus,
  isConfigurationError,
} from "@upgradectl/provider-sdk";
import { readError } from "../errors.ts";
import type { SignInContext } from "./settings.ts";
import { cannotSignIn } from "./sign-in-error.ts";

/** Where keys are asked for. Opening one sends nothing. */
export interface SignInApis {
  sts(baseUrl: string, sign: NonNullable<ApiOptions["sign"]>): Api;
  metadata(): Api;
  credentialsUri(baseUrl: string): Api;
}

const metadataUrl = "http://100.100.100.200";

export function createSignInApis({ config, http }: Pick<SignInContext, "config" | "http">): SignInApis {
  let metadata: Api | undefined;
  return {
    sts: (baseUrl, sign) =>
      http.api({
        service: "sts",
        baseUrl,
        pointer: "/stsEndpoint",
        requestIdHeaders: ["x-acs-request-id"],
        sign,
        readError,
      }),
    metadata: () => {
      metadata ??= http.api({
        service: "metadata",
        baseUrl: config.metadataEndpoint || metadataUrl,
        pointer: "/metadataEndpoint",
        readError: readStatus,
      });
      return metadata;
    },
    credentialsUri: (baseUrl) => http.api({ service: "credentials-uri", baseUrl, readError: readStatus }),
  };
}

/** Opens an API whose address stands in the environment or a profile. `place` has it, for the message. */
export function openApi(open: () => Api, place: string): Api {
  try {
    return open();
  } catch (error) {
    if (!isConfigurationError(error)) throw error;
    throw cannotSignIn(`${place}: ${error.message}`, error.hint ?? "Correct the address.");
  }
}

/**
 * These services answer strangers, and a refusal is no word on an identity: as `unauthenticated` it would keep every
 * later request to them from being sent, the ones without a metadata token among them.
 */
function readStatus({ action, status }: Answer): ErrorFacts | undefined {
  if (status < 400) return undefined;
  const meaning = status === 401 ? ({ kind: "forbidden", retryable: false } as const) : errorOfStatus(status);
  return { ...meaning, message: `${action} answered HTTP ${status}`, httpStatus: status };
}
