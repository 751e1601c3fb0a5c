import { describe, expect, it } from "vitest";
import { explainExit } from "./exit-code.ts";

describe("exit code 127 names the program that was not found", () => {
  it.each([
    ["sh: 1: kubectl: not found", "kubectl"],
    ["bash: line 1: kubectl: command not found", "kubectl"],
    ["./read.sh: line 3: ./lib/kubectl: No such file or directory", "./lib/kubectl"],
    ["zsh:1: command not found: kubectl", "kubectl"],
    ["zsh:1: no such file or directory: ./kubectl", "./kubectl"],
    ["/usr/bin/env: ‘python3.14’: No such file or directory", "python3.14"],
    ["env: python3: No such file or directory", "python3"],
    ["bash: line 1: ./read.py: /opt/python: bad interpreter: No such file or directory", "/opt/python"],
    ["sh: 1: old: not found\nsh: 2: kubectl: not found\nand a last word\n", "kubectl"],
  ])("%j", (stderr, name) => {
    const { what, hint } = explainExit(127, "./read.sh", stderr);
    expect(what).toBe(`: it did not find \`${name}\``);
    expect(hint).toContain(`\`${name}\``);
  });

  it.each(["", "nothing of the kind", "sh: 1: some words here: not found"])(
    "or whose it is: %j",
    (stderr) => {
      const { what, hint } = explainExit(127, "./read.sh", stderr);
      expect(what).toBe("");
      expect(hint).toContain("./read.sh ran, and that a program which it wanted was not found");
    },
  );
});

describe("exit code 126 names the program that may not be executed", () => {
  it.each([
    ["sh: 1: ./lib/read: Permission denied", "./lib/read"],
    ["bash: line 1: ./lib/read: Permission denied", "./lib/read"],
    ["zsh:1: permission denied: ./lib/read", "./lib/read"],
    ["bash: line 1: ./lib/read: cannot execute binary file: Exec format error", undefined],
  ])("%j", (stderr, name) => {
    const { what, hint } = explainExit(126, "./read.sh", stderr);
    expect(what).toBe(name === undefined ? "" : `: it may not execute \`${name}\``);
    expect(hint).toContain(name ?? "./read.sh");
  });
});

it("other exit codes say nothing more", () => {
  expect(explainExit(1, "./read.sh", "sh: 1: kubectl: not found")).toEqual({
    what: "",
    hint: "Run it by hand; where it can say why, let it print an `error`.",
  });
});
