import type { Server } from "./server/start-server.ts";

/** What a measurement is given. */
export interface Bench {
  readonly rounds: number;
  /** Numbers of clusters. */
  readonly sizes: { readonly small: number; readonly middle: number; readonly large: number };
  readonly server: Server;
  /** Of this run alone; home and working folder of every measured program. */
  readonly folder: string;
  /** Where Terraform finds plugins without a network, if the user named one. */
  readonly terraformPlugins: string | undefined;
  /** For whoever waits. */
  tell(text: string): void;
}

/** One measurement: what it ran, and what of that is held to a limit. */
export interface Measurement {
  readonly name: string;
  readonly title: string;
  measure(bench: Bench): Promise<Measured>;
}

export interface Measured {
  readonly figures: readonly Figure[];
  readonly limits: readonly Limit[];
  /** Why something was not measured, and the like. */
  readonly notes?: readonly string[];
  /** True where it could not be measured; a note says why. */
  readonly isFailed?: boolean;
}

/** One run of one program. */
export interface Sample {
  readonly wallMs: number;
  /** User and system time. */
  readonly cpuMs: number;
  /** Null where it was not measured. */
  readonly peakMb: number | null;
  readonly requests: number;
  /** What the server spent meanwhile. */
  readonly serverCpuMs: number;
}

/** All measured runs of one program. */
export interface Figure {
  readonly name: string;
  /** 0 where it reads none. */
  readonly clusters: number;
  readonly samples: readonly Sample[];
}

export interface Limit {
  readonly text: string;
  readonly value: number;
  /** More fails. */
  readonly highest: number;
  readonly unit: "times" | "MB";
}

export function isGood({ value, highest }: Limit): boolean {
  return value <= highest; // not a number is not good either
}
