/**
 * The test doubles of `huawei-cloud`, the only files that are taken from it by path: no package publishes its
 * `testing` folder, and a copy here would drift. They import nothing of `huawei-cloud`, so no second copy of it is loaded.
 */
export { failure, refusal } from "../../../huawei-cloud/src/testing/failure.ts";
export {
  type FakeAnswer,
  FakeHttp,
  type FakeRequest,
  type FakeRoute,
} from "../../../huawei-cloud/src/testing/fake-http.ts";
