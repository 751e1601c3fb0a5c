import { type Http, ProviderError, type Read } from "@upgradectl/provider-sdk";
import type { Clock } from "../clock.ts";
import type { Redactor } from "../redact.ts";
import { ServiceApi, type Shared } from "./api.ts";
import { Cancellation } from "./cancellation.ts";
import { parseEndpoint } from "./endpoint.ts";
import type { RequestTrace } from "./evidence.ts";
import { type IdentityGate, TransportIdentities } from "./identity-gate.ts";
import { Limiter } from "./limiter.ts";
import { type Network, openWire, type Trust } from "./network.ts";
import { type FindWay, goDirectly } from "./way.ts";

export interface TransportOptions {
  /** The provider's local name. */
  readonly instance: string;
  readonly reads: readonly Read[];
  /** Requests in flight at most; also the most connections to one origin. */
  readonly concurrency: number;
  readonly requestsPerSecond?: number;
  /** For one try: connecting, sending and reading the whole answer. */
  readonly requestTimeoutMs: number;
  /** Further tries after the first. */
  readonly retries: number;
  readonly redactor: Redactor;
  readonly clock: Clock;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Shared by all transports of a process. */
  readonly identities: IdentityGate;
  /** Called as each try of a request ends. Must not throw. */
  readonly onRequest?: (trace: RequestTrace) => void;
  /** Default: directly. */
  readonly findWay?: FindWay;
  /** Whom to trust; default: whom Node trusts. */
  readonly trust?: Trust;
  /** What stands between this instance and the wire. */
  readonly through?: (wire: Network) => Network;
}

/** The network of one provider instance. */
export interface Transport {
  readonly http: Http;
  /** Base URL of every service that was asked for so far. */
  services(): ReadonlyMap<string, string>;
  /** Whether a declared read may be made, as far as the plugin has said: of a service that it did not open, none may. */
  mayRead(read: Read): boolean;
  /** Cancels what is under way and ends every connection. */
  close(): Promise<void>;
}

/** Opens nothing; the first read of an API does. */
export function createTransport(options: TransportOptions): Transport {
  // Taken now, before the plugin gets to run: what it declared cannot change any more.
  // All members that count are texts, so a shallow copy does; a stranger's object may have others, of any kind.
  const reads = options.reads.map((read) => ({ ...read }));
  const services = new Map<string, string>();
  const signIns = new Map<string, ReadonlySet<string> | undefined>();
  const { instance, concurrency, requestTimeoutMs, through, findWay = goDirectly, trust } = options;
  const wire = openWire({
    connections: concurrency,
    connectTimeoutMs: requestTimeoutMs,
    findWay,
    trust,
  });
  const network = through?.(wire) ?? wire;
  const underWay = new Set<Cancellation>();
  let signingIn = 0;
  let isClosed = false;
  const shared: Shared = {
    ...options,
    limiter: new Limiter(options, options.clock),
    identities: new TransportIdentities(options.identities),
    network,
    begin: (signal) => {
      if (isClosed) throw closedError(instance);
      const cancellation = new Cancellation(signal);
      underWay.add(cancellation);
      return cancellation;
    },
    end: (cancellation) => {
      cancellation.dispose();
      underWay.delete(cancellation);
    },
    signingIn: async (run) => {
      signingIn += 1;
      try {
        return await run();
      } finally {
        signingIn -= 1;
      }
    },
    isSigningIn: () => signingIn > 0,
  };
  return {
    http: {
      api: (api) => {
        const service = api.service ?? "default";
        const own = reads.filter((read) => (read.service ?? "default") === service);
        const isForSignIn = own.length > 0 && own.every((read) => read.purpose === "sign-in");
        const endpoint = parseEndpoint(api, isForSignIn);
        services.set(service, endpoint.origin + endpoint.prefix);
        signIns.set(service, api.signIns && new Set(api.signIns));
        return new ServiceApi(shared, service, endpoint, own, api);
      },
    },
    services: () => services,
    mayRead: ({ action, service = "default", purpose }) =>
      services.has(service) && (purpose !== "sign-in" || signIns.get(service)?.has(action) !== false),
    close: async () => {
      isClosed = true;
      const closed = closedError(instance);
      for (const read of underWay) read.cancel(closed);
      await network.close();
    },
  };
}

function closedError(instance: string): ProviderError {
  return new ProviderError({
    kind: "cancelled",
    message: `the provider "${instance}" was closed before the read ended`,
  });
}
