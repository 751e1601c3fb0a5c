type Child = Node | string | null;
type Attributes = Readonly<Record<string, string | number | boolean | null>>;

/** A new element. Text is always text: nothing here, or anywhere in the page, parses markup. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (value !== null && value !== false) made.setAttribute(name, value === true ? "" : String(value));
  made.append(...children.filter((child) => child !== null));
  return made;
}

export function button(
  attributes: Attributes,
  onClick: () => void,
  ...children: readonly Child[]
): HTMLButtonElement {
  const made = element("button", { type: "button", ...attributes }, ...children);
  made.addEventListener("click", onClick);
  return made;
}

export function select(
  label: string,
  options: readonly (readonly [value: string, text: string])[],
  onChange: (value: string) => void,
): { readonly field: HTMLElement; readonly control: HTMLSelectElement } {
  const control = element(
    "select",
    {},
    ...options.map(([value, text]) => element("option", { value }, text)),
  );
  control.addEventListener("change", () => onChange(control.value));
  return { field: element("label", { class: "field" }, element("span", {}, label), control), control };
}

/** A table whose columns are named; null where it would have no rows. */
export function table(
  caption: string,
  columns: readonly string[],
  rows: readonly (readonly Child[])[],
): HTMLElement | null {
  if (rows.length === 0) return null;
  const head = columns.map((column) => element("th", { scope: "col" }, column));
  const body = rows.map((cells) => element("tr", {}, ...cells.map((cell) => element("td", {}, cell))));
  return element(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": caption },
    element(
      "table",
      { class: "small" },
      element("caption", {}, caption),
      element("thead", {}, element("tr", {}, ...head)),
      element("tbody", {}, ...body),
    ),
  );
}

/** A list of terms; those without a value are left out. */
export function terms(pairs: readonly (readonly [term: string, value: Child])[]): HTMLElement {
  return element(
    "dl",
    {},
    ...pairs
      .filter(([, value]) => value !== null && value !== "")
      .map(([term, value]) => element("div", {}, element("dt", {}, term), element("dd", {}, value))),
  );
}

/** A place that the script fills; the page has it unless somebody edited the file. */
export function find(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no "${id}"`);
  return found;
}
