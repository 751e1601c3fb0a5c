import { describe, expect, it } from "vitest";
import type { HuaweiConfig } from "./config.ts";
import { prepare } from "./testing/context.ts";
import { failure } from "./testing/failure.ts";

const key = { HUAWEICLOUD_SDK_AK: "AKAKAKAK", HUAWEICLOUD_SDK_SK: "sksksk" };

describe("the project id", () => {
  const config: HuaweiConfig = { region: "cn-north-4" };

  it.each([
    ["HUAWEICLOUD_SDK_PROJECT_ID", { HUAWEICLOUD_SDK_PROJECT_ID: "sdk", HW_PROJECT_ID: "hw" }, "sdk"],
    ["HW_PROJECT_ID", { HW_PROJECT_ID: "hw\n", OS_PROJECT_ID: "os" }, "hw"],
    ["OS_PROJECT_ID", { OS_PROJECT_ID: "os" }, "os"],
  ])("comes from %s", async (_, env, expected) => {
    const { http, read } = prepare({ config, env: { ...key, ...env } });
    await read();
    expect(http.actions).toEqual(["ShowCluster"]);
    expect(http.requests[0]?.path).toEqual({ project_id: expected, cluster_id: "c1" });
    expect(http.requests[0]?.headers["x-project-id"]).toBe(expected);
  });

  it("is looked up once for all who wait", async () => {
    const { http, open } = prepare({ config, env: key });
    const service = open();
    const { signal } = new AbortController();
    const read = () => service.read("ShowCluster", { path: { cluster_id: "c1" }, signal });
    await Promise.all([read(), read(), read()]);
    await read();
    expect(http.actions).toEqual(["KeystoneListProjects", ...Array(4).fill("ShowCluster")]);
    expect(http.requests[0]?.query).toEqual({ name: "cn-north-4" });
    expect(http.requests[0]?.headers.authorization).toContain("SignedHeaders=host;x-sdk-date,");
    expect(http.requests[1]?.path.project_id).toBe("p-of-region");
  });

  it("is looked up again after a failure", async () => {
    const { http, open } = prepare({ config, env: key }, { KeystoneListProjects: { status: 503 } });
    const service = open();
    const { signal } = new AbortController();
    const read = () => service.read("ShowCluster", { path: { cluster_id: "c1" }, signal });
    expect((await failure(read())).kind).toBe("unavailable");
    http.routes.KeystoneListProjects = { body: { projects: [{ id: "p2", name: "cn-north-4" }] } };
    await read();
    expect(http.requests.at(-1)?.path.project_id).toBe("p2");
  });

  it.each<[string, unknown, string]>([
    [
      "the one of that very name",
      [
        { id: "sub", name: "cn-north-4_dev" },
        { id: "main", name: "cn-north-4" },
      ],
      "main",
    ],
    ["the only one, without a name", [{ id: "main" }], "main"],
  ])("is %s", async (_, projects, expected) => {
    const { http, read } = prepare({ config, env: key }, { KeystoneListProjects: { body: { projects } } });
    await read();
    expect(http.requests.at(-1)?.path.project_id).toBe(expected);
  });

  const page = (names: readonly string[], next: unknown) => ({
    body: { projects: names.map((name) => ({ id: `id-of-${name}`, name })), links: { next, self: "x" } },
  });

  it.each([
    ["a whole link", "https://iam.example.com/v3/projects?name=cn-north-4&page=2"],
    ["a relative link", "/v3/projects?name=cn-north-4&page=2"],
    ["a link to another host", "https://elsewhere.example.com/other?name=cn-north-4&page=2"],
  ])("is found on the next page behind %s, of the same IAM", async (_, next) => {
    const { http, read } = prepare(
      { config, env: key },
      {
        KeystoneListProjects: ({ query }) =>
          query?.page === "2" ? page(["cn-north-4"], null) : page(["cn-north-4_dev"], next),
      },
    );
    await read();
    expect(http.requests.at(-1)?.path.project_id).toBe("id-of-cn-north-4");
    const [first, second] = http.requests;
    expect(second?.query).toEqual({ name: "cn-north-4", page: "2" });
    expect(second?.baseUrl).toBe(first?.baseUrl);
  });

  it.each<[string, (asked: number) => string, number]>([
    ["leads back", () => "/v3/projects?name=cn-north-4", 1],
    ["names no query", () => "/v3/projects", 2],
    ["never ends", (asked) => `?page=${asked}`, 50],
  ])("is not taken from a list whose link %s", async (_, next, requests) => {
    const { http, read } = prepare(
      { config, env: key },
      { KeystoneListProjects: () => page(["cn-north-4"], next(http.actions.length)) },
    );
    const error = await failure(read());
    expect(error).toMatchObject({ kind: "unexpected-response", retryable: false });
    expect(error.message).toContain("did not give its whole list of projects");
    expect(error.hint).toContain("`projectId`");
    expect(http.actions).toHaveLength(requests);
  });

  it.each([null, "", undefined])("is found where the link is %j", async (next) => {
    const { http, read } = prepare(
      { config, env: key },
      { KeystoneListProjects: page(["cn-north-4"], next) },
    );
    await read();
    expect(http.actions).toEqual(["KeystoneListProjects", "ShowCluster"]);
  });

  it.each<[string, unknown, string, RegExp]>([
    ["no project", { projects: [] }, "forbidden", /no project named cn-north-4/],
    [
      "only others",
      { projects: [{ id: "x", name: "cn-north-1" }] },
      "forbidden",
      /no project named cn-north-4/,
    ],
    [
      "two of the name",
      {
        projects: [
          { id: "a", name: "cn-north-4" },
          { id: "b", name: "cn-north-4" },
        ],
      },
      "unexpected-response",
      /2 projects/,
    ],
    ["one without an id", { projects: [{ name: "cn-north-4" }] }, "unexpected-response", /no usable id/],
    [
      "an id that is none",
      { projects: [{ id: "../x", name: "cn-north-4" }] },
      "unexpected-response",
      /no usable id/,
    ],
    ["another body", { links: {} }, "unexpected-response", /KeystoneListProjects/],
    ["null in place of the list", { projects: null }, "unexpected-response", /KeystoneListProjects/],
  ])("is not guessed from %s", async (_, body, kind, message) => {
    const { http, read } = prepare({ config, env: key }, { KeystoneListProjects: { body } });
    const error = await failure(read());
    expect(error.kind).toBe(kind);
    expect(error.message).toMatch(message);
    expect(http.actions).toEqual(["KeystoneListProjects"]);
  });
});
