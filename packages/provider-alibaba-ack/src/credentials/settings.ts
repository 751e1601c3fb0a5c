import type { ConnectContext } from "@upgradectl/provider-sdk";
import type { Config } from "../config.ts";

/** What signing in takes from the host. */
export type SignInContext = ConnectContext<Config>;

export type Env = SignInContext["env"];

/** Environment and configuration: all that the meaning of a profile depends on. */
export type SignInSettings = Pick<SignInContext, "config" | "env">;

/** A variable's text; undefined where it is unset or empty. */
export function readVariable(env: Env, name: string): string | undefined {
  return env[name]?.trim() || undefined;
}

export function isSwitchedOn(env: Env, name: string): boolean {
  return /^(?:true|1)$/i.test(env[name]?.trim() ?? "");
}

/** Nothing may be asked of the ECS metadata service, whoever wants it. */
export function isMetadataOff(env: Env): boolean {
  return (
    isSwitchedOn(env, "ALIBABA_CLOUD_ECS_METADATA_DISABLED") ||
    isSwitchedOn(env, "UPGRADECTL_METADATA_DISABLED")
  );
}
