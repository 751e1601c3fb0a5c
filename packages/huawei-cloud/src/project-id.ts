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

/** Finds the id of the project that a region has by itself; it is named like the region. */
export async function readProjectId(
  iam: Pick<Api, "read">,
  region: string,
  signal: AbortSignal,
): Promise<string> {
  const answer = await iam.read(projectRead.action, { query: { name: region }, signal });
  const { projectList } = await import("./project-list.ts");
  const { projects } = parseBody(projectList, answer);
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
