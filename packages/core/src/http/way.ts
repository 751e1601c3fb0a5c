/** A proxy that opens tunnels: it sees which host is spoken with, and nothing of what is said. */
export interface ProxyServer {
  /** It is spoken with over TLS itself. */
  readonly isSecure: boolean;
  /** Without the brackets of IPv6. */
  readonly hostname: string;
  readonly port: number;
  /** For people: `proxy.example.com:3128`. */
  readonly host: string;
  /** The variable that names it. */
  readonly variable: string;
  /** Value of `Proxy-Authorization`. */
  readonly authorization: string | undefined;
}

/** How requests to one origin leave the machine. */
export interface Way {
  /** Undefined: directly. */
  readonly proxy: ProxyServer | undefined;
  /** Says so in a hint, after a semicolon. */
  readonly words: string;
}

/** Chooses the way to an origin (`https://cce.example.com`). */
export type FindWay = (origin: string) => Way;

export const directly: Way = {
  proxy: undefined,
  words: "upgradectl connects directly, not through a proxy",
};

/** Where the environment names no proxy. */
export function goDirectly(origin: string): Way {
  return origin.startsWith("https:") ? unlessBehindOne : directly;
}

const unlessBehindOne: Way = {
  proxy: undefined,
  words: `${directly.words}; behind one, name it in HTTPS_PROXY`,
};
