import { type Connection, isConfigurationError } from "@upgradectl/provider-sdk";
import type { Clock } from "../clock.ts";
import type { Diagnostic } from "../diagnostics.ts";
import type { ProviderInstance } from "../fleet.ts";
import type { RequestTrace } from "../http/evidence.ts";
import type { IdentityGate } from "../http/identity-gate.ts";
import type { Network } from "../http/network.ts";
import { createTransport, type Transport } from "../http/transport.ts";
import { describeThrown } from "../plugins/describe-value.ts";
import type { Redactor } from "../redact.ts";
import { type RunProgramAt, runProgramFor } from "./run-program-for.ts";

/** Everything that a run takes from its process. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** 0 to 1, for jitter. */
  readonly random: () => number;
  readonly readFile: (path: string) => Promise<string | undefined>;
  /** As in a plugin's `ConnectContext`, and what its words mean for the instance that calls it. */
  readonly runProgram: RunProgramAt;
  readonly redactor: Redactor;
  readonly identities: IdentityGate;
  /** Called as each try of a request ends. Must not throw. */
  readonly onRequest?: (trace: RequestTrace) => void;
  /** What stands between each provider instance, named by its key, and its network. */
  readonly through?: (wire: Network, instance: string) => Network;
}

/** What flags set; where given they beat the manifest. */
export interface TransportSettings {
  readonly concurrency?: number;
  readonly requestTimeoutMs?: number;
  readonly retries?: number;
}

/** A provider instance that is ready to read; nothing was sent yet. */
export interface ConnectedInstance {
  readonly instance: ProviderInstance;
  readonly connection: Connection;
  readonly transport: Transport;
  /** Clusters that are observed at the same time; requests are limited to the same number. */
  readonly concurrency: number;
}

export type ConnectResult =
  | { readonly connected: ReadonlyMap<string, ConnectedInstance>; readonly diagnostics?: undefined }
  | { readonly diagnostics: readonly Diagnostic[] };

const connectTimeoutMs = 10_000;
const defaults = { concurrency: 8, requestTimeoutMs: 30_000, retries: 3 } as const;

/** Connects every instance, offline. A configuration that cannot work becomes a diagnostic; all are reported at once. */
export async function connectFleet(
  instances: readonly ProviderInstance[],
  surroundings: Surroundings,
  settings: TransportSettings,
): Promise<ConnectResult> {
  const connected = new Map<string, ConnectedInstance>();
  const diagnostics: Diagnostic[] = [];
  for (const instance of instances) {
    const requestTimeoutMs =
      settings.requestTimeoutMs ?? instance.requestTimeoutMs ?? defaults.requestTimeoutMs;
    const { concurrency, transport } = openTransport(instance, surroundings, {
      ...settings,
      requestTimeoutMs,
    });
    try {
      const connecting = instance.plugin.definition.connect({
        instance: instance.name,
        config: structuredClone(instance.config),
        env: surroundings.env,
        http: transport.http,
        now: () => surroundings.clock.now(),
        readFile: surroundings.readFile,
        runProgram: runProgramFor({ directory: instance.directory, requestTimeoutMs }, surroundings),
        secret: (value, show) => surroundings.redactor.add(value, show),
      });
      const connection = await settleSoon(connecting, surroundings.clock);
      if (typeof connection?.observe !== "function")
        throw new TypeError("connect() did not return an object with an observe() method");
      connected.set(instance.key, { instance, connection, transport, concurrency });
    } catch (thrown) {
      diagnostics.push(describeConnectError(thrown, instance, surroundings.redactor));
    }
  }
  if (diagnostics.length === 0) return { connected };
  await closeFleet(connected.values());
  return { diagnostics };
}

/** `connect` sends nothing, so there is nothing to wait for. */
async function settleSoon(connecting: Connection | Promise<Connection>, clock: Clock): Promise<Connection> {
  const settled = new AbortController();
  const tooSlow = clock.alarm(connectTimeoutMs, settled.signal).then(() => {
    throw new Error(`connect() did not come to an end within ${connectTimeoutMs / 1000} s`);
  });
  try {
    return await Promise.race([connecting, tooSlow]);
  } finally {
    tooSlow.catch(() => {});
    settled.abort();
  }
}

export async function closeFleet(connected: Iterable<ConnectedInstance>): Promise<void> {
  await Promise.all([...connected].map(({ transport }) => transport.close()));
}

function openTransport(
  instance: ProviderInstance,
  surroundings: Surroundings,
  settings: TransportSettings & { readonly requestTimeoutMs: number },
): Pick<ConnectedInstance, "transport" | "concurrency"> {
  const { through } = surroundings;
  const concurrency = settings.concurrency ?? instance.concurrency ?? defaults.concurrency;
  const transport = createTransport({
    instance: instance.name,
    reads: instance.plugin.definition.reads,
    concurrency,
    requestTimeoutMs: settings.requestTimeoutMs,
    retries: settings.retries ?? defaults.retries,
    redactor: surroundings.redactor,
    clock: surroundings.clock,
    random: surroundings.random,
    identities: surroundings.identities,
    ...(surroundings.onRequest === undefined ? {} : { onRequest: surroundings.onRequest }),
    ...(through === undefined ? {} : { through: (wire) => through(wire, instance.key) }),
    ...(instance.requestsPerSecond === undefined ? {} : { requestsPerSecond: instance.requestsPerSecond }),
  });
  return { concurrency, transport };
}

function describeConnectError(thrown: unknown, instance: ProviderInstance, redactor: Redactor): Diagnostic {
  if (isConfigurationError(thrown)) {
    return {
      severity: "error",
      code: "provider-configuration",
      summary: redactor.text(`provider "${instance.name}": ${thrown.message}`),
      ...(thrown.hint === undefined ? {} : { hint: redactor.text(thrown.hint) }),
      ...instance.locateConfig(thrown.pointer ?? ""),
    };
  }
  return {
    severity: "error",
    code: "plugin-connect",
    summary: redactor.text(
      `the plugin ${instance.plugin.packageName} failed to connect: ${describeThrown(thrown)}`,
    ),
    detail: `This is a bug of the plugin (${instance.plugin.path}), not of the manifest.`,
    hint: "Report it to the plugin's authors.",
    ...instance.location,
  };
}
