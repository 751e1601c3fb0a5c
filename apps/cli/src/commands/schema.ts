import { composeSchema, type Fleet } from "@upgradectl/core";
import type { CommandInput } from "../command-input.ts";
import { loadFleet } from "../load-fleet.ts";
import { isSet } from "../options.ts";
import { reportFailure } from "../report-failure.ts";
import { tracePlugins } from "../trace-requests.ts";
import { UsageError } from "../usage-error.ts";
import { renderJson } from "../views/json.ts";

/** The schema for editors: with a manifest at hand, the schemas of its plugins are part of it. */
export async function schema(input: CommandInput): Promise<number> {
  const startedAt = input.world.clock.now();
  const loaded = await loadFleet(input).catch((error: unknown) => {
    // Without any manifest the bare schema is the answer; a manifest that was named must be readable.
    if (error instanceof UsageError && input.words.length === 0) return undefined;
    throw error;
  });
  if (loaded === undefined) {
    await input.world.stdout.write(renderJson(composeSchema([])));
    return 0;
  }
  const { fleet, diagnostics, sources } = loaded;
  if (fleet === null) {
    const presentation = { outputs: [], color: "auto", quiet: isSet(input.flags, "quiet") };
    return reportFailure({ command: "schema", startedAt, diagnostics, sources, ...presentation }, input);
  }
  await tracePlugins(fleet.instances, input);
  await input.world.stdout.write(renderJson(composeSchema(pluginsOf(fleet))));
  return 0;
}

/** Manifests of two folders may mean two plugins by one source. */
function pluginsOf(fleet: Fleet): Parameters<typeof composeSchema>[0] {
  const byPlugin = Map.groupBy(fleet.instances, ({ source, plugin }) => `${source}\0${plugin.path}`);
  return [...byPlugin.values()].flatMap((instances) => {
    const [first] = instances;
    if (first === undefined) return [];
    const { source, plugin } = first;
    return [{ source, localNames: instances.map(({ name }) => name), definition: plugin.definition }];
  });
}
