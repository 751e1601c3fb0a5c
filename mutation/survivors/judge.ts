import type { Survivor } from "../survivor.ts";

export const judge: readonly Survivor[] = [
  {
    file: "packages/core/src/judge/drift.ts",
    line: "if (!isRecord(observed)) return observed.flatMap((version) => check(expected, version));",
    changes: ["!isRecord(observed) => false"],
    why: "A list is gone through by its places as well, and is shown as a whole either way.",
  },
  {
    file: "packages/core/src/judge/drift.ts",
    line: 'return canonical(wanted) === canonical(observed) ? [] : [{ direction: "different" }];',
    changes: ['{ direction: "different" } => {}'],
    why: "A direction that is missing is none that all have in common, which is `different`.",
  },
  {
    file: "packages/core/src/judge/drift.ts",
    line: 'if (version === null || !/\\d/.test(version)) return [{ direction: "undecided" }];',
    changes: ["version === null => false"],
    why: "`null` has no digit either, so the other half of the question says the same.",
  },
  {
    file: "packages/core/src/judge/judge-reading.ts",
    line: "const operations = reading.observation?.operations ?? [];",
    changes: ['[] => ["Stryker was here"]'],
    why: "Without an observation there is no judgement, hence no operation to estimate.",
  },
  {
    file: "packages/core/src/judge/judge-reading.ts",
    line: "return estimateEnd(judgement?.operation ?? null, operations, sightings ?? [], reading.observedAt);",
    changes: ['[] => ["Stryker was here"]'],
    why: "One look alone tells no pace, whatever was seen.",
  },
  {
    file: "packages/core/src/judge/judge.ts",
    line: "const why = operation.message ?? step?.message ?? explainByFindings(observation.findings ?? [], step);",
    changes: ['[] => ["Stryker was here"]'],
    why: "What is no finding has no level, so it is of none that is looked for.",
  },
  {
    file: "packages/core/src/judge/judge.ts",
    line: '({ phase, expiresAt }) => phase === "succeeded" && expiresAt !== undefined && Date.parse(expiresAt) < now,',
    changes: ["expiresAt !== undefined => true"],
    why: "A moment that is not there is no number, and before nothing.",
  },
  {
    file: "packages/core/src/judge/judge.ts",
    line: 'const ageMs = now - Date.parse(operation.startedAt ?? "");',
    changes: ['"" => "Stryker was here!"'],
    why: "Any text that is no moment will do.",
  },
  {
    file: "packages/core/src/judge/policy.ts",
    line: 'const severity: readonly Outcome[] = ["action", "incomplete", "pending", "ok"];',
    changes: ['"ok" => ""'],
    why: "Where nothing else was found, the default says the same.",
  },
  {
    file: "packages/provider-sdk/src/current-operation.ts",
    line: "if (operations.length < 2) return operations[0];",
    changes: ["operations.length < 2 => false", "operations.length < 2 => false"],
    why: "Only slower: of one operation, or none, the rest finds the same.",
  },
  {
    file: "packages/provider-sdk/src/current-operation.ts",
    line: "return worst?.operation;",
    changes: ["worst?.operation => worst.operation"],
    why: "It is asked of one operation at least; the question mark is for the compiler.",
  },
  {
    file: "packages/provider-sdk/src/current-operation.ts",
    line: '"failed",',
    changes: ['"failed" => ""'],
    why: "The worst one is first, or in front of the first: there is nothing between.",
  },
];
