/**
 * JSON Schema (draft 2020-12) as plain data. Plugins describe what people write with it. Two keywords are ours:
 * `secret: true` masks the value everywhere; `secret: "prefix"` shows its first four characters (access key ids);
 * `secret: "likely"` is for values under names that people choose, and leaves short words and numbers as they are where the
 * name does not speak of a secret either (`MODE: prod`): masked, they would take the same words out of all texts. The
 * `format` `upgradectl-base-url` is checked as `endpoint` is: https, or http on loopback, without credentials or query.
 * `upgradectl-sign-in-url` is for services that only sign in: the metadata addresses of the clouds are allowed too.
 */
export interface JsonSchema {
  readonly type?: JsonType | readonly JsonType[];
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly minProperties?: number;
  readonly items?: JsonSchema;
  readonly properties?: { readonly [name: string]: JsonSchema };
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly propertyNames?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly not?: JsonSchema;
  readonly dependentRequired?: { readonly [name: string]: readonly string[] };
  readonly $comment?: string;
  readonly secret?: true | "prefix" | "likely";
}

export type JsonType = "string" | "number" | "integer" | "boolean" | "object" | "array" | "null";

/** The TypeScript type of the values that a schema accepts, for a schema written `as const`. */
export type FromSchema<S> = S extends { readonly const: infer C }
  ? C
  : S extends { readonly enum: readonly (infer E)[] }
    ? E
    : S extends { readonly anyOf: readonly (infer A)[] }
      ? FromSchema<A>
      : S extends { readonly oneOf: readonly (infer A)[] }
        ? FromSchema<A>
        : S extends { readonly type: "string" }
          ? string
          : S extends { readonly type: "number" | "integer" }
            ? number
            : S extends { readonly type: "boolean" }
              ? boolean
              : S extends { readonly type: "null" }
                ? null
                : S extends { readonly type: "array" }
                  ? readonly (S extends { readonly items: infer I } ? FromSchema<I> : unknown)[]
                  : S extends { readonly type: "object" }
                    ? ObjectFromSchema<S>
                    : unknown;

type PropertiesOf<S> = S extends { readonly properties: infer P } ? P : Record<never, never>;
type RequiredOf<S> = S extends { readonly required: readonly (infer R)[] } ? R : never;
type Flat<T> = { [K in keyof T]: T[K] };
type ObjectFromSchema<S> = S extends { readonly properties: object }
  ? Flat<
      {
        readonly [K in keyof PropertiesOf<S> as K extends RequiredOf<S> ? K : never]: FromSchema<
          PropertiesOf<S>[K]
        >;
      } & {
        readonly [K in keyof PropertiesOf<S> as K extends RequiredOf<S> ? never : K]?: FromSchema<
          PropertiesOf<S>[K]
        >;
      }
    >
  : S extends { readonly additionalProperties: infer A extends object }
    ? { readonly [name: string]: FromSchema<A> }
    : { readonly [name: string]: unknown };
