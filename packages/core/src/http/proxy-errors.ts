import { type Cause, ConnectError, causeOf } from "./network-errors.ts";
import { directly, type ProxyServer } from "./way.ts";

/** Statuses of a proxy that is willing, and could not reach the host or was too busy. */
const passing: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

/** No connection to the proxy itself. */
export function noProxy(proxy: ProxyServer, target: string, error: unknown): ConnectError {
  const cause = causeOf(error, proxy.host, { isSecure: proxy.isSecure, way: directly });
  const isCertificate = cause.retryable === false;
  const { hint = "" } = cause;
  return new ConnectError({
    ...cause,
    // What is said of answers is about HTTP's, and a proxy's is none of an API.
    kind: cause.kind === "timeout" ? "timeout" : "network",
    message: `through the proxy that ${proxy.variable} names: ${cause.message}`,
    hint: isCertificate ? hint : `Check ${proxy.variable}${orExempt(target)}`,
  });
}

/** The proxy answered, and not with a connection. `status` is undefined where its answer is not HTTP. */
export function refusedByProxy(proxy: ProxyServer, target: string, status: number | undefined): ConnectError {
  return new ConnectError({ kind: "network", ...meaningOf(proxy, target, status) });
}

export function slowProxy(proxy: ProxyServer, target: string): ConnectError {
  const message = `the proxy ${proxy.host} opened no connection to ${target} in time`;
  return new ConnectError({ kind: "timeout", message, hint: `Check ${proxy.variable}${orExempt(target)}` });
}

function meaningOf(
  { host, variable, authorization }: ProxyServer,
  target: string,
  status: number | undefined,
): Omit<Cause, "kind"> {
  if (status === undefined)
    return {
      message: `${host} did not answer as a proxy does`,
      hint: `Check host, port and scheme in ${variable}${orExempt(target)}`,
      retryable: false,
    };
  if (status === 407)
    return authorization === undefined
      ? {
          message: `the proxy ${host} wants a user name and a password (407)`,
          hint: `Put them into ${variable}: http://name:password@${host}.`,
          retryable: false,
        }
      : {
          message: `the proxy ${host} does not take the user name and password of ${variable} (407)`,
          hint: `Correct them in ${variable}; signs such as @ : / # are written as %40 %3A %2F %23. Only Basic is spoken.`,
          retryable: false,
        };
  if (passing.has(status))
    return {
      message: `the proxy ${host} could not connect to ${target} (${status})`,
      hint: `Check the endpoint and the region, then the proxy that ${variable} names${orExempt(target)}`,
      retryable: true,
    };
  return {
    message: `the proxy ${host} refuses to connect to ${target} (${status})`,
    hint: `Have it allowed at the proxy that ${variable} names${orExempt(target)}`,
    retryable: false,
  };
}

/** Ends the sentence. */
function orExempt(target: string): string {
  return `, or add ${target.replace(/:\d+$/, "")} to NO_PROXY if it can be reached without.`;
}
