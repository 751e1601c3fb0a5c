import type { Connection } from "./provider.ts";

/**
 * A connection whose code is loaded with its first call: who only connects, a validation say, does not wait for response
 * shapes. What can be wrong with a configuration belongs before it.
 *
 * @param abilities the optional methods that the connection has
 * @param load makes the connection; called once, and again after it failed
 */
export function connectLater<With>(
  abilities: readonly ("list" | "postCheck")[],
  load: () => Promise<Connection<With>>,
): Connection<With> {
  let loading: Promise<Connection<With>> | undefined;
  let loaded: Connection<With> | undefined;
  const open = async (): Promise<Connection<With>> => {
    loading ??= load();
    try {
      loaded = await loading;
      return loaded;
    } catch (error) {
      loading = undefined;
      throw error;
    }
  };
  const later: Required<Omit<Connection<With>, "programs">> = {
    observe: async (cluster, signal) => (loaded ?? (await open())).observe(cluster, signal),
    list: async function* (signal) {
      const connection = loaded ?? (await open());
      if (connection.list === undefined) throw lacking("list");
      yield* connection.list(signal);
    },
    postCheck: async (cluster, upgrade, signal) => {
      const connection = loaded ?? (await open());
      if (connection.postCheck === undefined) throw lacking("postCheck");
      return connection.postCheck(cluster, upgrade, signal);
    },
  };
  return {
    observe: later.observe,
    ...(abilities.includes("list") ? { list: later.list } : {}),
    ...(abilities.includes("postCheck") ? { postCheck: later.postCheck } : {}),
  };
}

function lacking(method: string): TypeError {
  return new TypeError(`the connection was said to have ${method}(), and has none`);
}
