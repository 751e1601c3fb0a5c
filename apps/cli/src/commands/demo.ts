import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseScenario, startSimulator } from "@upgradectl/simulator";
import type { CommandInput } from "../command-input.ts";
import { stdinName } from "../manifest-files.ts";
import { isSet } from "../options.ts";
import { isExecutable, packageRoot, readPackageFile } from "../package-files.ts";
import { chooseColors } from "../views/colors.ts";
import { check } from "./check.ts";

function nearName(cwd: string, path: string): string {
  const near = relative(cwd, path);
  return near.startsWith("..") ? path : near;
}

/**
 * What `check` is given, and how. The executable has its manifest inside, which is read as if it came in by standard input:
 * plugins of a manifest in a folder for temporary files could be anybody's.
 */
function manifestOf({ world }: Pick<CommandInput, "world">): Pick<CommandInput, "words" | "world"> {
  const name = "demo/fleet.yaml";
  if (!isExecutable) return { words: [fileURLToPath(new URL(name, packageRoot))], world };
  return { words: [stdinName], world: { ...world, readStdin: async () => readPackageFile(name) } };
}

/** `check` on a sample fleet against the embedded simulator: the real program, a real server, no cloud. */
export async function demo(input: CommandInput): Promise<number> {
  const { world, flags } = input;
  const manifest = manifestOf(input);
  const shown = isExecutable ? "-" : nearName(world.cwd, manifest.words[0] ?? "");
  const parsed = parseScenario(readPackageFile("demo/scenario.yaml"), "demo/scenario.yaml");
  if ("problems" in parsed) throw new Error(`the demo's scenario is broken: ${parsed.problems[0]?.message}`);
  const simulator = await startSimulator({ scenario: parsed.scenario, now: () => world.clock.now() });
  try {
    const paint = chooseColors(
      typeof flags.color === "string" ? flags.color : "auto",
      world.stderr,
      world.env,
    );
    const isQuiet = isSet(flags, "quiet");
    const line = paint("bold", `$ upgradectl check ${shown} --exit-zero`);
    if (!isQuiet) await world.stderr.write(`${line}   (clouds: simulator at ${simulator.url})\n\n`);
    const env = { ...world.env, UPGRADECTL_SIMULATOR: simulator.url };
    let moral = "";
    const excuse = (code: number) => {
      moral = `\nWithout --exit-zero a pipeline would have got exit code ${code} from this check.\n`;
    };
    const code = await check({ ...input, ...manifest, world: { ...manifest.world, env }, excuse });
    if (!isQuiet && moral !== "") await world.stderr.write(moral);
    return code;
  } finally {
    await simulator.close();
  }
}
