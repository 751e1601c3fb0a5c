import { describe, it } from "node:test";
import { testProvider } from "../test-provider.ts";
import { createAcme } from "./acme.ts";
import { briefTests } from "./acme-tests.ts";

testProvider({ describe, it }, briefTests(createAcme()));
