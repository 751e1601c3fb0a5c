import { testProvider } from "@upgradectl/provider-testkit";
import { describe, it } from "vitest";
// What Autopilot shares with CCE, by path: no package publishes its fixtures.
import { planBody } from "../../huawei-cloud/src/testing/plan-bodies.ts";
import { cceTests } from "../../provider-huawei-cce/src/testing/cce-cases.ts";
import provider from "./index.ts";

testProvider({ describe, it }, cceTests(provider, "/autopilot", [planBody()]));
