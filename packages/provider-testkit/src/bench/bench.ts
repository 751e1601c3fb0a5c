import { type Arrival, CloudServer, type Tamper } from "../cloud/cloud-server.ts";
import type { ProviderTests } from "../options.ts";
import type { Result } from "./result.ts";
import { type HostRequest, openSession, type Session, type SessionOptions } from "./session.ts";
import type { Subject } from "./subject.ts";
import { type DeclaredCluster, readTestedFleet, type TestedFleet } from "./tested-fleet.ts";

type Network = ReturnType<NonNullable<SessionOptions["through"]>>;

/** What one question to a fresh instance came to. */
export interface Probe {
  readonly result: Result;
  readonly requests: readonly HostRequest[];
  readonly arrivals: readonly Arrival[];
  /** How long the host waited between tries, in milliseconds. */
  readonly waited: number;
}

export interface Staging extends Pick<SessionOptions, "clock" | "wrap"> {
  readonly tamper?: Tamper;
  readonly mostRequests?: number;
}

/** A session and what arrives in it. */
export interface StagedSession extends Session {
  readonly arrivals: readonly Arrival[];
  /** Answers otherwise from now on. */
  retell(tamper: Tamper | undefined): readonly Arrival[];
}

/** A server and a manifest for it: what one check works at. */
export class Bench {
  readonly server: CloudServer;
  readonly #tests: ProviderTests;
  readonly #fleet: TestedFleet;
  #wire: Network | undefined;

  private constructor(server: CloudServer, tests: ProviderTests, fleet: TestedFleet) {
    this.server = server;
    this.#tests = tests;
    this.#fleet = fleet;
  }

  static async open(tests: ProviderTests, declared: readonly DeclaredCluster[]): Promise<Bench> {
    const server = await CloudServer.open();
    try {
      return new Bench(server, tests, await readTestedFleet(tests, server.url, declared));
    } catch (thrown) {
      await server.close();
      throw thrown;
    }
  }

  async close(): Promise<void> {
    await this.#wire?.close();
    await this.server.close();
  }

  /** All instances share the connections: opening one for each of thousands would cost more than all the rest. */
  #share(wire: Network): Network {
    const shared = this.#wire ?? wire;
    this.#wire = shared;
    return { send: (...message) => shared.send(...message), close: async () => {} };
  }

  /** A fresh instance before the answers of `subject`. */
  async stage({ exchanges }: Pick<Subject, "exchanges">, staging: Staging = {}): Promise<StagedSession> {
    const play = (tamper: Tamper | undefined) =>
      this.server.play({
        exchanges,
        ...(tamper === undefined ? {} : { tamper }),
        ...(staging.mostRequests === undefined ? {} : { mostRequests: staging.mostRequests }),
      });
    const arrivals = play(staging.tamper);
    const through = (wire: Network) => this.#share(wire);
    const session = await openSession(this.#tests, this.#fleet, { ...staging, through });
    return { ...session, arrivals, retell: play };
  }

  /** Asks a fresh instance once. */
  async probe(subject: Subject, staging: Staging = {}): Promise<Probe> {
    const session = await this.stage(subject, staging);
    try {
      const result = await session.ask(subject);
      return {
        result,
        requests: session.requests,
        arrivals: session.arrivals,
        waited: session.clock.waited(),
      };
    } finally {
      await session.end();
    }
  }
}
