import { brokenEndings } from "./testing/broken-endings.ts";
import { stopBroken } from "./testing/stop-broken.ts";

stopBroken(brokenEndings);
