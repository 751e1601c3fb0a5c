import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { failureReport } from "@upgradectl/core";
import { JSDOM } from "jsdom";
import { describe, expect, it } from "vitest";
import { renderFailureHtml, renderHtml } from "../src/views/html/render-html.ts";
import { twoClouds } from "./clouds.ts";
import { cluster, fleet, forbidden, report, rollingUpgrade } from "./html-fleet.ts";
import { openPage } from "./html-page.ts";
import { folderWith, runCli } from "./run-cli.ts";

describe("text of others", () => {
  const hostile = [
    "</script><script>document.title='owned'</script>",
    "<!--<script>",
    "<img src=x onerror=alert(1)>",
    "]]>\u2028\u2029\u0000\u202e\u001b[31m",
    "__proto__",
    "\"' onmouseover=x",
    "&lt;b&gt;",
  ];

  it.each(hostile)("is never markup: %j", (text) => {
    const nasty = cluster(text, "failed", {
      provider: text,
      id: text,
      labels: Object.fromEntries([[text, text]]),
      reason: text,
      upgrade: {
        ...rollingUpgrade,
        message: text,
        rawPhase: text,
        nodes: { total: [text], completed: [], current: [] },
      },
      error: { ...forbidden, message: text, hint: text },
      evidence: [{ action: text, requestId: text, httpStatus: null, at: "2026-03-01T12:00:00Z" }],
    });
    const diagnostic = {
      severity: "warning",
      code: "x",
      summary: text,
      detail: text,
      hint: text,
      file: text,
    } as const;
    const page = openPage(renderHtml({ ...report([nasty]), diagnostics: [diagnostic] }));
    page.choose("Group by", text);
    page.get(".toggle").click();
    expect(page.document.title).toBe("upgradectl check: outcome action");
    expect(page.all("script")).toHaveLength(2);
    expect(page.all("img, b, [onmouseover], [onerror]")).toEqual([]);
    for (const steering of ["\u0000", "\u001b", "\u202e"])
      expect(page.document.body.textContent).not.toContain(steering);
    expect(page.complaints).toEqual([]);
    // Text that steers nobody is shown as it came.
    if (/^[\x20-\x7e]*$/.test(text)) expect(page.names()).toEqual([text]);
  });
});

describe("the file", () => {
  it("forbids every address, and allows its own style and program alone", () => {
    const html = renderHtml(fleet(3));
    const policy = new JSDOM(html).window.document.querySelector("meta[http-equiv]")?.getAttribute("content");
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/=]{44}'; script-src 'sha256-[\w+/=]{44}'; base-uri 'none'; form-action 'none'$/,
    );
    expect(html).not.toMatch(/https?:|\bsrc=|@import|url\(|innerHTML|\sstyle="|\son\w+="/);
  });

  it("has a table for readers without scripts", () => {
    const { document } = new JSDOM(renderHtml(fleet(5))).window;
    expect(document.querySelectorAll("noscript tbody tr")).toHaveLength(5);
    expect(document.querySelector<HTMLElement>("#report")?.hidden).toBe(true);
  });

  it("is the same for the same report", () => {
    expect(renderHtml(fleet(50))).toBe(renderHtml(fleet(50)));
  });

  it("shows a failed run's diagnostics", () => {
    const run = { toolVersion: "0.1.0", startedAt: 0, finishedAt: 1, command: "check" };
    const page = openPage(
      renderFailureHtml(
        failureReport(run, 5, [
          {
            severity: "error",
            code: "unknown-key",
            summary: 'unknown key "<b>"',
            hint: "Drop it.",
            file: "f.yaml",
            line: 3,
            column: 1,
          },
        ]),
      ),
    );
    expect(page.get(".diagnostic").textContent).toContain('unknown key "<b>"');
    expect(page.get(".diagnostic").textContent).toContain("f.yaml:3:1");
    expect(page.complaints).toEqual([]);
  });
});

describe("size", () => {
  // Generous, for slow machines; here 1,000 clusters take under 100 ms to filter and 10,000 well under a second.
  it.each([
    [1_000, 4_000, 1_000],
    [10_000, 15_000, 4_000],
  ])("%i clusters open within %i ms and answer a search within %i ms", (count, opening, answering) => {
    const html = renderHtml(fleet(count));
    const opened = performance.now();
    const page = openPage(html);
    const asked = performance.now();
    page.search("cluster-99");
    const answered = performance.now();
    page.get("th.reason button").click();
    const sorted = performance.now();
    const ms = (from: number, to: number) => Math.round(to - from);
    console.log(
      `${count} clusters: ${Math.round(html.length / 1024)} KiB, open ${ms(opened, asked)} ms, search ${ms(asked, answered)} ms, sort ${ms(answered, sorted)} ms`,
    );
    expect(page.all(".clusters tbody tr").length).toBeLessThanOrEqual(200);
    expect(asked - opened).toBeLessThan(opening);
    expect(answered - asked).toBeLessThan(answering);
    expect(sorted - answered).toBeLessThan(answering);
    expect(page.complaints).toEqual([]);
  });
});

describe("-o html", () => {
  it("writes the page beside the text, and a failed run's page on standard output", async () => {
    const { fleet } = await twoClouds();
    const cwd = await folderWith({ "upgradectl.yaml": fleet, "bad.yaml": "kind: Fleet" });
    const result = await runCli(["check", "-o", "text", "-o", "html=report.html"], { cwd });
    expect(result).toMatchObject({ code: 2, stderr: "" });
    const html = await readFile(join(cwd, "report.html"), "utf8");
    expect(html).not.toMatch(/nobody-may-see|LTAI5tTestKey|HWTESTKEY/);
    const page = openPage(html);
    expect(page.names()).toEqual(["payments", "orders"]);
    expect(page.complaints).toEqual([]);
    const failed = await runCli(["check", "bad.yaml", "-o", "html"], { cwd });
    expect(failed.code).toBe(5);
    expect(openPage(failed.stdout).all(".diagnostic")).not.toEqual([]);
    const usage = await runCli(["check", "--nonsense", "-o", "html"], { cwd });
    expect(openPage(usage.stdout).get(".diagnostic").textContent).toContain("nonsense");
    expect(usage.code).toBe(5);
    const gated = await runCli(["gate", "-o", "html"], { cwd });
    expect(gated.code).toBe(0);
    expect(openPage(gated.stdout).document.title).toBe("upgradectl gate: the gate is open");
  });
});
