import { readFile } from "node:fs/promises";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseScenario, startSimulator } from "@upgradectl/simulator";
import type { CommandInput } from "../command-input.ts";
import { isSet } from "../options.ts";
import { packageRoot } from "../package-files.ts";
import { chooseColors } from "../views/colors.ts";
import { check } from "./check.ts";

const folder = new URL("demo/", packageRoot);

function nearName(cwd: string, path: string): string {
  const near = relative(cwd, path);
  return near.startsWith("..") ? path : near;
}

/** `check` on a sample fleet against the embedded simulator: the real program, a real server, no cloud. */
export async function demo(input: CommandInput): Promise<number> {
  const { world, flags } = input;
  const scenarioFile = fileURLToPath(new URL("scenario.yaml", folder));
  const manifest = fileURLToPath(new URL("fleet.yaml", folder));
  const parsed = parseScenario(await readFile(scenarioFile, "utf8"), scenarioFile);
  if ("problems" in parsed) throw new Error(`the demo's scenario is broken: ${parsed.problems[0]?.message}`);
  const simulator = await startSimulator({ scenario: parsed.scenario, now: () => world.clock.now() });
  try {
    const paint = chooseColors(
      typeof flags.color === "string" ? flags.color : "auto",
      world.stderr,
      world.env,
    );
    const isQuiet = isSet(flags, "quiet");
    const title = `${paint("bold", `$ upgradectl check ${nearName(world.cwd, manifest)}`)}   (clouds: simulator at ${simulator.url})\n\n`;
    if (!isQuiet) await world.stderr.write(title);
    const env = { ...world.env, UPGRADECTL_SIMULATOR: simulator.url };
    const code = await check({ ...input, words: [manifest], world: { ...world, env } });
    if (code === 5) return code;
    const moral = `\nA pipeline would have got exit code ${code} from this check. The demo itself exits with 0.\n`;
    if (!isQuiet) await world.stderr.write(moral);
    return code >= 128 ? code : 0;
  } finally {
    await simulator.close();
  }
}
