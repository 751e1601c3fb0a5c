import {
  ConfigurationError,
  type Connection,
  isConfigurationError,
  type Observation,
  type PostCheck,
  type ProviderDefinition,
  type Read,
} from "@upgradectl/provider-sdk";
import { checkConnection } from "./check-connection.ts";
import { copyObservation } from "./copy-observation.ts";
import { copyPlain } from "./copy-plain.ts";
import { guardList } from "./guard-list.ts";
import { guardSplit } from "./guard-split.ts";
import { SignalCopies } from "./signal-copies.ts";
import { type Supervision, Supervisor } from "./supervisor.ts";

/**
 * A plugin as the host uses it. Its objects are read once and its methods are called in here, so that whatever they do
 * is an error of that call: they may be written without types, or against it.
 */
export function guardPlugin(plugin: ProviderDefinition, supervision: Supervision): ProviderDefinition {
  const { contract, name, config, cluster, reads, splitVersion } = plugin;
  return {
    contract,
    name,
    config,
    cluster,
    // A copy, so that what was checked and pinned is what the transport lets pass.
    reads: reads.map((read) => copyPlain(read) as Read),
    ...(splitVersion === undefined
      ? {}
      : { splitVersion: guardSplit((version) => splitVersion.call(plugin, version)) }),
    connect: async (context) => {
      const supervisor = new Supervisor(supervision);
      try {
        const connecting = supervisor.connect(() => plugin.connect(supervisor.watch(context)));
        return guardConnection(await connecting, supervisor);
      } catch (thrown) {
        throw tame(thrown);
      }
    },
  };
}

function guardConnection(connection: Connection, supervisor: Supervisor): Connection {
  const faults = checkConnection(connection);
  if (faults.length > 0)
    throw new TypeError(`connect() did not return what the contract wants: ${faults.join("; ")}`);
  const { programs, observe, list, postCheck } = connection;
  const signals = new SignalCopies();
  return {
    ...(programs === undefined ? {} : { programs: programs.map(({ action, per }) => ({ action, per })) }),
    // What these return is plain data; whoever asked holds it against its schema.
    observe: (cluster, signal) =>
      supervisor.run(
        async () =>
          copyObservation(await observe.call(connection, cluster, signals.of(signal))) as Observation,
        signal,
      ),
    ...(list === undefined
      ? {}
      : { list: (signal) => guardList(() => list.call(connection, signals.of(signal)), supervisor, signal) }),
    ...(postCheck === undefined
      ? {}
      : {
          postCheck: (cluster, upgrade, signal) =>
            supervisor.run(
              async () =>
                copyPlain(
                  await postCheck.call(connection, cluster, upgrade, signals.of(signal)),
                ) as PostCheck,
              signal,
            ),
        }),
  };
}

/** What `connect` threw, as something that can be looked at without harm. */
function tame(thrown: unknown): unknown {
  try {
    if (isConfigurationError(thrown)) {
      const { message, hint, pointer } = thrown;
      return new ConfigurationError(String(message), {
        ...(typeof hint === "string" ? { hint } : {}),
        ...(typeof pointer === "string" ? { pointer } : {}),
      });
    }
    return thrown;
  } catch {
    return new TypeError("something was thrown that cannot be looked at");
  }
}
