import { expect, it } from "vitest";
import { LineBatch } from "./line-batch.ts";

/** Writes wait until they are let go. */
function slowReader() {
  const written: string[] = [];
  const waiting: (() => void)[] = [];
  const write = (text: string) =>
    new Promise<void>((done) => {
      written.push(text);
      waiting.push(done);
    });
  return { written, write, letGo: () => waiting.shift()?.() };
}

it("writes lines that come together in one go, and by itself", async () => {
  const { written, write, letGo } = slowReader();
  const batch = new LineBatch(write);
  expect([batch.add("a\n"), batch.add("b\n")]).toEqual([undefined, undefined]);
  expect(written).toEqual([]);
  await expect.poll(() => written).toEqual(["a\nb\n"]);
  letGo();
});

it("lets whoever fills it wait for the reader, and keeps the order", async () => {
  const { written, write, letGo } = slowReader();
  const batch = new LineBatch(write);
  const long = `${"x".repeat(70_000)}\n`;
  let isOver = false;
  const first = batch.add(long)?.then(() => {
    isOver = true;
  });
  await expect.poll(() => written).toEqual([long]);
  batch.add("last\n");
  expect(isOver).toBe(false);
  letGo();
  await first;
  const flushed = batch.flush();
  await expect.poll(() => written).toEqual([long, "last\n"]);
  letGo();
  await flushed;
});

it("writes nothing where there is nothing", async () => {
  const { written, write } = slowReader();
  await new LineBatch(write).flush();
  expect(written).toEqual([]);
});
