import MarkdownIt from "markdown-it";
import { describe, expect, it } from "vitest";
import {
  clusterOf,
  failureOf,
  hostile,
  hostileCluster,
  hostileDiagnostic,
  reportOf,
} from "../../test/reports.ts";
import { renderMarkdown } from "./markdown.ts";
import { markdownText } from "./markdown-text.ts";

/** Raw HTML passes, as on GitHub, and bare addresses become links. */
const toHtml = (markdown: string) => new MarkdownIt({ html: true, linkify: true }).render(markdown);

describe("text in Markdown", () => {
  it.each([
    "<b>x</b>",
    "[l](http://evil.test)",
    "![i](//evil.test)",
    "**b** __c__ ~~d~~ `e`",
    "a | b",
    "https://evil.test",
    "www.evil.test",
    "a@evil.test",
    "&lt;script&gt;",
    "\\<b>",
  ])("%s is read as it was sent, and makes nothing", (text) => {
    const html = toHtml(`- ${markdownText(text)}`);
    expect(html).not.toMatch(/<(?!\/?(?:ul|li)>)/);
    const shown = html
      .replace(/<[^>]*>/g, "")
      .trim()
      .replaceAll("\u200b", "");
    const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
    expect(shown.replaceAll("&quot;", '"')).toBe(escaped);
  });

  it.each(["- x", "+ x", "1. x", "12) x", "---", "==="])(
    "begins no list, rule or heading in an item: %j",
    (text) => {
      const [item] = /<ul>[\s\S]*<\/ul>/.exec(toHtml(`- a\n  - ${markdownText(text)}\n`)) ?? [];
      expect(item?.match(/<(?:ul|ol|li|hr|h\d)/g)).toEqual(["<ul", "<li", "<ul", "<li"]);
    },
  );

  it("mentions nobody and no issue", () => {
    const shown = toHtml(markdownText("@octocat #12 gh-7"));
    expect(shown).not.toMatch(/@octocat|#12|gh-7/);
    expect(shown.replaceAll("\u200b", "")).toContain("@octocat #12 gh-7");
  });

  it("is one line of at most so many characters", () => {
    expect(markdownText("a\nb")).toBe("a b");
    expect(markdownText("x".repeat(500), 100)).toBe(`${"x".repeat(99)}…`);
    expect(markdownText("😀".repeat(200), 100)).toBe(`${"😀".repeat(99)}…`);
  });
});

describe("markdown", () => {
  it("has counts, a table with what is not as declared first, and details of it", () => {
    const clusters = [clusterOf("orders", "converged"), clusterOf("payments", "behind")];
    const markdown = renderMarkdown(reportOf(clusters));
    expect(markdown).toContain("### upgradectl check: action (exit code 2)");
    expect(markdown).toContain("2 clusters: 1 converged, 1 behind.");
    const html = toHtml(markdown);
    expect([...html.matchAll(/<tr>\s*<td>(\w+)<\/td>/g)].map(([, name]) => name)).toEqual([
      "payments",
      "orders",
    ]);
    expect([...html.matchAll(/<summary>(.*)<\/summary>/g)].map(([, name]) => name)).toEqual([
      "payments is behind",
    ]);
    expect(html).toContain("<li>reason: payments gives the reason</li>");
    expect(markdown).not.toContain("Left out");
  });

  it("says when a cluster could not be read, and whether the gate is open", () => {
    expect(renderMarkdown(reportOf([clusterOf("a", "unknown")]))).toContain(
      "Not every cluster could be read",
    );
    const gate = reportOf([clusterOf("a", "behind")], { command: "gate", exitCode: 0 });
    const markdown = renderMarkdown(gate);
    expect(markdown).toContain("the gate is open (exit code 0)");
  });

  it("fits into a comment whatever the fleet, and says what it left out", () => {
    const clusters = Array.from({ length: 5000 }, (_, index) => clusterOf(`cluster-${index}`, "failed"));
    const markdown = renderMarkdown(reportOf(clusters));
    expect(markdown.length).toBeLessThanOrEqual(60_000);
    expect(markdown.length).toBeGreaterThan(50_000);
    const rows = markdown.split("\n").filter((line) => line.startsWith("| cluster-")).length;
    const details = markdown.split("<details>").length - 1;
    expect(markdown).toContain(
      `Left out to stay short: ${5000 - rows} clusters of the table, details of ${5000 - details} clusters.`,
    );
    expect(markdown.split("</details>").length - 1).toBe(details);
  });

  it("fits with hostile texts too", () => {
    const clusters = Array.from({ length: 300 }, () => hostileCluster());
    const diagnostics = Array.from({ length: 300 }, () => hostileDiagnostic);
    const markdown = renderMarkdown(reportOf(clusters, { diagnostics }));
    expect(markdown.length).toBeLessThanOrEqual(60_000);
    expect(markdown).toContain("warnings");
    expect(renderMarkdown(failureOf(diagnostics)).length).toBeLessThanOrEqual(60_000);
  });

  it("shows hostile texts as text: no element but its own, and a row stays a row", () => {
    const html = toHtml(renderMarkdown(reportOf([hostileCluster()])));
    const elements = new Set([...html.matchAll(/<([a-z0-9!]+)/gi)].map(([, name]) => name));
    const own = ["h3", "p", "table", "thead", "tbody", "tr", "th", "td", "ul", "li", "details", "summary"];
    expect([...elements].filter((name) => !own.includes(name ?? ""))).toEqual([]);
    // A row with too many cells loses the last ones, so the last is looked at, and the first for where it ends.
    const cells = [...html.matchAll(/<td>(.*?)<\/td>/g)].map(([, cell]) => cell ?? "");
    expect(cells).toHaveLength(6);
    expect(cells[0]).toContain("| a ::error::x");
    expect(cells[2]).toBe("behind");
    expect(cells[5]).toContain("| a ::error::x");
    expect(html).not.toContain("href");
    expect(markdownText(hostile)).not.toMatch(/[\n\r]|\p{Surrogate}/u);
  });

  it("lists diagnostics where there was no fleet", () => {
    const failed = renderMarkdown(failureOf([hostileDiagnostic]));
    expect(failed).toContain("nothing was asked of any cloud (exit code 5)");
    expect(toHtml(failed)).toContain("<strong>error</strong> unknown-key: &lt;script&gt;");
    expect(renderMarkdown(failureOf([], 0))).toContain("validate: valid (exit code 0)");
  });
});
