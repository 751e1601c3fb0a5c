/** What was asked for with `-o`, seen without knowing whether the command line is good. */
export function outputValues(argv: readonly string[]): readonly string[] {
  return argv.flatMap((word, index) => {
    const [, joined] = /^(?:-o=?|--output=)(.+)$/.exec(word) ?? [];
    const before = argv[index - 1];
    return joined ?? (before === "-o" || before === "--output" ? word : []);
  });
}
