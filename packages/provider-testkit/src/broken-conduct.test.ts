import { brokenConduct } from "./testing/broken-conduct.ts";
import { stopBroken } from "./testing/stop-broken.ts";

stopBroken(brokenConduct);
