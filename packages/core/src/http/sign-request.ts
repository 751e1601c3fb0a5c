import {
  type ApiOptions,
  isProviderError,
  type Principal,
  ProviderError,
  type SignableRequest,
  type SignedHeaders,
} from "@upgradectl/provider-sdk";
import { longestTimerMs } from "../duration.ts";
import { pluginError } from "./build-request.ts";
import type { Cancellation } from "./cancellation.ts";
import { overlay, type RequestHeaders } from "./request-headers.ts";

/** A request as it goes over the wire. */
export interface SignedRequest {
  readonly headers: RequestHeaders;
  readonly identity: string | undefined;
  readonly principal: Principal | undefined;
  /** When the signature was there, epoch milliseconds. */
  readonly readyAt: number;
  /** As in `SignedHeaders`. */
  readonly timeToleranceMs: number | undefined;
}

/** A promise where the plugin's signer returned one. Errors are the plugin's, or those that it chose to throw. */
export function signRequest(
  request: SignableRequest,
  sign: ApiOptions["sign"],
  signal: AbortSignal,
): SignedRequest | PromiseLike<SignedRequest> {
  if (sign === undefined)
    return {
      headers: request.headers,
      identity: undefined,
      principal: undefined,
      readyAt: request.time,
      timeToleranceMs: undefined,
    };
  let signed: SignedHeaders | PromiseLike<SignedHeaders>;
  try {
    signed = sign(request, signal);
  } catch (thrown) {
    throw signError(thrown, request.action);
  }
  if (!isPromiseLike(signed)) return merge(request, signed);
  return signed.then(
    (headers) => merge(request, headers),
    (thrown: unknown) => {
      throw signError(thrown, request.action);
    },
  );
}

/**
 * Waits for a signer as long as for an answer, and not beyond the cancellation. While a sign-in is under way the signer
 * waits for that: its end is then what this one ends with.
 */
export function awaitSigned<T>(
  signed: PromiseLike<T>,
  action: string,
  {
    requestTimeoutMs,
    isSigningIn,
  }: { readonly requestTimeoutMs: number; readonly isSigningIn: () => boolean },
  cancellation: Cancellation,
): Promise<T> {
  return cancellation.wait((resolve, reject) => {
    const message = `${action} could not be signed within ${requestTimeoutMs / 1000} s`;
    const expire = (): void => {
      if (isSigningIn()) timer.refresh();
      else reject(new ProviderError({ kind: "timeout", message }));
    };
    const timer = setTimeout(expire, Math.min(requestTimeoutMs, longestTimerMs));
    const stop = (): void => clearTimeout(timer);
    signed.then(
      (value) => {
        stop();
        resolve(value);
      },
      (error: unknown) => {
        stop();
        reject(error);
      },
    );
    return stop;
  });
}

export function isPromiseLike<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}

function merge(request: SignableRequest, signed: SignedHeaders): SignedRequest {
  const headers: unknown = signed?.headers;
  if (typeof headers !== "object" || headers === null)
    throw pluginError(`signed ${request.action} without returning headers`);
  const { identity, principal, timeToleranceMs } = signed;
  return {
    headers: overlay(request.headers, signed.headers, request.action, request.host),
    identity: typeof identity === "string" && identity !== "" ? identity : undefined,
    principal: principal === undefined ? undefined : maskPrincipal(principal),
    readyAt: request.time,
    timeToleranceMs: typeof timeToleranceMs === "number" ? timeToleranceMs : undefined,
  };
}

/** Of an access key id the first four characters tell people which one it is. */
function maskPrincipal({ kind, id, source }: Principal): Principal {
  const shown =
    id === undefined ? {} : { id: /key$/.test(kind) ? `${String(id).slice(0, 4)}****` : String(id) };
  return { kind: String(kind), ...shown, ...(source === undefined ? {} : { source: String(source) }) };
}

function signError(thrown: unknown, action: string): ProviderError {
  return bugOf(thrown, `failed to sign ${action}`);
}

/** What a plugin's code returns; what it throws is its own error, or its bug. `deed` goes on from "the plugin". */
export async function awaitPlugin<T>(run: () => Promise<T>, deed: string): Promise<T> {
  try {
    return await run();
  } catch (thrown) {
    throw bugOf(thrown, deed);
  }
}

function bugOf(thrown: unknown, deed: string): ProviderError {
  if (isProviderError(thrown)) return thrown;
  return pluginError(`${deed}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
}
