/** One colour of the page, as `#rrggbb`, in its light and its dark theme. */
export interface Color {
  readonly light: string;
  readonly dark: string;
}

type ColorName =
  | "page"
  | "card"
  | "sunken"
  | "line"
  | "edge"
  | "text"
  | "muted"
  | "accent"
  | "ok"
  | "okBack"
  | "action"
  | "actionBack"
  | "pending"
  | "pendingBack"
  | "incomplete"
  | "incompleteBack";

/** Text on each of these is readable (WCAG 2.2 AA): a test measures the pairs below. */
export const palette: Readonly<Record<ColorName, Color>> = {
  page: { light: "#f6f7f9", dark: "#12161c" },
  card: { light: "#ffffff", dark: "#1a2029" },
  sunken: { light: "#eef1f4", dark: "#232b36" },
  line: { light: "#d3d9e0", dark: "#36414f" },
  edge: { light: "#7b8794", dark: "#738194" },
  text: { light: "#1b2430", dark: "#e6ebf1" },
  muted: { light: "#52606d", dark: "#a9b6c4" },
  accent: { light: "#0b5cad", dark: "#7db8f5" },
  ok: { light: "#146c3c", dark: "#6fd39b" },
  okBack: { light: "#e2f4e9", dark: "#16352a" },
  action: { light: "#a8201a", dark: "#ff9c93" },
  actionBack: { light: "#fdeceb", dark: "#43201f" },
  pending: { light: "#0b5796", dark: "#84c1fb" },
  pendingBack: { light: "#e4f0fb", dark: "#172f47" },
  incomplete: { light: "#6f3a9e", dark: "#d0a8f2" },
  incompleteBack: { light: "#f3eafa", dark: "#34224a" },
};

/** What stands on what: text needs a contrast of 4.5, edges and marks 3. */
export const pairs: readonly {
  readonly front: ColorName;
  readonly back: ColorName;
  readonly least: 3 | 4.5;
}[] = [
  ...(["page", "card", "sunken"] as const).flatMap((back) =>
    (["text", "muted", "accent"] as const).map((front) => ({ front, back, least: 4.5 }) as const),
  ),
  ...(["ok", "action", "pending", "incomplete"] as const).flatMap(
    (front) =>
      [
        { front, back: `${front}Back`, least: 4.5 },
        { front, back: "card", least: 4.5 },
        { front, back: "sunken", least: 4.5 },
      ] as const,
  ),
  { front: "edge", back: "card", least: 3 },
  { front: "edge", back: "page", least: 3 },
];

/** `--ok: light-dark(#146c3c, #6fd39b);` and so on. */
export function declareColors(): string {
  return Object.entries(palette)
    .map(([name, { light, dark }]) => `--${name}: light-dark(${light}, ${dark});`)
    .join("\n  ");
}
