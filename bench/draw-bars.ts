export interface Bar {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** Ours; the others are what it is compared with. */
  readonly isOurs: boolean;
}

export interface Chart {
  readonly title: string;
  readonly bars: readonly Bar[];
  /** How a value is written behind its bar. */
  readonly show: (value: number) => string;
}

const width = 760;
const labelWidth = 270;
const valueWidth = 90;
const rowHeight = 30;
const top = 48;
const font = "ui-sans-serif, system-ui, sans-serif";

/** Horizontal bars from zero with a line from the least to the most, as an SVG of its own on white ground. */
export function drawBars({ title, bars, show }: Chart): string {
  const height = top + bars.length * rowHeight + 14;
  const longest = Math.max(...bars.map(({ max }) => max), Number.MIN_VALUE);
  const scale = (value: number) =>
    Math.round(((value * (width - labelWidth - valueWidth)) / longest) * 10) / 10;
  const told = bars.map(({ label, value }) => `${label}: ${show(value)}`).join("; ");
  const rows = bars.map(({ label, value, min, max, isOurs }, index) => {
    const y = top + index * rowHeight;
    const middle = y + rowHeight / 2;
    return `  <text x="${labelWidth - 10}" y="${middle}" text-anchor="end" dominant-baseline="central">${escapeText(label)}</text>
  <rect x="${labelWidth}" y="${y + 5}" width="${scale(value)}" height="${rowHeight - 10}" fill="${isOurs ? "#1f6feb" : "#9aa4b2"}"/>
  <path d="M${labelWidth + scale(min)} ${middle}H${labelWidth + scale(max)}" stroke="#1f2328" stroke-width="1.5"/>
  <text x="${labelWidth + scale(max) + 8}" y="${middle}" dominant-baseline="central">${escapeText(show(value))}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="${font}" font-size="13" fill="#1f2328">
  <title>${escapeText(`${title}. ${told}`)}</title>
  <rect width="${width}" height="${height}" fill="#ffffff"/>
  <text x="16" y="28" font-size="15" font-weight="600">${escapeText(title)}</text>
${rows.join("\n")}
</svg>
`;
}

function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
