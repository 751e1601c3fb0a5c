import { ProviderError } from "./errors.ts";
import type { Answer } from "./http.ts";

/** The part of the Standard Schema interface that is used here; zod, valibot and arktype schemas have it. */
export interface BodySchema<Output> {
  readonly "~standard": {
    readonly validate: (value: unknown) => BodyResult<Output> | Promise<BodyResult<Output>>;
  };
}

export type BodyResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | {
      readonly issues: readonly {
        readonly message: string;
        readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
      }[];
    };

/** Returns the answer's body in the expected shape, or throws `unexpected-response` that names what was odd. */
export function parseBody<Output>(schema: BodySchema<Output>, answer: Answer): Output {
  const result = schema["~standard"].validate(answer.body);
  if (result instanceof Promise) throw new TypeError("a body schema must validate synchronously");
  if (result.issues === undefined) return result.value;
  const [issue] = result.issues;
  const path = (issue?.path ?? [])
    .map((part) => String(typeof part === "object" ? part.key : part))
    .join(".");
  throw new ProviderError({
    kind: "unexpected-response",
    message: `${answer.action} answered in an unknown shape${path === "" ? "" : ` at ${path}`}: ${issue?.message ?? "unreadable"}`,
    hint: "The API may have changed, or a proxy answered in its place; the report's evidence names the request.",
    httpStatus: answer.status,
    ...(answer.requestId === null ? {} : { requestId: answer.requestId }),
  });
}
