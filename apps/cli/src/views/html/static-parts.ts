import type { Diagnostic, Report } from "@upgradectl/core";
import { plural } from "../plain-text.ts";
import { looks } from "../text.ts";
import { html } from "./escape.ts";

/** What went wrong, or what to know, before any cluster; empty where there is nothing. */
export function renderDiagnosticList(diagnostics: readonly Diagnostic[]): string {
  if (diagnostics.length === 0) return "";
  const items = diagnostics.map(renderDiagnostic).join("\n");
  return `<section class="card" aria-labelledby="diagnostics-title">
<h2 id="diagnostics-title">Diagnostics</h2>
${items}
</section>`;
}

function renderDiagnostic({ severity, code, summary, detail, hint, file, line, column }: Diagnostic): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(":");
  return `<div class="diagnostic ${severity}">
<p><strong>${severity}</strong>: ${html(summary)} <span class="note">(${html(code)})</span></p>
${place === "" ? "" : `<p class="note">${html(place)}</p>`}
${detail === undefined ? "" : `<pre>${html(detail)}</pre>`}
${hint === undefined ? "" : `<p>→ ${html(hint)}</p>`}
</div>`;
}

const outcomeWords = [
  ["action", "Action", "someone must act"],
  ["incomplete", "Incomplete", "could not be read"],
  ["pending", "Pending", "upgrades under way"],
  ["ok", "OK", "as declared"],
] as const;

/** The counts at the top. */
export function renderTiles({ summary }: Report): string {
  const tiles = outcomeWords.map(
    ([outcome, title, meaning]) =>
      `<li class="${outcome}"><strong>${summary[outcome]}</strong>${title} <span class="note">${meaning}</span></li>`,
  );
  return `<ul class="tiles" aria-label="Outcomes of ${plural(summary.clusters, "cluster")}">
<li><strong>${summary.clusters}</strong>${summary.clusters === 1 ? "Cluster" : "Clusters"} <span class="note">selected</span></li>
${tiles.join("\n")}
</ul>`;
}

/** What a reader without scripts sees. */
export function renderPlainTable({ clusters }: Report): string {
  const rows = clusters.map(
    ({ name, verdict, provider, observed, expected, reason, error }) =>
      `<tr><th scope="row">${html(name)}</th><td>${looks[verdict].symbol} ${verdict}</td><td>${html(provider)}</td><td>${html(observed?.version ?? "not known")}</td><td>${html(expected.version)}</td><td>${html(reason)}${error?.hint == null ? "" : `<br>${html(error.hint)}`}</td></tr>`,
  );
  const heads = ["Cluster", "Verdict", "Provider", "Observed", "Expected", "Reason"];
  return `<noscript><section class="card">
<table>
<caption>Clusters</caption>
<thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join("")}</tr></thead>
<tbody>
${rows.join("\n")}
</tbody>
</table>
</section></noscript>`;
}
