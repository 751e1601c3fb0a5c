import type { ProviderInstance, RequestTrace } from "@upgradectl/core";
import type { CommandInput } from "./command-input.ts";
import { isSet } from "./options.ts";
import { plainText } from "./views/plain-text.ts";

type Input = Pick<CommandInput, "world" | "flags" | "redactor">;

/** With `-v`: writes a line on standard error for each try of a request as it ends. */
export function traceRequests(input: Input): ((trace: RequestTrace) => void) | undefined {
  if (!isSet(input.flags, "verbose")) return undefined;
  return ({ at, instance, cluster, action, httpStatus, durationMs, requestId, error }) => {
    const status = httpStatus === null ? "no answer" : String(httpStatus);
    const parts = [at, instance, nameOf(cluster), action, status, `${Math.round(durationMs)}ms`];
    if (error !== null) parts.push(error);
    if (requestId !== null) parts.push(`request-id=${requestId}`);
    // A reader of standard error that went away changes no result.
    writeLine(parts.join(" "), input).catch(() => {});
  };
}

/** One word; a cluster that is called as accounts are here is told apart by its quotes. */
function nameOf(cluster: string | null): string {
  if (cluster === null) return "account";
  return cluster === "account" || /[\s"]/.test(cluster) ? JSON.stringify(cluster) : cluster;
}

/** With `-v`: writes a line on standard error for each plugin that a run uses. */
export async function tracePlugins(instances: readonly ProviderInstance[], input: Input): Promise<void> {
  if (!isSet(input.flags, "verbose")) return;
  const byPath = Map.groupBy(instances, ({ plugin }) => plugin.path);
  for (const users of byPath.values()) {
    const plugin = users[0]?.plugin;
    if (plugin === undefined) continue;
    const names = [...new Set(users.map(({ name }) => name))].join(", ");
    const version = plugin.version ?? "without a version";
    await writeLine(`plugin ${plugin.packageName} ${version} for ${names}`, input);
  }
}

function writeLine(text: string, { world, redactor }: Input): Promise<void> {
  return world.stderr.write(`${plainText(redactor.text(text))}\n`);
}
