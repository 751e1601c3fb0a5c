import {
  closeFleet,
  connectFleet,
  type Diagnostic,
  IdentityGate,
  Redactor,
  type Surroundings,
} from "@upgradectl/core";
import type { Connection, ListedCluster, ProviderDefinition, Read } from "@upgradectl/provider-sdk";
import { CheckFailure } from "../check.ts";
import type { ProviderTests } from "../options.ts";
import { Asker } from "./asker.ts";
import { type QuickClock, quickClock } from "./quick-clock.ts";
import type { Result } from "./result.ts";
import type { Subject } from "./subject.ts";
import type { TestedFleet } from "./tested-fleet.ts";
import { Watch } from "./watch.ts";

/** A request that went through the host's transport. */
export interface HostRequest {
  readonly action: string;
  readonly purpose: Read["purpose"];
  readonly method: string;
  /** Path and query. */
  readonly target: string;
}

export type Connect = ProviderDefinition["connect"];

export interface SessionOptions {
  readonly clock?: QuickClock;
  /** Puts something between the host and the plugin. */
  readonly wrap?: (connect: Connect) => Connect;
  /** What stands between the transport and the wire. */
  readonly through?: NonNullable<Surroundings["through"]>;
}

/** A connected provider, for as long as one look at it takes. */
export interface Session {
  readonly connection: Connection;
  readonly redactor: Redactor;
  readonly clock: QuickClock;
  /** In the order in which they were sent. */
  readonly requests: readonly HostRequest[];
  /** Asks as a run does. This and the next two throw a `Hang` where there would be no end. */
  ask(subject: Subject): Promise<Result>;
  /** Calls the plugin itself, which a run shields from much. Rejects with what it throws. */
  call(subject: Subject, signal: AbortSignal, listed?: ListedCluster): Promise<unknown>;
  /** Anything else that waits for the plugin. */
  until<T>(call: string, work: Promise<T>): Promise<T>;
  end(): Promise<void>;
}

/** So many clusters are read at the same time in the check of that. */
export const atOnce = 20;
const requestTimeoutMs = 10_000;
/** What fails twice fails a fourth time, too; a run tries that often. */
const retries = 1;

/** Connects as a run does; waiting between tries takes no time. */
export async function openSession(
  { provider, env = {}, files = {} }: ProviderTests,
  fleet: TestedFleet,
  options: SessionOptions = {},
): Promise<Session> {
  const { clock = quickClock(), wrap } = options;
  const redactor = new Redactor();
  for (const { value, show } of fleet.secrets) redactor.add(value, show);
  const requests: HostRequest[] = [];
  const watch = new Watch(clock.alarm);
  const surroundings = surround({ env, files, redactor, clock, requests, watch }, options.through);
  const { instance } = fleet;
  const connect: Connect = (context) => provider.connect(context);
  const definition = wrap === undefined ? provider : { ...provider, connect: wrap(connect) };
  const wrapped = { ...instance, plugin: { ...instance.plugin, definition } };
  const settings = { concurrency: atOnce, requestTimeoutMs, retries };
  const result = await watch.until("connect()", connectFleet([wrapped], surroundings, settings));
  const faults = result.diagnostics ?? result.faults;
  const own = faults.length > 0 ? undefined : result.connected?.get(instance.key);
  if (own === undefined) throw connectFailure(faults);
  const asker = new Asker(own, fleet, redactor, clock);
  return {
    connection: own.connection,
    redactor,
    clock,
    requests,
    ask: (subject) => watch.until(nameCall(subject), asker.ask(subject)),
    call: (subject, signal, listed) => watch.until(nameCall(subject), asker.call(subject, signal, listed)),
    until: (call, work) => watch.until(call, work),
    // Who asks in a loop would be refused at once for ever; left without an answer, it comes to rest.
    end: async () => (watch.hasHung ? undefined : await closeFleet([own])),
  };
}

function nameCall({ kind, name }: Subject): string {
  if (kind === "list") return "list()";
  return kind === "post-check" ? "postCheck()" : `observe() of ${name}`;
}

function connectFailure(diagnostics: readonly Diagnostic[]): CheckFailure {
  return new CheckFailure(
    [
      "`connect` must make an instance of the configuration that `config(url)` returns.",
      ...diagnostics.map(({ summary }) => `  seen:  ${summary}`),
      "  mend:  correct `config`, or `env` and `files` if it needs those.",
    ].join("\n"),
  );
}

interface Parts extends Pick<Surroundings, "env" | "redactor"> {
  readonly files: Readonly<Record<string, string>>;
  readonly clock: QuickClock;
  readonly requests: HostRequest[];
  readonly watch: Watch;
}

function surround(
  { env, files, redactor, clock, requests, watch }: Parts,
  through: NonNullable<Surroundings["through"]> = (wire) => wire,
): Surroundings {
  return {
    env,
    clock,
    random: () => 0.5,
    readFile: async (path) => files[path],
    runProgram: async (program) => {
      throw new Error(`the testkit runs no programs, and was asked for ${program}`);
    },
    redactor,
    identities: new IdentityGate(),
    through: (wire, instance) => {
      const network = through(wire, instance);
      return {
        send: (message, ...rest) => {
          const { action, method, target } = message.request;
          requests.push({ action, method, target, purpose: message.purpose });
          return watch.during(`${method} ${target}`, () => network.send(message, ...rest));
        },
        close: () => network.close(),
      };
    },
  };
}
