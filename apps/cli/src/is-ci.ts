import type { World } from "./world.ts";

/** True in a pipeline, which may have a terminal and still nobody at it. */
export function isCi({ env }: Pick<World, "env">): boolean {
  return env.CI !== undefined && env.CI !== "" && env.CI !== "false" && env.CI !== "0";
}
