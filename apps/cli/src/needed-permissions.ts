import type { PluginFacts, ReadFacts } from "./plugin-facts.ts";

/** What an identity must be allowed, as far as the plugins name it. */
export interface NeededPermissions {
  readonly permissions: readonly { readonly permission: string; readonly requests: readonly Needing[] }[];
  /** Requests that may want a permission that the plugin does not name; sign-ins come before any permission. */
  readonly unnamed: readonly Needing[];
}

/** A request for which a permission is needed. */
export interface Needing extends Pick<ReadFacts, "action" | "when" | "purpose"> {
  /** The plugin's name. */
  readonly provider: string;
}

/** The union over all plugins, each permission once, in order. */
export function neededPermissions(
  plugins: readonly PluginFacts[],
  { postCheck }: { readonly postCheck: boolean },
): NeededPermissions {
  const made = plugins.flatMap(({ name, reads }) =>
    reads
      .filter(({ purpose }) => postCheck || purpose !== "post-check")
      .map(({ permission, action, when, purpose }) => ({
        permission,
        request: { provider: name, action, when, purpose },
      })),
  );
  const byPermission = Map.groupBy(made, ({ permission }) => permission);
  const requestsOf = (permission: string | null) =>
    (byPermission.get(permission) ?? []).map(({ request }) => request);
  const named = [...byPermission.keys()].filter((permission) => permission !== null).sort();
  return {
    permissions: named.map((permission) => ({ permission, requests: requestsOf(permission) })),
    unnamed: requestsOf(null).filter(({ purpose }) => purpose !== "sign-in"),
  };
}
