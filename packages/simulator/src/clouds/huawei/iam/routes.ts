import { queryValue } from "../../../server/raw-request.ts";
import type { Call, Reply, Route } from "../../cloud.ts";

/** IAM's look-up of project ids by region (vendor SDK 3.1.211). */
export const iamRoutes: readonly Route[] = [
  {
    action: "KeystoneListProjects",
    method: "GET",
    path: "/v3/projects",
    query: ["domain_id", "name", "parent_id", "enabled", "is_domain", "page", "per_page"],
    reply: listProjects,
  },
];

/** A project is named like its region; further ones are `{region}_{name}`. */
function listProjects(call: Call): Reply {
  const name = queryValue(call.request, "name");
  const projects = call.accounts
    .filter((account) => name === undefined || account.region === name)
    .map((account) => ({
      id: account.projectId,
      name: account.region,
      domain_id: domain,
      parent_id: domain,
      is_domain: false,
      enabled: true,
      description: "",
      links: { self: `https://iam.example.com/v3/projects/${account.projectId}` },
    }));
  const links = { self: "https://iam.example.com/v3/projects", previous: null, next: null };
  return { status: 200, body: { projects, links } };
}

const domain = "d78cbac186b744899480f25bd022f468";
