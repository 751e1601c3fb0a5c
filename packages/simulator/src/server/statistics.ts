/** What the simulator has seen since its start or the last `resetStats()`. */
export interface SimulatorStats {
  /** Requests that were received. */
  readonly total: number;
  /** By the vendor's name of the call; `unknown` for paths that are none. */
  readonly byAction: Readonly<Record<string, number>>;
  /** By HTTP method. What only reads sends nothing but GET, besides signing in. */
  readonly byMethod: Readonly<Record<string, number>>;
  /** By the account's name in the scenario; requests that did not sign in belong to none. */
  readonly byAccount: Readonly<Record<string, AccountStats>>;
  /** Most requests at one moment, over all accounts. */
  readonly maxInFlight: number;
  /** Requests above an account's `requestsPerSecond`. */
  readonly throttled: number;
  /** Requests that the scenario's faults hit. */
  readonly faults: number;
  /** What clients did wrong: nothing that the scenario asked for. The newest 1,000. */
  readonly rejected: readonly Rejection[];
  /** The newest 1,000 requests that were answered (or dropped), oldest first. */
  readonly requests: readonly RequestRecord[];
}

export interface AccountStats {
  readonly total: number;
  readonly maxInFlight: number;
}

export interface Rejection {
  /** `refused` got an error for it; `warning` was answered all the same; `bug` is the simulator's own. */
  readonly severity: "refused" | "warning" | "bug";
  readonly method: string;
  /** Path and query as sent. */
  readonly target: string;
  /** The vendor's name of the call, null where the path is none. */
  readonly action: string | null;
  readonly reason: string;
}

export interface RequestRecord {
  readonly method: string;
  /** Path and query as sent. */
  readonly target: string;
  readonly action: string | null;
  /** What was sent with it as text, up to 4,096 characters; empty where nothing was. */
  readonly body: string;
  readonly account: string | null;
  /** Id of the cluster that the request was about. */
  readonly cluster: string | null;
  /** Null where no complete answer was sent. */
  readonly status: number | null;
  readonly requestId: string;
  /** RFC 3339, UTC, by the simulator's clock. */
  readonly at: string;
}

const logged = 1000;

/** Counts for one simulator. */
export class Statistics {
  #total = 0;
  #throttled = 0;
  #faults = 0;
  #byAction = new Map<string, number>();
  #byMethod = new Map<string, number>();
  #accounts = new Map<string, { total: number; inFlight: number; maxInFlight: number }>();
  #inFlight = 0;
  #maxInFlight = 0;
  #rejected: Rejection[] = [];
  #requests: RequestRecord[] = [];

  /** Counts a request in; the function returned counts it out. */
  enter(method: string): () => void {
    this.#total++;
    this.#byMethod.set(method, (this.#byMethod.get(method) ?? 0) + 1);
    this.#inFlight++;
    this.#maxInFlight = Math.max(this.#maxInFlight, this.#inFlight);
    return () => {
      this.#inFlight--;
    };
  }

  enterAccount(name: string): () => void {
    const account = this.#accounts.get(name) ?? { total: 0, inFlight: 0, maxInFlight: 0 };
    this.#accounts.set(name, account);
    account.total++;
    account.inFlight++;
    account.maxInFlight = Math.max(account.maxInFlight, account.inFlight);
    return () => {
      account.inFlight--;
    };
  }

  countAction(action: string): void {
    this.#byAction.set(action, (this.#byAction.get(action) ?? 0) + 1);
  }

  countThrottled(): void {
    this.#throttled++;
  }

  countFault(): void {
    this.#faults++;
  }

  reject(rejection: Rejection): void {
    keepNewest(this.#rejected, rejection);
  }

  log(record: RequestRecord): void {
    keepNewest(this.#requests, record);
  }

  snapshot(): SimulatorStats {
    const accounts = [...this.#accounts].filter(([, account]) => account.total > 0);
    return {
      total: this.#total,
      byAction: Object.fromEntries(this.#byAction),
      byMethod: Object.fromEntries(this.#byMethod),
      byAccount: Object.fromEntries(
        accounts.map(([name, { total, maxInFlight }]) => [name, { total, maxInFlight }]),
      ),
      maxInFlight: this.#maxInFlight,
      throttled: this.#throttled,
      faults: this.#faults,
      rejected: [...this.#rejected],
      requests: [...this.#requests],
    };
  }

  /** Forgets everything but the requests that are in flight. */
  reset(): void {
    this.#total = 0;
    this.#throttled = 0;
    this.#faults = 0;
    this.#byAction.clear();
    this.#byMethod.clear();
    this.#maxInFlight = this.#inFlight;
    this.#rejected = [];
    this.#requests = [];
    for (const account of this.#accounts.values()) {
      account.total = 0;
      account.maxInFlight = account.inFlight;
    }
  }
}

function keepNewest<T>(list: T[], item: T): void {
  if (list.length >= logged) list.shift();
  list.push(item);
}
