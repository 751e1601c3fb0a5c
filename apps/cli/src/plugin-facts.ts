import type { ConnectedInstance, Plugin } from "@upgradectl/core";
import type { Read } from "@upgradectl/provider-sdk";

/** What is known of a plugin without asking a cloud. */
export interface PluginFacts {
  /** The plugin's own name. */
  readonly name: string;
  /** The manifest's names for its instances; empty without a manifest. */
  readonly localNames: readonly string[];
  /** As written in the manifest, or as one would write it. */
  readonly sources: readonly string[];
  readonly package: string;
  readonly version: string | null;
  /** Absolute, of the module that was imported. */
  readonly path: string;
  /** True where not that file runs but upgradectl's own copy of it. */
  readonly builtIn: boolean;
  readonly contract: number;
  /** Null without a manifest. What differs from its lock is not loaded. */
  readonly lock: "verified" | "none" | null;
  /** A plugin that does not keep the contract is not loaded. */
  readonly conformance: "passed";
  /** Null where it was not connected, as without a configuration: only its connection says what it can do. */
  readonly canList: boolean | null;
  readonly canPostCheck: boolean | null;
  readonly reads: readonly ReadFacts[];
  /** Programs that reading runs (`runs ./my-clusters.py`); null where it was not connected. */
  readonly programs: readonly string[] | null;
}

export interface ReadFacts {
  readonly action: string;
  readonly method: string;
  readonly service: string;
  readonly path: string;
  /** Null where the plugin names none. */
  readonly permission: string | null;
  readonly per: "cluster" | "account";
  /** Null: always. */
  readonly when: string | null;
  readonly purpose: "read" | "sign-in" | "post-check";
}

/** The facts of each plugin of a fleet, once for all instances that share it. */
export function factsOfConnected(
  connected: Iterable<ConnectedInstance>,
  locked: ReadonlySet<Plugin>,
): readonly PluginFacts[] {
  const byPath = Map.groupBy(connected, ({ instance }) => instance.plugin.path);
  return [...byPath.values()].flatMap((users) => {
    const [first] = users;
    if (first === undefined) return [];
    return [
      {
        ...factsOfPlugin(first.instance.plugin, users[0]?.instance.source ?? ""),
        localNames: [...new Set(users.map(({ instance }) => instance.name))],
        sources: [...new Set(users.map(({ instance }) => instance.source))],
        lock: users.every(({ instance }) => locked.has(instance.plugin)) ? "verified" : "none",
        canList: users.some(({ connection }) => connection.list !== undefined),
        programs: [
          ...new Set(
            users.flatMap(({ connection }) => connection.programs ?? []).map(({ action }) => action),
          ),
        ],
        canPostCheck: users.some(({ connection }) => connection.postCheck !== undefined),
      },
    ];
  });
}

/** The facts of a plugin that was loaded and not connected. */
export function factsOfPlugin(
  { definition, packageName, version, path, isBuiltIn = false }: Plugin,
  source: string,
): PluginFacts {
  return {
    name: definition.name,
    localNames: [],
    sources: [source],
    package: packageName,
    version,
    path,
    builtIn: isBuiltIn,
    contract: definition.contract,
    lock: null,
    conformance: "passed",
    canList: null,
    canPostCheck: null,
    reads: definition.reads.map(factsOfRead),
    programs: null,
  };
}

function factsOfRead(read: Read): ReadFacts {
  const { action, method = "GET", service = "default", path, per = "cluster", purpose = "read" } = read;
  const { permission = null, when = null } = read;
  return { action, method, service, path, permission, per, when, purpose };
}
