import type { Account } from "../../../scenario/world.ts";
import { memberAt, textAt } from "../../json-body.ts";
import { domainId, projectOf } from "./names.ts";

/** What a token is to be good for. */
export type Scope =
  | { readonly kind: "project"; readonly account: Account }
  | { readonly kind: "domain" | "none" }
  | { readonly kind: "missing" | "malformed"; readonly what: string };

/** Reads `auth.scope` (IAM API reference, 2025-03). `accounts`: what the user may see. */
export function readScope(body: unknown, accounts: readonly Account[]): Scope {
  const scope = memberAt(body, "auth", "scope");
  if (scope === undefined) return { kind: "none" };
  if (memberAt(scope, "project") !== undefined) return readProject(scope, accounts);
  if (memberAt(scope, "domain") === undefined)
    return { kind: "malformed", what: "auth.scope needs a project or a domain" };
  const wanted = textAt(scope, "domain", "id") ?? textAt(scope, "domain", "name");
  if (wanted === undefined) return { kind: "malformed", what: "auth.scope.domain needs an id or a name" };
  const isKnown = accounts.some(({ signIn: { domainName } }) =>
    [domainName, domainId(domainName)].includes(wanted),
  );
  return isKnown ? { kind: "domain" } : { kind: "missing", what: `domain: ${wanted}` };
}

function readProject(scope: unknown, accounts: readonly Account[]): Scope {
  const id = textAt(scope, "project", "id");
  const name = textAt(scope, "project", "name");
  if (id === undefined && name === undefined)
    return { kind: "malformed", what: "auth.scope.project needs an id or a name" };
  const account = accounts.find((candidate) => {
    const project = projectOf(candidate);
    return id === undefined ? project.name === name : project.id === id;
  });
  return account === undefined
    ? { kind: "missing", what: `project: ${id ?? name}` }
    : { kind: "project", account };
}
