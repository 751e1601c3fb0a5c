export interface Hostile {
  /** What it does. */
  readonly what: string;
  readonly observe: string;
  /** What else it is made of. */
  readonly parts?: { readonly connect?: string; readonly members?: string };
  /** A part of the error's message; undefined where it does no harm, and its cluster is as declared. */
  readonly says: string | undefined;
}

/** Throws whatever is done with it. */
export const resisting = `new Proxy(function () {}, Object.fromEntries(Reflect.ownKeys(Reflect).map((trap) =>
  [trap, () => { throw new Error("hands off"); }])))`;
