import { accessSync, constants } from "node:fs";
import { writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, launch, type Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { renderHtml } from "../src/views/html/render-html.ts";
import { fleet } from "./html-fleet.ts";
import { folderWith } from "./run-cli.ts";

const chromium = findChromium();
if (chromium === undefined)
  console.log("The HTML report is not tried in a browser: neither chromium nor google-chrome is in PATH.");

function findChromium(): string | undefined {
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

describe.skipIf(chromium === undefined)("the page in a browser", () => {
  let browser: Browser;

  beforeAll(async () => {
    // Browsers refuse their sandbox to root, as whom containers often run tests; the page is this project's own.
    const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
    browser = await launch({ executablePath: chromium ?? "", headless: true, args });
  });
  afterAll(() => browser?.close());

  /** The page opened from the disk, with what it said and asked for. */
  async function open(count: number) {
    const cwd = await folderWith({});
    const file = join(cwd, "report.html");
    await writeFile(file, renderHtml(fleet(count)));
    const page = await browser.newPage();
    onTestFinished(() => page.close());
    const said: string[] = [];
    const asked: string[] = [];
    page.on("console", (message) => said.push(message.text()));
    page.on("pageerror", (error) => said.push(String(error)));
    page.on("request", (request) => asked.push(request.url()));
    await page.setViewport({ width: 1280, height: 900 });
    const url = pathToFileURL(file).href;
    await page.goto(url);
    return { page, said, asked, url };
  }

  const count = (page: Page) => page.$eval("#count", ({ textContent }) => textContent);
  const press = (page: Page, selector: string) =>
    page.$eval(selector, (element) => (element as HTMLElement).click());

  it("filters, searches, sorts and expands without a word or a request", async () => {
    const { page, said, asked, url } = await open(300);
    expect(await count(page)).toBe("1–100 of 300 clusters");
    await page.type("input[type=search]", "cluster-29");
    expect(await count(page)).toBe("11 clusters of 300");
    await press(page, ".chip.action");
    expect(await page.$eval(".chip.action", (chip) => chip.getAttribute("aria-pressed"))).toBe("true");
    await press(page, "th.cluster button");
    await press(page, "th.cluster button");
    expect(await page.$eval("th.cluster", (head) => head.getAttribute("aria-sort"))).toBe("descending");
    await press(page, ".toggle");
    expect(await page.$$eval(".details", ({ length }) => length)).toBe(1);
    expect(said).toEqual([]);
    expect(asked).toEqual([url]);
  });

  it("can be used by keyboard alone", async () => {
    const { page } = await open(5);
    await page.focus(".toggle");
    await page.keyboard.press("Enter");
    expect(await page.$eval(".toggle", (toggle) => toggle.getAttribute("aria-expanded"))).toBe("true");
    await page.keyboard.press("Space");
    expect(await page.$eval(".toggle", (toggle) => toggle.getAttribute("aria-expanded"))).toBe("false");
  });

  it.each([1280, 390])("does not scroll sideways at %i pixels", async (width) => {
    const { page } = await open(30);
    await page.setViewport({ width, height: 800 });
    expect(await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")).toBe(true);
  });

  it.each(["light", "dark"] as const)(
    "follows a preference for %s, and the button changes it",
    async (scheme) => {
      const { page } = await open(3);
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      await page.reload();
      const background = () => page.evaluate("getComputedStyle(document.body).backgroundColor");
      const colors = { light: "rgb(246, 247, 249)", dark: "rgb(18, 22, 28)" };
      expect(await background()).toBe(colors[scheme]);
      await press(page, "#theme");
      expect(await background()).toBe(colors[scheme === "light" ? "dark" : "light"]);
    },
  );

  it("prints every cluster", async () => {
    const { page } = await open(250);
    const rows = "document.querySelectorAll('.clusters .toggle').length";
    await page.evaluate(`addEventListener("beforeprint", () => { window.printed = ${rows}; })`);
    await page.pdf({ format: "A4" });
    expect(await page.evaluate("window.printed")).toBe(250);
    expect(await count(page)).toBe("1–100 of 250 clusters");
  });

  it("stays usable with 10,000 clusters", async () => {
    const { page, said } = await open(10_000);
    const started = performance.now();
    await press(page, "th.reason button");
    expect(performance.now() - started).toBeLessThan(4_000);
    expect(said).toEqual([]);
  });
});
