import { testProvider } from "@upgradectl/provider-testkit";
import { describe, it } from "vitest";
import provider from "./index.ts";
import { cceTests } from "./testing/cce-cases.ts";

testProvider({ describe, it }, cceTests(provider, "/api", undefined));
