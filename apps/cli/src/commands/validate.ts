import { closeFleet, connectFleet, failureReport } from "@upgradectl/core";
import { readPresentation } from "../check-settings.ts";
import type { CommandInput } from "../command-input.ts";
import { loadFleet } from "../load-fleet.ts";
import { reportFailure } from "../report-failure.ts";
import { surroundingsOf } from "../surroundings.ts";
import { tell } from "../tell.ts";
import { tracePlugins } from "../trace-requests.ts";
import { plural } from "../views/plain-text.ts";
import { withGithub, writeReport } from "../write-report.ts";

/** Everything that can be known of a manifest without asking a cloud, also whether its plugins accept to connect. */
export async function validate(input: CommandInput): Promise<number> {
  const { world, redactor, version } = input;
  const startedAt = world.clock.now();
  const asked = await readPresentation(input);
  const presentation = { ...asked, outputs: withGithub(asked.outputs, world) };
  const run = { command: "validate", startedAt };

  const { fleet, diagnostics, sources } = await loadFleet(input);
  if (fleet === null) return reportFailure({ ...run, diagnostics, sources, ...presentation }, input);
  await tracePlugins(fleet.instances, input);
  const connecting = await connectFleet(fleet.instances, surroundingsOf(input), {});
  await closeFleet(connecting.connected?.values() ?? []);
  const faults = connecting.diagnostics ?? connecting.faults;
  if (faults.length > 0) {
    const all = [...diagnostics, ...faults];
    return reportFailure({ ...run, diagnostics: all, sources, ...presentation }, input);
  }

  await tell(diagnostics, { ...presentation, sources }, input);
  const finished = { ...run, finishedAt: world.clock.now(), toolVersion: version };
  const sentence = `${[...sources.keys()].join(", ")}: valid, ${plural(fleet.clusters.length, "cluster")}, ${plural(fleet.instances.length, "provider")}\n`;
  const report = redactor.value(failureReport(finished, 0, diagnostics));
  await writeReport(report, { ...presentation, text: sentence, world });
  return 0;
}
