import { type FleetResult, readFleet } from "../manifest/read-fleet.ts";
import { env, fileOf, loadWith } from "./healthy-manifest.ts";

/** Reads a manifest of one file. */
export function readManifest(text: string, fastPaths: boolean): Promise<FleetResult> {
  return readFleet([fileOf(text)], { env, loadPlugin: loadWith(), fastPaths });
}
