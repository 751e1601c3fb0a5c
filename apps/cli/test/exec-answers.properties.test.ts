import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { hostileText, mutate, mutations, patience, proveAsync } from "@upgradectl/proof";
import fc from "fast-check";
import { expect, test } from "vitest";
import { observationAnswer, printedError, programEnding, timeText } from "./program-answers.ts";
import { printed, requireSaid, requireSame, requireSound, wrote } from "./program-readings.ts";
import { folderWith, reportOf, runCli } from "./run-cli.ts";
import { type Ending, labSecret, labValues, openLab } from "./scripted-program.ts";
import { spoiledText } from "./spoiled-text.ts";

test("what a program prints, in other shapes", { timeout: patience }, async () => {
  const read = await openLab(["a"]);
  const isRead = { well: 0, not: 0 };
  await proveAsync(
    "answers of programs in other shapes",
    fc.asyncProperty(observationAnswer, fc.option(mutations), async (answer, changes) => {
      const ending = printed(changes === null ? answer : mutate(answer, changes));
      const [after] = await read(ending);
      if (after === undefined) throw new Error("no reading");
      requireSound(after, ending);
      requireSaid(after, ending);
      if (changes === null) expect(after.reading.observation).not.toBeNull();
      isRead[after.reading.observation === null ? "not" : "well"] += 1;
    }),
    400,
  );
  expect(isRead.well).toBeGreaterThan(20);
  expect(isRead.not).toBeGreaterThan(20);
});

test("what a program prints, in other bytes", { timeout: patience }, async () => {
  const read = await openLab(["a"]);
  await proveAsync(
    "answers of programs in other bytes",
    fc.asyncProperty(observationAnswer, spoiledText, async (answer, spoil) => {
      const ending = wrote(spoil(JSON.stringify(answer)));
      const [after] = await read(ending);
      if (after === undefined) throw new Error("no reading");
      requireSound(after, ending);
      requireSaid(after, ending);
    }),
    400,
  );
});

test("a member that stands twice is never taken for its last", { timeout: patience }, async () => {
  const read = await openLab(["a"]);
  const twice = fc.tuple(
    observationAnswer,
    fc.nat(),
    fc.constantFrom("succeeded", "ready", null, {}),
    fc.nat(),
  );
  await proveAsync(
    "members of programs' answers that stand twice",
    fc.asyncProperty(twice, async ([answer, at, value, spelling]) => {
      const ending = wrote(repeatMember(JSON.stringify(answer), at, value, spelling));
      const [after] = await read(ending);
      expect(after?.reading.error).toMatchObject({
        kind: "plugin",
        message: expect.stringMatching(/has \/.* twice/),
      });
    }),
    200,
  );
});

