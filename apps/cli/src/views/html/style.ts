import { declareColors } from "./palette.ts";

/** The page's style sheet, on a grid of 8 pixels. */
export function pageStyle(): string {
  return [base(), controls, tables, charts, print].join("\n");
}

function base(): string {
  return `
:root {
  color-scheme: light dark;
  ${declareColors()}
}
:root[data-theme="light"] { color-scheme: light; }
:root[data-theme="dark"] { color-scheme: dark; }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body {
  margin: 0; background: var(--page); color: var(--text);
  font: 14px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif;
}
header, main, footer { max-width: 1440px; margin: 0 auto; padding: 16px 24px; }
header { display: flex; flex-wrap: wrap; gap: 8px 24px; align-items: flex-start; justify-content: space-between; }
h1 { font-size: 24px; line-height: 32px; margin: 0; }
h2 { font-size: 16px; line-height: 24px; margin: 0 0 8px; }
h4, h5 { font-size: 14px; margin: 16px 0 8px; }
p { margin: 0 0 8px; }
section.card { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 16px; margin: 0 0 16px; }
.skip { position: absolute; left: -9999px; }
.skip:focus { left: 16px; top: 8px; background: var(--card); padding: 8px 16px; z-index: 1; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.note, .facts, .axis, footer { color: var(--muted); font-size: 13px; }
.tiles { display: flex; flex-wrap: wrap; gap: 8px; margin: 0 0 16px; padding: 0; list-style: none; }
.tiles li { background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--edge); border-radius: 8px; padding: 8px 16px; min-width: 128px; }
.tiles strong { display: block; font-size: 24px; line-height: 32px; font-variant-numeric: tabular-nums; }
.tiles .ok { border-left-color: var(--ok); }
.tiles .action { border-left-color: var(--action); }
.tiles .pending { border-left-color: var(--pending); }
.tiles .incomplete { border-left-color: var(--incomplete); }
.diagnostic { border-left: 4px solid var(--action); padding: 8px 16px; margin: 0 0 8px; background: var(--sunken); }
.diagnostic.warning { border-left-color: var(--edge); }
.diagnostic pre { white-space: pre-wrap; margin: 0; font: 13px/1.5 ui-monospace, Menlo, Consolas, monospace; }
dd, td, th, .reason, .diagnostic { unicode-bidi: isolate; overflow-wrap: anywhere; }
`;
}

const controls = `
button, select, input { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--edge); border-radius: 4px; min-height: 32px; padding: 4px 8px; }
button { cursor: pointer; }
button:disabled { color: var(--muted); border-color: var(--line); cursor: default; }
button:hover:enabled { background: var(--sunken); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
button.link { border: 0; padding: 0; min-height: 24px; background: none; color: var(--accent); text-decoration: underline; text-align: start; overflow-wrap: anywhere; }
.fields, .bar { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: flex-end; margin: 0 0 16px; }
.bar { align-items: center; }
.bar p { margin: 0 auto 0 0; font-weight: 600; }
.pages { display: flex; gap: 8px; }
.field { display: inline-flex; flex-direction: column; color: var(--muted); font-size: 13px; max-width: 100%; margin: 0 0 8px; }
.fields .field { margin: 0; }
.field input, .field select { color: var(--text); font-size: 14px; max-width: 320px; }
.wide { flex: 1 1 240px; }
.field.wide input { max-width: none; }
.chips { display: flex; flex-wrap: wrap; gap: 8px; margin: 0 0 16px; }
.chip { border-radius: 16px; padding: 4px 16px; }
.chip[aria-pressed="true"] { border-width: 2px; padding: 3px 15px; font-weight: 600; background: var(--sunken); }
.chip[aria-pressed="true"]::after { content: " \\2713" / ""; }
.count { font-variant-numeric: tabular-nums; }
.chip.ok .symbol { color: var(--ok); }
.chip.action .symbol { color: var(--action); }
.chip.pending .symbol { color: var(--pending); }
.chip.incomplete .symbol { color: var(--incomplete); }
.symbol { display: inline-block; min-width: 1.4em; text-align: center; }
`;

