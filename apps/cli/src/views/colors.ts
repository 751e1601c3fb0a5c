import { styleText } from "node:util";
import { UsageError } from "../usage-error.ts";
import type { Output, World } from "../world.ts";

type Style = Parameters<typeof styleText>[0];
/** Paints a text, or leaves it alone. */
export type Paint = (style: Style, text: string) => string;

const painted: Paint = (style, text) => styleText(style, text, { validateStream: false });
const plain: Paint = (_style, text) => text;

/** `always` and `never` as asked; `auto` follows NO_COLOR, FORCE_COLOR, TERM=dumb and whether a terminal reads. */
export function chooseColors(choice: string, output: Pick<Output, "isTty">, env: World["env"]): Paint {
  if (choice === "always") return painted;
  if (choice === "never") return plain;
  if (choice !== "auto") throw new UsageError(`--color "${choice}" is not one of auto, always, never`);
  if (env.NO_COLOR) return plain;
  if (env.FORCE_COLOR) return env.FORCE_COLOR === "0" || env.FORCE_COLOR === "false" ? plain : painted;
  return output.isTty && env.TERM !== "dumb" ? painted : plain;
}
