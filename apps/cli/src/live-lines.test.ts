import { describe, expect, it } from "vitest";
import { openLiveLines } from "./live-lines.ts";

function open() {
  const written: string[] = [];
  return { written, screen: openLiveLines((text) => void written.push(text)) };
}

describe("live lines", () => {
  it("are drawn as they are, at once, with the cursor on the line after them", () => {
    const { written, screen } = open();
    screen.draw(["one", "two"]);
    expect(written).toEqual(["\u001b[?2026hone\ntwo\n\u001b[?2026l"]);
  });

  it("are replaced from the first to the last, however many come next", () => {
    const { written, screen } = open();
    screen.draw(["one", "two"]);
    screen.draw(["three"]);
    screen.draw(["four", "five"]);
    expect(written.slice(1)).toEqual([
      "\u001b[?2026h\u001b[2K\u001b[1A\u001b[2K\u001b[1A\u001b[2K\u001b[Gthree\n\u001b[?2026l",
      "\u001b[?2026h\u001b[2K\u001b[1A\u001b[2K\u001b[Gfour\nfive\n\u001b[?2026l",
    ]);
  });

  it("are not drawn again where nothing changed", () => {
    const { written, screen } = open();
    screen.draw(["one"]);
    screen.draw(["one"]);
    expect(written).toHaveLength(1);
  });

  it("are gone once cleared, which is nothing where none were", () => {
    const { written, screen } = open();
    screen.clear();
    screen.draw(["one"]);
    screen.clear();
    screen.clear();
    expect(written.slice(1)).toEqual(["\u001b[?2026h\u001b[2K\u001b[1A\u001b[2K\u001b[G\u001b[?2026l"]);
  });
});
