import { isLoopback, isMetadata } from "../base-url.ts";
import type { Diagnostic } from "../diagnostics.ts";
import { readExemptions } from "./exemptions.ts";
import { directly, type FindWay, goDirectly, type ProxyServer } from "./way.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** What an environment says of proxies. */
export interface ProxySettings {
  readonly findWay: FindWay;
  /** To be masked from the start. */
  readonly secrets: readonly string[];
  /** Why there is none although one was named. */
  readonly problem?: Diagnostic;
}

const schemes: ReadonlySet<string> = new Set(["http:", "https:"]);

/**
 * Reads `HTTPS_PROXY` and `NO_PROXY`, lower case first, an empty one like none. Plain http only goes to this machine and to its
 * metadata service, which would be another machine's at the other side of a proxy: both are always asked directly, so
 * `HTTP_PROXY` serves nothing here.
 */
export function readProxies(env: Environment): ProxySettings {
  const named = findVariable(env, "https_proxy");
  const other = findVariable(env, "http_proxy");
  const unused = other === undefined ? [] : secretsIn(other[1]);
  if (named === undefined)
    return { findWay: other === undefined ? goDirectly : notForHttps, secrets: unused };
  const [variable, text] = named;
  const secrets = [...secretsIn(text), ...unused];
  const read = readProxy(variable, text);
  if ("problem" in read) return { findWay: goDirectly, secrets, problem: read.problem };
  const isExempt = readExemptions(findVariable(env, "no_proxy")?.[1] ?? "");
  return { findWay: (origin) => wayOver(read.proxy, origin, isExempt), secrets };
}

const notForHttps: FindWay = () => ({
  proxy: undefined,
  words: `${directly.words}: HTTP_PROXY is not for https, HTTPS_PROXY is`,
});

function wayOver(
  proxy: ProxyServer,
  origin: string,
  isExempt: ReturnType<typeof readExemptions>,
): ReturnType<FindWay> {
  const { protocol, hostname, port } = new URL(origin);
  if (isLoopback(hostname) || isMetadata(hostname)) return directly;
  const own = port === "" ? (protocol === "https:" ? 443 : 80) : Number(port);
  if (isExempt(hostname, own)) return { proxy: undefined, words: `${directly.words}, as NO_PROXY says` };
  return { proxy, words: `upgradectl connects through the proxy ${proxy.host} of ${proxy.variable}` };
}

function readProxy(variable: string, text: string): { proxy: ProxyServer } | { problem: Diagnostic } {
  const url = parseUrl(text);
  if (url !== undefined && !schemes.has(url.protocol))
    return { problem: invalid(variable, `names a proxy of the kind ${url.protocol.slice(0, -1)}`) };
  const authorization = url === undefined ? undefined : authorizationOf(url);
  if (url === undefined || url.hostname === "" || url.port === "0" || authorization === null)
    return { problem: invalid(variable, "is not the URL of a proxy") };
  const isSecure = url.protocol === "https:";
  const port = url.port === "" ? (isSecure ? 443 : 80) : Number(url.port);
  const hostname = url.hostname.replace(/^\[(.*)\]$/, "$1");
  return {
    proxy: { isSecure, hostname, port, host: `${url.hostname}:${port}`, variable, authorization },
  };
}

/** As everywhere, a proxy may be written without a scheme. */
function parseUrl(text: string): URL | undefined {
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  return /[\s\p{Cc}]/u.test(text) || !URL.canParse(whole) ? undefined : new URL(whole);
}

/** Null where the user name or the password cannot be decoded. */
function authorizationOf({ username, password }: URL): string | undefined | null {
  if (username === "" && password === "") return undefined;
  try {
    const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    return `Basic ${Buffer.from(pair).toString("base64")}`;
  } catch {
    return null;
  }
}

/** The password as written and as meant, also with the name in front; a name without a password is one itself. */
function secretsIn(text: string): readonly string[] {
  const [, userinfo] = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(.*)@/is.exec(text) ?? [];
  if (userinfo === undefined) return [];
  const parts = [userinfo, userinfo.replace(/^[^:]*:/s, "")];
  return [...new Set(parts.flatMap((part) => [part, decoded(part)]))].filter((part) => part !== "");
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The first that says something, and its name. */
function findVariable(env: Environment, lower: string): readonly [name: string, value: string] | undefined {
  for (const name of [lower, lower.toUpperCase()]) {
    const value = env[name]?.trim();
    if (value !== undefined && value !== "") return [name, value];
  }
  return undefined;
}

function invalid(variable: string, fault: string): Diagnostic {
  return {
    severity: "error",
    code: "invalid-proxy",
    summary: `the environment variable ${variable} ${fault}`,
    hint: "Write it like `http://proxy.example.com:3128` (or https://), with @ : / # and % in a user name or password as %40 %3A %2F %23 %25.",
  };
}