/** The same text, where the member at one place follows once more, perhaps in another spelling. */
function repeatMember(text: string, at: number, value: unknown, spelling: number): string {
  const names = [...text.matchAll(/(?<=[{,])"(\w+)":/g)];
  const found = names[at % names.length];
  if (found === undefined) throw new Error("an answer without members");
  const { 0: member, 1: name = "", index } = found;
  const letter = spelling % name.length;
  const code = name.charCodeAt(letter).toString(16).padStart(4, "0");
  const spelled = spelling % 2 === 0 ? name : `${name.slice(0, letter)}\\u${code}${name.slice(letter + 1)}`;
  return `${text.slice(0, index)}"${spelled}":${JSON.stringify(value)},${member}${text.slice(index + member.length)}`;
}

test("however a program ends", { timeout: patience }, async () => {
  const read = await openLab(["a"]);
  await proveAsync(
    "ends of programs",
    fc.asyncProperty(
      observationAnswer,
      printedError(hostileText),
      programEnding,
      async (answer, error, how) => {
        const ending = { ...printed(how.isError ? { error } : answer), ...how.ending };
        const [after] = await read(ending);
        if (after === undefined) throw new Error("no reading");
        requireSound(after, ending);
        requireSaid(after, ending);
        if (how.isError && ending.failure === undefined)
          expect(after.reading.error).toMatchObject({ kind: error.kind });
      },
    ),
    300,
  );
});

const rowIds = ["a", "b"] as const;

test("a list, in other shapes", { timeout: patience }, async () => {
  const read = await openLab(rowIds, { list: true });
  const rows = fc.tuple(observationAnswer, observationAnswer);
  await proveAsync(
    "lists of programs in other shapes",
    fc.asyncProperty(rows, mutations, async (answers, changes) => {
      const clusters = answers.map(({ observation }, index) => ({ id: rowIds[index], observation }));
      const ending = printed(mutate({ protocol: 1, clusters }, changes));
      const list: unknown = JSON.parse(ending.stdout.toString("utf8"));
      for (const after of await read(ending)) {
        requireSound(after, ending);
        const { observation, cluster } = after.reading;
        if (observation === null) continue;
        const rows: readonly unknown[] = [Object(list).clusters ?? []].flat();
        const row = rows.find((one) => Object(one).id === cluster.id);
        // Where the list is spoiled, the program is asked for each, and prints the same.
        requireSame(observation, Object(row ?? list).observation);
        expect(Object.keys(observation.properties ?? {})).toEqual(expect.arrayContaining(["values"]));
      }
    }),
    300,
  );
});

test("a time is the instant that it says, or an error", { timeout: patience }, async () => {
  const read = await openLab(["a"]);
  await proveAsync(
    "times of programs' answers",
    fc.asyncProperty(timeText, async (startedAt) => {
      const operations = [{ phase: "running", startedAt }];
      const properties = { values: labValues };
      const ending = printed({ observation: { version: "1.30", operations, properties } });
      const [after] = await read(ending);
      if (after === undefined) throw new Error("no reading");
      requireSound(after, ending);
      requireSaid(after, ending);
      const said = after.reading.observation?.operations[0]?.startedAt;
      const meant = Date.parse(startedAt.replace(" ", "T").replace(/([+-]\d\d)(\d\d)$/, "$1:$2"));
      if (said !== undefined && !Number.isNaN(meant)) expect(Date.parse(said ?? "")).toBe(meant);
    }),
    300,
  );
});

test("a real program is read as one in this process", { timeout: patience }, async () => {
  const read = await openLab(["a"]);
  const cases = fc.array(fc.tuple(observationAnswer, fc.option(spoiledText), fc.constantFrom(0, 0, 3)), {
    minLength: 12,
    maxLength: 12,
  });
  await proveAsync(
    "answers of real programs",
    fc.asyncProperty(cases, async (samples) => {
      const endings = samples.map(([answer, spoil, exitCode]): Ending => {
        const text = JSON.stringify(answer);
        return { ...wrote(spoil === null ? text : spoil(text)), stderr: `with ${labSecret}`, exitCode };
      });
      const report = await checkReal(endings);
      for (const [index, ending] of endings.entries()) {
        const [inside] = await read(ending);
        const outside = report.clusters[index];
        expect(outside?.verdict).toBe(inside?.judgement?.verdict ?? "unknown");
        expect(outside?.error?.kind).toBe(inside?.reading.error?.kind);
      }
    }),
    1,
  );
});

/** One cluster for each, whose program prints a file. */
async function checkReal(endings: readonly Ending[]) {
  const program =
    'cat "$UPGRADECTL_CLUSTER_ID.out"; echo "with $LAB_TOKEN" >&2; exit "${UPGRADECTL_CLUSTER_NAME#*-}"';
  const clusters = endings.map(({ exitCode }, index) => ({
    ...{ name: `c${index}-${exitCode}`, id: `c${index}`, provider: "lab", targetVersion: ">=1.29" },
    expect: { values: labValues },
  }));
  const config = { command: ["sh", "-c", program.replaceAll("$", "$$$$")], env: { LAB_TOKEN: labSecret } };
  const manifest = {
    ...{ apiVersion: "upgradectl.dev/v1", kind: "Fleet", clusters },
    providers: { lab: { source: "@upgradectl/provider-exec", config } },
  };
  const cwd = await folderWith({ "upgradectl.yaml": manifest });
  for (const [index, { stdout }] of endings.entries()) await writeFile(join(cwd, `c${index}.out`), stdout);
  const result = await runCli(["check", "-o", "json"], { cwd });
  expect(result.stdout + result.stderr).not.toContain(labSecret);
  return reportOf(result);
}

test("the healthy program is read", async () => {
  const read = await openLab(["a"]);
  const [judged] = await read(
    printed({ observation: { version: "1.30", properties: { values: labValues } } }),
  );
  expect(judged?.judgement?.verdict).toBe("converged");
});
