import { describe, expect, it } from "vitest";
import { pairs, palette } from "./palette.ts";

/** Relative luminance by WCAG 2.2. */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((one, other) => one - other);
  return (light + 0.05) / (dark + 0.05);
}

describe("the palette", () => {
  it("measures as the standard does", () => {
    expect(contrast("#000000", "#ffffff")).toBeCloseTo(21);
    expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
  });

  it.each(pairs)("$front on $back has a contrast of $least in both themes", ({ front, back, least }) => {
    for (const theme of ["light", "dark"] as const)
      expect(contrast(palette[front][theme], palette[back][theme]), theme).toBeGreaterThanOrEqual(least);
  });
});
