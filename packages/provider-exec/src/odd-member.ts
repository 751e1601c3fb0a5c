/** A member that JSON allows, and of which readers make different things, or nothing. */
export interface OddMember {
  readonly path: readonly PropertyKey[];
  /** Where its name begins. */
  readonly position: number;
  /** Its object has it already; else its name is `__proto__`. */
  readonly isTwice: boolean;
}

/** A list or an object that is not at its end yet. */
interface Container {
  /** Of an object the names that came so far. */
  readonly names: Set<string> | undefined;
  /** The member or the item that is being read. */
  key: string | number;
  isBeforeName: boolean;
}

/**
 * The first such member. `JSON.parse` takes the last of two and says nothing, so a program that prints `failed` and then
 * `succeeded` would have succeeded.
 *
 * @param json a text that `JSON.parse` has accepted
 */
export function findOddMember(json: string): OddMember | undefined {
  const open: Container[] = [];
  for (let position = 0; position < json.length; position += 1) {
    const inner = open.at(-1);
    switch (json[position]) {
      case "{":
        open.push({ names: new Set(), key: "", isBeforeName: true });
        break;
      case "[":
        open.push({ names: undefined, key: 0, isBeforeName: false });
        break;
      case "}":
      case "]":
        open.pop();
        break;
      case ",":
        if (inner !== undefined) startNext(inner);
        break;
      case '"': {
        const end = endOfText(json, position);
        if (inner?.names !== undefined && inner.isBeforeName) {
          const name = textOf(json.slice(position, end));
          const isTwice = inner.names.has(name);
          inner.names.add(name);
          inner.key = name;
          inner.isBeforeName = false;
          if (isTwice || name === "__proto__") return { path: open.map(({ key }) => key), position, isTwice };
        }
        position = end - 1;
        break;
      }
    }
  }
  return undefined;
}

function startNext(container: Container): void {
  if (typeof container.key === "number") container.key += 1;
  else container.isBeforeName = true;
}

/** Behind the closing quote. */
function endOfText(json: string, start: number): number {
  for (let end = json.indexOf('"', start + 1); end !== -1; end = json.indexOf('"', end + 1)) {
    let first = end;
    while (json[first - 1] === "\\") first -= 1;
    if ((end - first) % 2 === 0) return end + 1;
  }
  return json.length;
}

/** Two spellings of one name are one name. */
function textOf(quoted: string): string {
  return quoted.includes("\\") ? String(JSON.parse(quoted)) : quoted.slice(1, -1);
}
