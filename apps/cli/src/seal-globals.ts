let isSealed = false;

/**
 * Plugins run beside the host in one JavaScript, and what one changes of the language changes for all. From here on nobody
 * can: who tries gets a `TypeError` at that line, which is then that plugin's error and nobody else's.
 *
 * What inherits from a sealed object may have members of its own by those names, as ever: many a library assigns itself a
 * `bind`, or a `get` to a map. A read-only member would forbid that; a getter and a setter do not, and cost a run no time.
 *
 * Open are most members of `Object.prototype`, `Function.prototype` and `Error.prototype`, the protocols behind symbols and
 * `RegExp.prototype`: V8 has fast ways for them, which it leaves for good when they are touched (a run of 3,000 clusters
 * took 15% more time).
 */
export function sealGlobals(): void {
  if (isSealed) return;
  isSealed = true;
  for (const namespace of [JSON, Math, Atomics]) Object.freeze(namespace);
  // Not frozen: libraries for decorators add their own members.
  sealMembers(Reflect, [], sealOwn);
  for (const kind of kinds) {
    sealMembers(kind, own, sealInherited);
    sealMembers(kind.prototype, ["constructor"], sealInherited);
    Object.preventExtensions(kind.prototype);
  }
  for (const kind of signals) {
    sealMembers(kind.prototype, ["constructor"], sealInherited);
    sealMembers(kind.prototype, ["constructor"], closeGetter);
  }
  for (const prototype of [Object.prototype, Error.prototype]) Object.preventExtensions(prototype);
  sealMembers(Object, own, sealOwn);
  for (const name of ["call", "apply", "bind"]) sealInherited(Function.prototype, name);
  sealInherited(Object.prototype, "hasOwnProperty");
  for (const name of globals) sealOwn(globalThis, name);
}

const kinds = [
  Array,
  Promise,
  Date,
  Map,
  Set,
  WeakMap,
  WeakSet,
  String,
  Number,
  BigInt,
  Boolean,
  Symbol,
  Uint8Array,
  ArrayBuffer,
] as const;

/** By which a run is ended. */
const signals = [AbortSignal, AbortController, EventTarget] as const;

/** What every function has, and nobody calls. */
const own = ["name", "length", "prototype"];

/** Names that code looks up each time that it runs. Those that Node only makes on first use stay as they are. */
const globals = [
  ...kinds.map(({ name }) => name),
  ...[
    "Object",
    "Function",
    "Error",
    "TypeError",
    "RangeError",
    "Proxy",
    "JSON",
    "Math",
    "Reflect",
    "Atomics",
  ],
  ...["Intl", "WeakRef", "globalThis", "isNaN", "isFinite", "parseInt", "parseFloat"],
  ...["encodeURIComponent", "decodeURIComponent"],
  ...["setTimeout", "clearTimeout", "setInterval", "clearInterval", "setImmediate", "queueMicrotask"],
];

function sealMembers(
  holder: object,
  except: readonly string[],
  seal: (holder: object, name: string) => void,
): void {
  for (const name of Object.getOwnPropertyNames(holder)) if (!except.includes(name)) seal(holder, name);
}

/** For objects that nothing inherits from. */
function sealOwn(holder: object, name: string): void {
  if (openMember(holder, name) !== undefined)
    Object.defineProperty(holder, name, { configurable: false, writable: false });
}

function sealInherited(holder: object, name: string): void {
  const member = openMember(holder, name);
  if (member === undefined) return;
  const value: unknown = member.value;
  Object.defineProperty(holder, name, {
    configurable: false,
    get: () => value,
    set(this: unknown, next: unknown) {
      if (this !== holder) assignOwn(this, name, next);
      // `x.y = x.y || ...` is how a polyfill leaves what is there.
      else if (next !== value) throw new TypeError(`Cannot assign to '${name}', because it is sealed`);
    },
  });
}

function closeGetter(holder: object, name: string): void {
  const member = Object.getOwnPropertyDescriptor(holder, name);
  if (member?.get !== undefined && member.configurable === true)
    Object.defineProperty(holder, name, { configurable: false });
}

/** Does what an assignment does where nothing is inherited; to what cannot have members, it throws as strict code would. */
function assignOwn(receiver: unknown, name: string, value: unknown): void {
  if (!isObject(receiver)) throw new TypeError(`Cannot assign to '${name}' of a ${typeof receiver}`);
  const attributes = Object.hasOwn(receiver, name)
    ? {}
    : { configurable: true, enumerable: true, writable: true };
  Object.defineProperty(receiver, name, { ...attributes, value });
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

/** Undefined where it is closed already, or has a getter of its own. */
function openMember(holder: object, name: string): PropertyDescriptor | undefined {
  const member = Object.getOwnPropertyDescriptor(holder, name);
  return member?.configurable === true && typeof member.get !== "function" ? member : undefined;
}
