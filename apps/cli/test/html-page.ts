import { type DOMWindow, JSDOM, VirtualConsole } from "jsdom";

/** The page with its program run; anything on its console, errors included, fails the test that asks. */
export function openPage(html: string) {
  const complaints: string[] = [];
  const virtualConsole = new VirtualConsole();
  const note = (thrown: unknown) => complaints.push(String(thrown));
  virtualConsole.on("jsdomError", note);
  for (const kind of ["error", "warn", "log"] as const) virtualConsole.on(kind, note);
  const { window } = new JSDOM(html, { runScripts: "dangerously", virtualConsole });
  const { document } = window;
  const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)];
  const get = (selector: string, text = "") => {
    const found = all(selector).find((element) => (element.textContent ?? "").includes(text));
    if (found === undefined) throw new Error(`no ${selector} with "${text}"`);
    return found;
  };
  const field = (label: string) => {
    const found = all("label").find((each) => each.querySelector("span")?.textContent === label);
    if (found === undefined) throw new Error(`no field "${label}"`);
    return found;
  };
  return {
    window,
    document,
    field,
    complaints,
    all,
    get,
    names: () => all(".clusters .toggle").map(({ textContent }) => textContent),
    count: () => get("#count").textContent,
    choose: (label: string, value: string) => change(window, field(label), "select", "change", value),
    search: (text: string) => change(window, field("Search"), "input", "input", text),
  };
}

function change(window: DOMWindow, label: HTMLElement, selector: string, event: string, value: string) {
  const control = label.querySelector<HTMLInputElement | HTMLSelectElement>(selector);
  if (control === null) throw new Error(`no ${selector}`);
  control.value = value;
  control.dispatchEvent(new window.Event(event));
}
