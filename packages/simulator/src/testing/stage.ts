import { afterEach, beforeEach } from "vitest";
import { type AccountScenario, type Simulator, startSimulator } from "../index.ts";
import { scenarioOf } from "./scenario.ts";

/** A simulator with a clock that the test moves. */
export interface Stage {
  readonly simulator: Simulator;
  /** Epoch milliseconds. */
  now: number;
  /** Begins anew with these accounts, at the present time. */
  restart(...accounts: AccountScenario[]): Promise<void>;
}

/** Sets one up for each test of a file. */
export function useStage(start: number, ...accounts: AccountScenario[]): Stage {
  let simulator: Simulator | undefined;
  const stage: Stage = {
    now: start,
    get simulator() {
      if (simulator === undefined) throw new Error("the simulator runs in tests only");
      return simulator;
    },
    async restart(...others) {
      await simulator?.close();
      simulator = await startSimulator({ scenario: scenarioOf(...others), now: () => stage.now });
    },
  };
  beforeEach(async () => {
    stage.now = start;
    await stage.restart(...accounts);
  });
  afterEach(() => simulator?.close());
  return stage;
}
