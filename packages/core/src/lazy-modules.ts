// What many runs never need, loaded where one does. The bundle of the command line gives this file a `require` of its
// own, which finds these modules inside of it (apps/cli/bundle.ts); so they are named nowhere else.
import { createRequire } from "node:module";
import type { Socket } from "node:net";
import type { buildConnector } from "undici";

const require = createRequire(import.meta.url);

export function loadAjv(): typeof import("ajv/dist/2020.js") {
  return require("ajv/dist/2020.js");
}

export function loadSatisfies(): typeof import("semver").satisfies {
  return require("semver/functions/satisfies.js");
}

export function loadValidRange(): typeof import("semver").validRange {
  return require("semver/ranges/valid.js");
}

// Not from "undici" itself: its index also loads fetch, web sockets and a cache, 40 ms at every start (8.12, 2026-11).
// The version is pinned exactly, so that these paths cannot move unnoticed.

export function loadPool(): typeof import("undici").Pool {
  return require("undici/lib/dispatcher/pool.js");
}

export type Connect = (options: buildConnector.Options, callback: buildConnector.Callback) => Socket;

/** Its own types leave the socket out, which it returns all the same. */
export function loadBuildConnector(): (options: buildConnector.BuildOptions) => Connect {
  return require("undici/lib/core/connect.js");
}