const tables = `
.scroll { position: relative; overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: start; font-weight: 600; padding: 16px 0 8px; }
th, td { text-align: start; vertical-align: top; padding: 8px; border-bottom: 1px solid var(--line); }
thead th { color: var(--muted); font-size: 13px; white-space: nowrap; }
tbody th { font-weight: 600; }
.small th, .small td { padding: 4px 8px; }
.number { text-align: end; font-variant-numeric: tabular-nums; }
.clusters { min-width: 880px; }
.clusters thead button { border: 0; padding: 0 4px; margin: 0 -4px; background: none; font-weight: 600; }
.clusters th[scope="row"] { width: 24%; }
.arrow::after { content: "\\2195" / ""; padding: 0 4px; opacity: 0.6; }
[aria-sort="ascending"] .arrow::after { content: "\\2191" / ""; opacity: 1; }
[aria-sort="descending"] .arrow::after { content: "\\2193" / ""; opacity: 1; }
.toggle { border: 0; background: none; padding: 0; min-height: 24px; font-weight: 600; text-align: start; overflow-wrap: anywhere; }
.chevron::before { content: "\\25B8" / ""; display: inline-block; width: 16px; color: var(--muted); }
[aria-expanded="true"] .chevron::before { content: "\\25BE" / ""; }
.labels { display: flex; flex-wrap: wrap; gap: 4px; padding-left: 16px; font-weight: 400; font-size: 12px; color: var(--muted); }
.labels span { background: var(--sunken); border-radius: 4px; padding: 0 8px; }
.badge, .phase { display: inline-block; white-space: nowrap; border-radius: 4px; padding: 0 8px 0 4px; font-weight: 600; background: var(--sunken); }
.badge.ok, .phase.succeeded { color: var(--ok); background: var(--okBack); }
.badge.action, .phase.failed { color: var(--action); background: var(--actionBack); }
.badge.pending, .phase.running { color: var(--pending); background: var(--pendingBack); }
.badge.incomplete, .phase.unknown { color: var(--incomplete); background: var(--incompleteBack); }
.expanded > td { background: var(--page); padding: 16px 24px; }
.details > .reason { font-weight: 600; }
.details .error { border-left: 4px solid var(--incomplete); padding: 0 16px; margin: 0 0 16px; }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(240px, 1fr)); gap: 8px 24px; margin: 0 0 16px; }
dt { color: var(--muted); font-size: 13px; }
dd { margin: 0; }
`;

const charts = `
.shares { display: flex; width: 160px; height: 16px; background: var(--sunken); border-radius: 4px; overflow: hidden; }
.share.ok, .fill.succeeded { background: var(--ok); }
.share.action, .fill.failed { background: var(--action); }
.share.pending, .fill.running { background: var(--pending); }
.share.incomplete, .fill.unknown { background: var(--incomplete); }
.track { position: relative; display: block; height: 16px; min-width: 96px; background: var(--sunken); border-radius: 4px; overflow: hidden; }
.fill { position: absolute; top: 0; bottom: 0; min-width: 2px; border-radius: 4px; background: var(--edge); }
.fill.whole { opacity: 0.35; }
.fill.step { border-radius: 2px; box-shadow: inset 1px 0 0 var(--card); }
.timeline { list-style: none; margin: 0; padding: 0; }
.timeline li, .axis { display: grid; grid-template-columns: minmax(200px, 2fr) minmax(160px, 4fr) minmax(200px, 3fr); gap: 4px 16px; align-items: center; }
.timeline li { padding: 4px 0; border-top: 1px solid var(--line); }
.axis { margin: 0; }
.axis time:first-child { grid-column: 2; grid-row: 1; }
.axis time:last-child { grid-column: 2; grid-row: 1; text-align: end; }
.who { display: flex; flex-wrap: wrap; gap: 4px 8px; align-items: center; }
.nodes { margin: 0 0 4px; }
@media (max-width: 720px) {
  header, main, footer { padding: 16px 8px; }
  .timeline li { grid-template-columns: 1fr; }
  .axis { grid-template-columns: 0 1fr 0; gap: 0; }
}
@media (forced-colors: active) { .fill, .share { forced-color-adjust: none; } }
`;

const print = `
@media print {
  :root, :root[data-theme] { color-scheme: light; }
  body { font-size: 9pt; background: none; }
  header, main, footer { max-width: none; padding: 8px 0; }
  button:not(.toggle, .link, .sort), .fields, .chips, .pages, .field, .skip, .arrow, .chevron { display: none !important; }
  button, button.link { color: inherit; text-decoration: none; }
  section.card { border: 0; padding: 0; }
  thead { display: table-header-group; }
  .clusters { min-width: 0; }
  tr, .timeline li, .diagnostic { break-inside: avoid; }
  .expanded { break-inside: auto; }
  .scroll { overflow: visible; }
  .badge, .phase, .fill, .share, .track, .shares { print-color-adjust: exact; }
}
`;
