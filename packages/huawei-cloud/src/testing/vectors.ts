/** A request and the signature that it must get. */
export interface Vector {
  readonly name: string;
  readonly ak: string;
  readonly sk: string;
  readonly date: string;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  /** Those that are signed, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signature: string;
}

/**
 * The first seven were computed with the vendor's SDK cores for Node and for Python (both 3.1.211), which agree; the
 * last two stand in the tests of the vendor's Go SDK.
 */
export const vectors: readonly Vector[] = [
  {
    name: "1-cce-get-no-query",
    ak: "EXAMPLEAK",
    sk: "EXAMPLESK0123456789abcdefghijklmnopqrstuv",
    date: "20240102T030405Z",
    method: "GET",
    path: "/api/v3/projects/0123456789abcdef0123456789abcdef/clusters/b4b9e60f-8aa2-11ee-af09-0255ac10004f/operation/upgradeworkflows",
    query: "",
    headers: {
      host: "cce.cn-north-4.myhuaweicloud.com",
      "x-project-id": "0123456789abcdef0123456789abcdef",
      "x-sdk-date": "20240102T030405Z",
    },
    body: "",
    signature: "7764f2891d73b046685cafd00fad1dc157ace0106b0787b68f7c109ab28ec492",
  },
  {
    name: "2-css-get-query-encoding",
    ak: "EXAMPLEAK",
    sk: "EXAMPLESK0123456789abcdefghijklmnopqrstuv",
    date: "20240102T030405Z",
    method: "GET",
    path: "/v1.0/0123456789abcdef0123456789abcdef/clusters/ea244205-d641-45d9-9dcb-ab2236bcd07e/upgrade/detail",
    query:
      "action_mode=AZ_MIGRATION&limit=100&note=a%20b%2Bc%2Fd%3De%26f%3F~_-.%21%2A%27%28%29&start=1&%E5%90%8D=%E5%8D%87%E7%BA%A7%20%25",
    headers: {
      host: "css.ap-southeast-1.myhuaweicloud.com",
      "x-project-id": "0123456789abcdef0123456789abcdef",
      "x-sdk-date": "20240102T030405Z",
    },
    body: "",
    signature: "ff2f70ee392fa24faedba9b1f029fbe079e74539d83bffdceb646d6549325eef",
  },
  {
    name: "3-cce-post-json-body",
    ak: "EXAMPLEAK",
    sk: "EXAMPLESK0123456789abcdefghijklmnopqrstuv",
    date: "20240102T030405Z",
    method: "POST",
    path: "/api/v3/projects/0123456789abcdef0123456789abcdef/clusters/8978deaa-1743-11ee-8e46-0255ac10004c/operation/postcheck",
    query: "",
    headers: {
      "content-type": "application/json",
      host: "cce.eu-west-101.myhuaweicloud.eu",
      "x-project-id": "0123456789abcdef0123456789abcdef",
      "x-sdk-date": "20240102T030405Z",
    },
    body: '{"kind":"PostCheckTask","apiVersion":"v3","spec":{"clusterID":"8978deaa-1743-11ee-8e46-0255ac10004c","clusterVersion":"v1.15.11-r1","targetVersion":"v1.19.16-r80","note":"升级后检查 é"}}',
    signature: "2a68fd10e9ffb18dfcae03dc805435f5cde8f243b7f94cb2dfcabd5eda102c1c",
  },
  {
    name: "4-path-special-chars",
    ak: "EXAMPLEAK",
    sk: "EXAMPLESK0123456789abcdefghijklmnopqrstuv",
    date: "20240102T030405Z",
    method: "GET",
    path: "/api/v3/a~b-c_d.e/x(y)*z!/its,semi;colon:at@dollar$plus+eq=amp&",
    query: "",
    headers: {
      host: "cce.cn-north-4.myhuaweicloud.com",
      "x-sdk-date": "20240102T030405Z",
    },
    body: "",
    signature: "6a600d8ec996599fd5f3fdaeba5691c4ba733ee2a075146c6b7b1651b1198f94",
  },
  {
    name: "5-temp-aksk-security-token",
    ak: "EXAMPLEAK",
    sk: "EXAMPLESK0123456789abcdefghijklmnopqrstuv",
    date: "20240102T030405Z",
    method: "GET",
    path: "/v3/projects",
    query: "name=cn-north-4",
    headers: {
      host: "iam.cn-north-4.myhuaweicloud.com",
      "x-sdk-date": "20240102T030405Z",
      "x-security-token": "EXAMPLE/TOKEN+abc==",
    },
    body: "",
    signature: "c4a82cf63fbce91cbac88e2d25adba964ad7db294296a573d7909f2019caf467",
  },
  {
    name: "6-multi-value-query",
    ak: "EXAMPLEAK",
    sk: "EXAMPLESK0123456789abcdefghijklmnopqrstuv",
    date: "20240102T030405Z",
    method: "GET",
    path: "/autopilot/v3/projects/0123456789abcdef0123456789abcdef/clusters",
    query: "Z=1&a=&detail=true&status=Available&status=ScalingUp&status=Upgrading",
    headers: {
      host: "cce.cn-north-4.myhuaweicloud.com",
      "x-project-id": "0123456789abcdef0123456789abcdef",
      "x-sdk-date": "20240102T030405Z",
    },
    body: "",
    signature: "2088166f22cdd20b38a1ba0ea3996ac5ba4e145397195bcc8ee0e7437983ead5",
  },
  {
    name: "7-root-path",
    ak: "EXAMPLEAK",
    sk: "EXAMPLESK0123456789abcdefghijklmnopqrstuv",
    date: "20240102T030405Z",
    method: "GET",
    path: "/",
    query: "",
    headers: {
      host: "cce.cn-north-4.myhuaweicloud.com",
      "x-sdk-date": "20240102T030405Z",
    },
    body: "",
    signature: "3cd8914d8462667211a37b8aaa3281e93768bd0d12d032161169d9d542300b81",
  },
  {
    name: "go-sdk-signer_test-test1",
    ak: "AccessKey",
    sk: "SecretKey",
    date: "20060102T150405Z",
    method: "GET",
    path: "/path",
    query: "limit=1",
    headers: {
      "x-sdk-date": "20060102T150405Z",
    },
    body: "",
    signature: "5a2ce64c865e0e6046321c6f3d5a77ba8413eeaf355c3166c03d58d02ac79624",
  },
  {
    name: "go-sdk-signer_test-test2",
    ak: "AccessKey",
    sk: "SecretKey",
    date: "20060102T150405Z",
    method: "POST",
    path: "/path",
    query: "key=value",
    headers: {
      "x-sdk-date": "20060102T150405Z",
    },
    body: '{"Name":"test","Id":1}\n',
    signature: "cecc2af119b18ab70b4d094c0750f3b42c02f254903179a0fc2cc72fc9db4f59",
  },
];
