import { type Answer, type Api, ProviderError, parseBody, type Read } from "@upgradectl/provider-sdk";
import { isPlainId } from "./ids.ts";

/** The name under which IAM is opened beside the provider's own service. */
export const iamService = "iam";

/** IAM API reference, "Querying Project Information Based on the Specified Criteria". */
export const projectRead: Read = {
  action: "KeystoneListProjects",
  path: "/v3/projects",
  service: iamService,
  permission: "iam:projects:listProjects",
  per: "account",
  when: "only where neither the config nor the environment names the project",
};

interface Project {
  readonly id: string | null;
  readonly name: string | null;
}

/** Finds the id of the project that a region has by itself; it is named like the region. */
export async function readProjectId(
  iam: Pick<Api, "read">,
  region: string,
  signal: AbortSignal,
): Promise<string> {
  const { projects, answer } = await readProjects(iam, region, signal);
  const exact = projects.filter((project) => project.name === region);
  const candidates = exact.length > 0 ? exact : projects.filter((project) => project.name === null);
  const [project] = candidates;
  if (project === undefined) throw noProject(region, answer);
  if (candidates.length > 1) throw ambiguous(region, candidates.length, answer);
  if (project.id !== null && isPlainId(project.id)) return project.id;
  throw new ProviderError({
    kind: "unexpected-response",
    message: `IAM gave no usable id for the project of ${region}`,
    hint: mend,
    ...origin(answer),
  });
}

/** An IAM that goes on beyond this never ends. */
const mostPages = 50;

/**
 * Every page of the list. Of the link to the next one only the query is taken, so that no answer leads the request, and
 * its signature, to another host.
 */
async function readProjects(
  iam: Pick<Api, "read">,
  region: string,
  signal: AbortSignal,
): Promise<{ readonly projects: readonly Project[]; readonly answer: Answer }> {
  const { projectList } = await import("./project-list.ts");
  const projects: Project[] = [];
  const asked = new Set<string>();
  let query = new URLSearchParams({ name: region });
  for (;;) {
    asked.add(query.toString());
    const answer = await iam.read(projectRead.action, { query: Object.fromEntries(query), signal });
    const page = parseBody(projectList, answer);
    projects.push(...page.projects);
    const { next } = page.links;
    if (next === null) return { projects, answer };
    query = new URLSearchParams(URL.parse(next, "https://iam")?.search);
    if (asked.has(query.toString()) || asked.size === mostPages) throw endless(projects.length, answer);
  }
}

const mend = "Set `projectId` in the provider's config (console: My Credentials > API Credentials).";

/** IAM answers so too where the identity may not see the project, or the account has the region not enabled. */
function noProject(region: string, answer: Answer): ProviderError {
  return new ProviderError({
    kind: "forbidden",
    message: `IAM shows this identity no project named ${region}, so the project id is not known`,
    hint: `${mend} Or check \`region\`, and that the account has it enabled.`,
    ...origin(answer),
  });
}

function endless(count: number, answer: Answer): ProviderError {
  return new ProviderError({
    kind: "unexpected-response",
    message: `IAM did not give its whole list of projects: after ${count} of them, its link to the next ones leads nowhere new`,
    hint: mend,
    ...origin(answer),
  });
}

function ambiguous(region: string, count: number, answer: Answer): ProviderError {
  return new ProviderError({
    kind: "unexpected-response",
    message: `IAM lists ${count} projects for ${region}; which one is meant is not known`,
    hint: mend,
    ...origin(answer),
  });
}

function origin(answer: Answer): { httpStatus: number; requestId?: string } {
  return {
    httpStatus: answer.status,
    ...(answer.requestId === null ? {} : { requestId: answer.requestId }),
  };
}
