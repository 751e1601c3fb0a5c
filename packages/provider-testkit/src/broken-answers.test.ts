import { brokenAnswers } from "./testing/broken.ts";
import { stopBroken } from "./testing/stop-broken.ts";

stopBroken(brokenAnswers);
