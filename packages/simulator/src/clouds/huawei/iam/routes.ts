import type { Account } from "../../../scenario/world.ts";
import { queryValue } from "../../../server/raw-request.ts";
import type { Call, Reply, Route } from "../../cloud.ts";
import { domainId, projectOf } from "./names.ts";

/** IAM's look-ups of the ids of projects and accounts (vendor SDK 3.1.211). */
export const iamRoutes: readonly Route[] = [
  {
    action: "KeystoneListProjects",
    method: "GET",
    path: "/v3/projects",
    query: ["domain_id", "name", "parent_id", "enabled", "is_domain", "page", "per_page"],
    reply: listProjects,
  },
  {
    action: "KeystoneListAuthDomains",
    method: "GET",
    path: "/v3/auth/domains",
    query: [],
    reply: listDomains,
  },
];

function listProjects(call: Call): Reply {
  const name = queryValue(call.request, "name");
  const projects = call.accounts
    .filter((account) => name === undefined || account.region === name)
    .map((account) => ({
      ...projectOf(account),
      domain_id: domainOf(account),
      parent_id: domainOf(account),
      is_domain: false,
      enabled: true,
      description: "",
      links: { self: `https://iam.example.com/v3/projects/${account.projectId}` },
    }));
  const links = { self: "https://iam.example.com/v3/projects", previous: null, next: null };
  return { status: 200, body: { projects, links } };
}

function listDomains(call: Call): Reply {
  const names = new Set(call.accounts.map((account) => account.signIn.domainName));
  const domains = [...names].map((name) => ({
    id: domainId(name),
    name,
    enabled: true,
    description: "",
    links: { self: `https://iam.example.com/v3/domains/${domainId(name)}` },
  }));
  const links = { self: "https://iam.example.com/v3/auth/domains", previous: null, next: null };
  return { status: 200, body: { domains, links } };
}

function domainOf(account: Account): string {
  return domainId(account.signIn.domainName);
}
