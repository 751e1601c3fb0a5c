// The clouds, in a process of their own: started with fork(), told the fleet's size and latency, asked for its counts.
import { startSimulator } from "@upgradectl/simulator";
import { buildScenario } from "./fleet.ts";

const [clusters, latencyMs] = process.argv.slice(2).map(Number);
const simulator = await startSimulator({ scenario: buildScenario(clusters ?? 1, latencyMs ?? 0) });
process.on("message", () => {
  const { total, maxInFlight, rejected } = simulator.stats;
  simulator.resetStats();
  process.send?.({ total, maxInFlight, rejected: rejected.length });
});
process.on("disconnect", () => process.exit());
process.send?.({ url: simulator.url });
