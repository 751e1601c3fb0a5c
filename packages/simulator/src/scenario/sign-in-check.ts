import type { AccountScenario, HuaweiAccountScenario, Scenario } from "./scenario.ts";
import type { Finding } from "./validate-scenario.ts";

type Path = Finding["path"];

/** What a schema cannot say about ways in: what may be there once, and what has to agree. */
export function checkSignIns(scenario: Scenario): readonly Finding[] {
  return [...checkMetadata(scenario), ...checkPaths(scenario), ...checkPasswords(scenario)];
}

/** True where something other than a permanent access key or token lets into this account. */
export function hasWayIn(account: HuaweiAccountScenario): boolean {
  return (
    (account.users ?? []).length > 0 ||
    (account.agencies ?? []).length > 0 ||
    account.identityProvider !== undefined ||
    account.podIdentity !== undefined ||
    (account.metadata !== undefined && account.metadata !== "no-agency")
  );
}

function checkMetadata({ accounts }: Scenario): Finding[] {
  const first = new Map<string, string>();
  return accounts.flatMap((account, index) => {
    if (account.metadata === undefined) return [];
    const before = first.get(account.cloud);
    if (before === undefined) {
      first.set(account.cloud, account.name);
      return [];
    }
    const message = `account "${before}" has the ${account.cloud} metadata service already`;
    const hint = "keep one; its requests do not say which account they are about";
    return [{ path: ["accounts", index, "metadata"], message, hint }];
  });
}

function checkPaths({ accounts }: Scenario): Finding[] {
  const taken = new Set<string>();
  return accounts.flatMap((account, index) => {
    const given = pathOf(account, ["accounts", index]);
    if (given === null) return [];
    const { path, at } = given;
    const findings: Finding[] = taken.has(path)
      ? [
          {
            path: at,
            message: `another account answers at "${path}"`,
            hint: "give every account its own path",
          },
        ]
      : [];
    taken.add(path);
    return findings;
  });
}

function pathOf(account: AccountScenario, at: Path): { readonly path: string; readonly at: Path } | null {
  if (account.cloud === "alibaba")
    return account.credentialsUri === undefined
      ? null
      : { path: account.credentialsUri, at: [...at, "credentialsUri"] };
  return account.podIdentity === undefined
    ? null
    : { path: account.podIdentity.path, at: [...at, "podIdentity", "path"] };
}

/** One user may have several projects, but has one password. */
function checkPasswords({ accounts }: Scenario): Finding[] {
  const passwords = new Map<string, string>();
  return accounts.flatMap((account, index) => {
    if (account.cloud !== "huawei") return [];
    return (account.users ?? []).flatMap(({ name, password }, user) => {
      const key = JSON.stringify([account.domainName ?? account.name, name]);
      const before = passwords.get(key) ?? password;
      passwords.set(key, before);
      if (before === password) return [];
      const path = ["accounts", index, "users", user, "password"];
      const message = `user "${name}" has another password above`;
      return [{ path, message, hint: "one user of one `domainName` has one password" }];
    });
  });
}
