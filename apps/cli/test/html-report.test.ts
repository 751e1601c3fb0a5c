import { describe, expect, it } from "vitest";
import { renderHtml } from "../src/views/html/render-html.ts";
import { cluster, fleet, forbidden, report, rollingUpgrade } from "./html-fleet.ts";
import { openPage } from "./html-page.ts";

describe("the page", () => {
  it("shows every cluster with verdict, version and reason, and nothing on its console", () => {
    const page = openPage(renderHtml(fleet(10)));
    expect(page.names()).toHaveLength(10);
    expect(page.count()).toBe("10 clusters");
    expect(page.get(".clusters tbody tr", "cluster-9").textContent).toContain("✔converged");
    expect(page.complaints).toEqual([]);
  });

  it("filters by search, provider, label and verdict together, and clears", () => {
    const page = openPage(renderHtml(fleet(30)));
    page.get("button", "Cluster").click();
    page.search("CLUSTER-1");
    expect(page.count()).toBe("11 clusters of 30");
    page.search("r1 prod");
    expect(page.names()).toEqual(["cluster-4", "cluster-10", "cluster-16", "cluster-22", "cluster-28"]);
    page.search("");
    page.choose("Provider", "ali");
    page.choose("Label", "env=prod");
    expect(page.names()).toEqual(["cluster-0", "cluster-6", "cluster-12", "cluster-18", "cluster-24"]);
    const chip = page.get(".chip", "failed");
    expect(chip.textContent).toContain("failed 0");
    const unknown = page.get(".chip", "unknown");
    unknown.click();
    expect(unknown.getAttribute("aria-pressed")).toBe("true");
    expect(page.names()).toEqual(["cluster-0"]);
    page.search("nowhere");
    expect(page.count()).toBe("No cluster matches the filters.");
    page.get("button", "Clear filters").click();
    expect(page.count()).toBe("30 clusters");
    expect(unknown.getAttribute("aria-pressed")).toBe("false");
  });

  it("sorts up, down and back, says so, and keeps numbers in order", () => {
    const page = openPage(renderHtml(fleet(12)));
    const header = page.get("th.cluster");
    const sort = page.get("th.cluster button");
    sort.click();
    expect(header.getAttribute("aria-sort")).toBe("ascending");
    expect(page.names().slice(0, 3)).toEqual(["cluster-0", "cluster-1", "cluster-2"]);
    sort.click();
    expect(header.getAttribute("aria-sort")).toBe("descending");
    expect(page.names().slice(0, 3)).toEqual(["cluster-11", "cluster-10", "cluster-9"]);
    page.get("th.verdict button").click();
    expect(header.getAttribute("aria-sort")).toBe("none");
    expect(page.names().slice(0, 4)).toEqual(["cluster-0", "cluster-10", "cluster-1", "cluster-11"]);
  });

  it("expands a cluster with all that is known, and collapses it", () => {
    const broken = cluster("broken", "unknown", { observed: null, error: forbidden });
    const moving = cluster("moving", "upgrading", {
      upgrade: {
        ...rollingUpgrade,
        estimate: { earliest: "2026-03-01T13:00:00Z", latest: "2026-03-01T13:10:00Z", basis: "nodes" },
      },
      drift: [{ property: "image", expected: "b", observed: "a", direction: "behind" }],
      findings: [{ level: "warning", item: "PodSecurityPolicy", message: "goes away", resource: "psp/x" }],
      postCheck: {
        phase: "error",
        rawPhase: "Error",
        id: "pc-1",
        fromVersion: null,
        toVersion: null,
        at: "2026-03-01T11:59:00Z",
      },
    });
    const page = openPage(renderHtml(report([broken, moving])));
    const toggle = page.get(".toggle", "moving");
    toggle.click();
    expect(toggle.getAttribute("aria-expanded")).toBe("true");
    const details = page.get(`#${toggle.getAttribute("aria-controls")}`);
    expect(details.hidden).toBe(false);
    for (const text of [
      ...["NodesUpgrade", "draining", "1h 20m", "2 of 4 done", "now (1): n3", "waiting (1): n4"],
      ...["req-moving", "goes away", "psp/x", "pc-1", "fleet.yaml:7:5", "behind", "2026-03-01 13:10:00 UTC"],
    ])
      expect(details.textContent).toContain(text);
    toggle.click();
    expect(toggle.getAttribute("aria-expanded")).toBe("false");
    expect(details.hidden).toBe(true);
    page.get("button", "Expand this page").click();
    const error = page.get("#details-0");
    for (const text of ["Grant cce:cluster:get.", "CCE.01403001", "HTTP status403", "req-403"])
      expect(error.textContent).toContain(text);
    expect(error.textContent?.split("Grant cce:cluster:get.")).toHaveLength(2);
    page.get("button", "Collapse this page").click();
    expect(page.all(".details")).toEqual([]);
    expect(page.complaints).toEqual([]);
  });

  it("tells of findings that could not be read, which is not the same as none", () => {
    const page = openPage(
      renderHtml(report([cluster("a", "converged", { findings: null }), cluster("b", "converged")])),
    );
    page.get("button", "Expand this page").click();
    expect(page.get("#details-0").textContent).toContain("findings could not be read");
    expect(page.get("#details-1").textContent).not.toContain("findings");
  });

  it("shows the worst first, and the manifest's own order on demand", () => {
    const [good, bad] = [cluster("good", "converged"), cluster("bad", "failed")];
    const page = openPage(renderHtml(report([good, bad, cluster("moving", "upgrading")])));
    expect(page.names()).toEqual(["bad", "moving", "good"]);
    expect(page.get("th.verdict").getAttribute("aria-sort")).toBe("ascending");
    page.get("th.verdict button").click();
    page.get("th.verdict button").click();
    expect(page.names()).toEqual(["good", "bad", "moving"]);
    expect(page.get("th.verdict").getAttribute("aria-sort")).toBe("none");
  });

  it("draws ten operations at first, the longest under way before all, and more on demand", () => {
    const moving = Array.from({ length: 12 }, (_, index) =>
      cluster(`c-${index}`, "upgrading", {
        upgrade: { ...rollingUpgrade, startedAt: `2026-03-01T10:${String(59 - index)}:00Z` },
      }),
    );
    const page = openPage(renderHtml(report(moving)));
    expect(page.all(".timeline li")).toHaveLength(10);
    expect(page.get(".timeline li").textContent).toContain("c-11");
    expect(page.all(".timeline li .step").length).toBeGreaterThan(0);
    page.get("button", "Show more").click();
    expect(page.all(".timeline li")).toHaveLength(12);
    expect(page.document.activeElement?.textContent).toBe("c-1");
    expect(page.get("button", "Show more").hidden).toBe(true);
  });

  it("groups by provider and label; a group filters the clusters", () => {
    const page = openPage(renderHtml(fleet(30)));
    expect(page.get("#overview tbody tr", "hw").textContent).toContain("20");
    page.choose("Group by", "region");
    page.get("#overview button", "r2").click();
    expect(page.count()).toBe("10 clusters of 30");
    expect(page.field("Label").querySelector("select")?.value).toBe("region=r2");
  });

  it("draws operations under way on a time axis, and leads to their clusters", () => {
    const moving = cluster("last", "upgrading", { upgrade: rollingUpgrade });
    const ended = { ...rollingUpgrade, phase: "succeeded", finishedAt: "2026-03-01T11:00:00Z" } as const;
    const before = Array.from({ length: 150 }, (_, index) => cluster(`c-${index}`, "converged"));
    const page = openPage(
      renderHtml(report([...before, cluster("ended", "converged", { upgrade: ended }), moving])),
    );
    expect(page.all(".timeline li")).toHaveLength(1);
    expect(page.get(".timeline li").textContent).toMatch(
      /last.*running.*50% · NodesUpgrade · 1h 30m, 2 of 4 nodes/,
    );
    page.choose("Operations", "all");
    expect(page.all(".timeline li")).toHaveLength(2);
    page.get(".timeline button", "last").click();
    expect(page.count()).toBe("1–100 of 152 clusters");
    expect(page.document.activeElement?.textContent).toBe("last");
    expect(page.document.activeElement?.getAttribute("aria-expanded")).toBe("true");
  });

  it("pages long fleets, and prints all of them", () => {
    const page = openPage(renderHtml(fleet(250)));
    expect(page.count()).toBe("1–100 of 250 clusters");
    page.get("button", "Next").click();
    page.get("button", "Next").click();
    expect(page.count()).toBe("201–250 of 250 clusters");
    expect(page.get("button", "Next").hasAttribute("disabled")).toBe(true);
    page.window.dispatchEvent(new page.window.Event("beforeprint"));
    expect(page.names()).toHaveLength(250);
    page.window.dispatchEvent(new page.window.Event("afterprint"));
    expect(page.names()).toHaveLength(50);
  });

  it("cuts an endless reason in its row, and has it whole in the details", () => {
    const reason = "x".repeat(100_000);
    const page = openPage(renderHtml(report([cluster("long", "failed", { reason })])));
    expect(page.get("td.reason").textContent).toBe(`${"x".repeat(300)}…`);
    page.get(".toggle").click();
    expect(page.get(".details .reason").textContent).toBe(reason);
  });

  it("changes its theme by a button", () => {
    const page = openPage(renderHtml(fleet(1)));
    page.get("#theme", "Dark theme").click();
    expect(page.document.documentElement.dataset.theme).toBe("dark");
    page.get("#theme", "Light theme").click();
    expect(page.document.documentElement.dataset.theme).toBe("light");
  });

  it("has names, landmarks and table semantics for who cannot see it", () => {
    const page = openPage(renderHtml(fleet(20)));
    page.get("button", "Expand this page").click();
    for (const selector of ["main", "header", "footer", "[role=search]", "nav[aria-label]", "[aria-live]"])
      expect(page.all(selector), selector).not.toEqual([]);
    for (const button of page.all("button")) expect(button.textContent).not.toBe("");
    for (const control of page.all("input, select"))
      expect(control.closest("label")?.textContent).not.toBe("");
    for (const table of page.all("table")) expect(table.querySelector("caption")?.textContent).not.toBe("");
    for (const cell of page.all("th")) expect(cell.getAttribute("scope")).toMatch(/^(col|row)$/);
    const ids = page.all("[id]").map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const pointer of page.all("[aria-controls]"))
      expect(ids).toContain(pointer.getAttribute("aria-controls"));
  });

  it("shows an empty fleet, an odd time and an operation without times", () => {
    expect(openPage(renderHtml(report([]))).complaints).toEqual([]);
    const odd = {
      ...rollingUpgrade,
      startedAt: null,
      steps: [],
      nodes: { total: [], completed: [], current: [] },
    };
    const page = openPage(renderHtml(report([cluster("odd", "upgrading", { upgrade: odd })])));
    expect(page.get("#operations [role=status]").textContent).toBe("1 operation; 1 without a known start");
    page.get(".toggle").click();
    expect(page.complaints).toEqual([]);
  });
});
