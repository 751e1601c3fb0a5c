import type { ConnectContext } from "@upgradectl/provider-sdk";
import type { HuaweiConfig } from "./config.ts";

/** What the Huawei Cloud providers use of the host. */
export type HuaweiContext = Pick<
  ConnectContext<HuaweiConfig>,
  "config" | "env" | "http" | "instance" | "now" | "readFile" | "secret"
>;
