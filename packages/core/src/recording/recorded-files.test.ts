import { describe, expect, it } from "vitest";
import { recordAndReplay, type Story } from "../testing/record-and-replay.ts";

describe("a file that is read again", () => {
  /** What each read of a token file gives, first to last, and what the recording keeps of them. */
  it.each<[string, readonly (string | undefined | Error)[], unknown]>([
    ["is kept once where it stays", ["a", "a", "a"], "a"],
    ["is there later", [undefined, undefined, "a"], [null, null, "a"]],
    ["is another one then", ["a", "b", "b", "a"], ["a", "b", "b", "a"]],
    ["is another one, and stays", ["a", "b", "b"], ["a", "b"]],
    [
      "may not be read for a while",
      [new Error("busy"), new Error("busy"), "a"],
      [{ error: "busy" }, { error: "busy" }, "a"],
    ],
    ["is never there", [undefined, undefined], null],
  ])("%s", async (_what, contents, kept) => {
    const rest = [...contents];
    const readFile = async () => {
      const content = rest.shift();
      if (content instanceof Error) throw content;
      return content;
    };
    const story: Story = async ({ surroundings }) => {
      const read: unknown[] = [];
      for (const _ of contents)
        read.push((await surroundings.readFile("~/rotating").catch(({ message }) => ({ message }))) ?? null);
      return read;
    };
    const { text, told } = await recordAndReplay(() => {}, story, readFile);
    expect(told).toEqual(
      contents.map((content) => (content instanceof Error ? { message: "busy" } : (content ?? null))),
    );
    expect(JSON.parse(text).files).toEqual({ "~/rotating": kept });
  });

  it("gives each of its tokens a mask of its own", async () => {
    const tokens = ["rotating-token-of-one-hour", "rotating-token-of-the-next"];
    const rest = [...tokens];
    const story: Story = async ({ surroundings }) => {
      const [first, second] = [await surroundings.readFile("~/t"), await surroundings.readFile("~/t")];
      return first === second;
    };
    const { text, told } = await recordAndReplay(
      () => {},
      story,
      async () => rest.shift(),
    );
    expect(told).toBe(false);
    for (const token of tokens) expect(text).not.toContain(token);
  });
});
