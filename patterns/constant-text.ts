import { posix } from "node:path";
import { childrenOf, isNode, type Node } from "./syntax.ts";

/** A file whose constants are known, and the others that it may import from. */
export interface Constants {
  readonly path: string;
  readonly program: Node;
  readonly open: (path: string) => Node | undefined;
  /** What the parameters of a function are, in this call of it. */
  readonly bound?: ReadonlyMap<string, string>;
}

/**
 * The text that an expression is in every run: literals, templates, `+`, constants of this file and of those that it imports,
 * small functions of them. Undefined where it depends on anything else.
 */
export function textOf(node: Node, constants: Constants): string | undefined {
  switch (node.type) {
    case "Literal":
      return literalOf(node);
    case "TemplateLiteral":
      return joined(node, "cooked", constants);
    case "TaggedTemplateExpression":
      return isNode(node.quasi) && isRaw(node.tag) ? joined(node.quasi, "raw", constants) : undefined;
    case "BinaryExpression":
      return node.operator === "+" ? added(node, constants) : undefined;
    case "MemberExpression":
      return isNode(node.object) && isNamed(node.property, "source")
        ? textOf(node.object, constants)
        : undefined;
    case "Identifier":
      return named(String(node.name), constants);
    case "CallExpression":
      return called(node, constants);
    case "TSAsExpression":
    case "TSSatisfiesExpression":
      return isNode(node.expression) ? textOf(node.expression, constants) : undefined;
    default:
      return undefined;
  }
}

/** Of a regular expression its pattern, as `new RegExp(expression)` takes it. */
function literalOf({ value, regex }: Node): string | undefined {
  if (typeof regex === "object" && regex !== null) return String(Reflect.get(regex, "pattern"));
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}

function isRaw(tag: unknown): boolean {
  return (
    isNode(tag) &&
    tag.type === "MemberExpression" &&
    isNamed(tag.object, "String") &&
    isNamed(tag.property, "raw")
  );
}

function joined(template: Node, kind: "cooked" | "raw", constants: Constants): string | undefined {
  const quasis = listOf(template.quasis).map(({ value }) => String(Reflect.get(Object(value), kind)));
  const values = listOf(template.expressions).map((expression) => textOf(expression, constants));
  if (values.includes(undefined)) return undefined;
  return quasis.map((quasi, index) => quasi + (values[index] ?? "")).join("");
}

function added({ left, right }: Node, constants: Constants): string | undefined {
  if (!isNode(left) || !isNode(right)) return undefined;
  const [first, second] = [textOf(left, constants), textOf(right, constants)];
  return first === undefined || second === undefined ? undefined : first + second;
}

function named(name: string, constants: Constants): string | undefined {
  const bound = constants.bound?.get(name);
  if (bound !== undefined) return bound;
  const found = findValue(name, constants);
  return found === undefined ? undefined : textOf(found.value, found.constants);
}

/** A call of a function that returns one expression, or the `join` of a list. */
function called({ callee, arguments: given }: Node, constants: Constants): string | undefined {
  if (!isNode(callee)) return undefined;
  if (callee.type === "MemberExpression") return joinedList(callee, listOf(given), constants);
  if (callee.type !== "Identifier") return undefined;
  const found = findValue(String(callee.name), constants);
  if (found === undefined) return undefined;
  const returned = returnedBy(found.value);
  if (returned === undefined) return undefined;
  const values = listOf(given).map((one) => textOf(one, constants));
  const names = listOf(found.value.params).map(({ name }) => String(name));
  const bound = names.flatMap((name, index) => {
    const value = values[index];
    return value === undefined ? [] : [[name, value] as const];
  });
  return textOf(returned, { ...found.constants, bound: new Map(bound) });
}

function joinedList({ object, property }: Node, [by]: readonly Node[], constants: Constants) {
  if (!isNamed(property, "join") || !isNode(object) || object.type !== "ArrayExpression" || by === undefined)
    return undefined;
  const [between, ...parts] = [by, ...listOf(object.elements)].map((part) => textOf(part, constants));
  return parts.includes(undefined) || between === undefined ? undefined : parts.join(between);
}

function isNamed(node: unknown, name: string): boolean {
  return isNode(node) && node.name === name;
}

function returnedBy({ type, body }: Node): Node | undefined {
  if (!isNode(body) || !/^(?:Arrow)?Function/.test(type)) return undefined;
  if (body.type !== "BlockStatement") return body;
  const [only, ...more] = listOf(body.body);
  return more.length === 0 && isNode(only?.argument) ? only.argument : undefined;
}

interface Value {
  readonly value: Node;
  readonly constants: Constants;
}

/** What a constant or a function of this name is; undefined where there are none, or several. */
function findValue(name: string, constants: Constants): Value | undefined {
  const found = declared(name, constants.program);
  if (found.length > 0) {
    const [value] = found;
    return found.length === 1 && value !== undefined ? { value, constants } : undefined;
  }
  const imported = importOf(name, constants);
  const program = imported === undefined ? undefined : constants.open(imported.path);
  if (imported === undefined || program === undefined) return undefined;
  return findValue(imported.name, { path: imported.path, program, open: constants.open });
}

/** What may be anything: a parameter, a variable. */
const anything: Node = { type: "Anything", start: 0, end: 0 };

function declared(name: string, node: Node): readonly Node[] {
  const inside = childrenOf(node).flatMap((child) => declared(name, child));
  if (node.type === "VariableDeclaration" && node.kind !== "const")
    return listOf(node.declarations).some(({ id }) => isNamed(id, name)) ? [anything, ...inside] : inside;
  if (node.type === "VariableDeclarator" && isNode(node.id) && node.id.type !== "Identifier")
    return binds(node.id, name) ? [anything, ...inside] : inside;
  const found = listOf(node.params).some((parameter) => binds(parameter, name))
    ? [anything, ...inside]
    : inside;
  if (!isNamed(node.id, name)) return found;
  if (node.type === "FunctionDeclaration") return [node, ...found];
  return node.type === "VariableDeclarator" && isNode(node.init) ? [node.init, ...found] : found;
}

function binds(pattern: Node, name: string): boolean {
  if (pattern.type === "Identifier") return pattern.name === name;
  return childrenOf(pattern).some((child) => binds(child, name));
}

function importOf(name: string, { path, program }: Constants): { path: string; name: string } | undefined {
  for (const { type, source, specifiers } of listOf(program.body)) {
    if (type !== "ImportDeclaration" || !isNode(source)) continue;
    const from = String(source.value);
    const specifier = listOf(specifiers).find(({ local }) => isNamed(local, name));
    if (specifier === undefined || !from.startsWith(".") || !isNode(specifier.imported)) continue;
    return { path: posix.join(posix.dirname(path), from), name: String(specifier.imported.name) };
  }
  return undefined;
}

function listOf(value: unknown): readonly Node[] {
  return Array.isArray(value) ? value.filter(isNode) : [];
}
