/** Terminals that know it show what is between the two at once, without a flicker; the others ignore it. */
const atOnce = { begin: "\u001b[?2026h", end: "\u001b[?2026l" } as const;
const eraseLine = "\u001b[2K";
const eraseUp = `${eraseLine}\u001b[1A`;
const toFirstColumn = "\u001b[G";

export interface LiveLines {
  /** Draws these in place of the last ones; the same again is not drawn again. */
  readonly draw: (lines: readonly string[]) => void;
  /** Erases what the terminal folded these many further lines into. */
  readonly eraseFolded: (lines: number) => void;
  readonly clear: () => void;
}

/**
 * Lines at the end of a terminal's screen that are drawn anew in place. They must fit on it: no line wider, not more
 * lines than rows. The cursor stays to be seen: whatever ends the process, there is nothing to restore.
 */
export function openLiveLines(write: (text: string) => void): LiveLines {
  let shown: readonly string[] | undefined;
  const replaceBy = (text: string) => {
    // The cursor is on the line after the last one.
    const erase = shown === undefined ? "" : `${eraseUp.repeat(shown.length)}${eraseLine}${toFirstColumn}`;
    write(`${atOnce.begin}${erase}${text}${atOnce.end}`);
  };
  return {
    draw: (lines) => {
      if (shown !== undefined && lines.join("\n") === shown.join("\n")) return;
      replaceBy(`${lines.join("\n")}\n`);
      shown = lines;
    },
    eraseFolded: (lines) => write(eraseUp.repeat(lines)),
    clear: () => {
      if (shown !== undefined) replaceBy("");
      shown = undefined;
    },
  };
}
