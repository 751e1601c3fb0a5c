/**
 * The test doubles of `huawei-cloud`, the only files that are taken from it by path: no package publishes its
 * `testing` folder, a copy here would drift, and a package of their own would have these two users alone. They import
 * nothing of `huawei-cloud`, so no second copy of it is loaded.
 */
export * from "../../../huawei-cloud/src/testing/bodies.ts";
export { failure, refusal } from "../../../huawei-cloud/src/testing/failure.ts";
export { type FakeAnswer, FakeHttp, type FakeRoute } from "../../../huawei-cloud/src/testing/fake-http.ts";
