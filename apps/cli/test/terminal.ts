import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { program } from "./run-cli.ts";

export interface Terminal {
  readonly env?: Readonly<Record<string, string>>;
  /** Called with what was shown so far each time that something is; types into the terminal. */
  readonly onShown?: (shown: string, type: (keys: string) => void) => void;
}

/** Runs the program in a pseudo-terminal of 100 columns; both its streams go there. */
export async function runInTerminal(
  cwd: string,
  args: string,
  { env = {}, onShown }: Terminal = {},
): Promise<{ readonly code: number | null; readonly shown: string }> {
  const command = `stty cols 100 rows 24; exec "${process.execPath}" "${program}" ${args}`;
  const child: ChildProcess = spawn("script", ["-qec", command, "/dev/null"], {
    cwd,
    env: {
      HOME: "/nonexistent",
      UPGRADECTL_METADATA_DISABLED: "true",
      PATH: process.env.PATH ?? "",
      TERM: "xterm",
      ...env,
    },
    stdio: ["pipe", "pipe", "ignore"],
  });
  let shown = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    shown += text;
    onShown?.(shown, (keys) => child.stdin?.write(keys));
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject).on("close", resolve);
  });
  return { code, shown };
}

/** Not every machine has util-linux's `script`. */
export const hasTerminals: boolean = spawnSync("script", ["-qec", "true", "/dev/null"]).status === 0;
