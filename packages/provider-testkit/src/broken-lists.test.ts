import { brokenLists } from "./testing/broken-lists.ts";
import { stopBroken } from "./testing/stop-broken.ts";

stopBroken(brokenLists);
