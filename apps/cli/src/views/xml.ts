/** The keys that begin with `@` are attributes, `#text` is the text, and all others are elements inside, in their order. */
export interface XmlElement {
  readonly [name: string]: string | XmlElement | readonly XmlElement[];
}

/** A document of this one element. Values must be without the characters that XML does not have. */
export function renderXml(name: string, root: XmlElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${renderElement(name, root, "")}`;
}

function renderElement(name: string, element: string | XmlElement, indent: string): string {
  let attributes = "";
  let content = "";
  let inside = "";
  for (const [key, value] of Object.entries(typeof element === "string" ? { "#text": element } : element)) {
    if (key.startsWith("@")) attributes += ` ${key.slice(1)}="${escapeXml(String(value))}"`;
    else if (key === "#text") content += escapeXml(String(value));
    else for (const each of [value].flat()) inside += renderElement(key, each, `${indent}  `);
  }
  if (inside !== "") content += `\n${inside}${indent}`;
  const tag = name + attributes;
  return `${indent}${content === "" ? `<${tag}/>` : `<${tag}>${content}</${name}>`}\n`;
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
