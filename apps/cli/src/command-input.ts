import type { Diagnostic, Redactor } from "@upgradectl/core";
import type { Flags } from "./options.ts";
import type { RunRecording } from "./run-recording.ts";
import type { World } from "./world.ts";

/** What every command is given. */
export interface CommandInput {
  /** The words beside the flags: manifest files, a scenario. */
  readonly words: readonly string[];
  readonly flags: Flags;
  readonly world: World;
  readonly version: string;
  /** Knows the run's secrets; everything that leaves the process goes through it. */
  readonly redactor: Redactor;
  /** Takes the warnings about errors that no promise carried so far. */
  readonly takeStrays: () => readonly Diagnostic[];
  /** Where the run is recorded or replayed. */
  readonly recording?: RunRecording;
  /** Of a run that ends with 0 as with `--exit-zero`: told the code that it would have ended with. */
  readonly excuse?: (code: number) => void;
}

/** Returns the exit code. */
export type Command = (input: CommandInput) => Promise<number>;
