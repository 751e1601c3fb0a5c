import { brokenFacts } from "./testing/broken-facts.ts";
import { stopBroken } from "./testing/stop-broken.ts";

stopBroken(brokenFacts);
