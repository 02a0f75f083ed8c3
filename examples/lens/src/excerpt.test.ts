import { expect, test } from "vitest";
import { Excerpt, MAX_COLUMNS } from "./excerpt";

/** Bytes as `preview.rs` lays them out. */
function excerpt(text: string, hits: number[][] = [], firstLine = 1, flags = 0): Excerpt {
  const body = new TextEncoder().encode(text);
  const bytes = new Uint8Array(24 + hits.length * 12 + body.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, firstLine, true);
  view.setUint32(4, hits.length, true);
  view.setBigUint64(8, 5_000_000_000n, true);
  view.setUint32(16, flags, true);
  hits.flat().forEach((number, index) => view.setUint32(24 + index * 4, number, true));
  bytes.set(body, 24 + hits.length * 12);
  return new Excerpt(bytes.buffer);
}

const texts = (read: Excerpt): string[] => Array.from({ length: read.lineCount }, (_, line) => read.line(line).text);

test("lines end at line breaks, whichever kind", () => {
  expect(texts(excerpt("a\nb\r\n\nc"))).toEqual(["a", "b", "", "c"]);
  expect(texts(excerpt("a\nb\n"))).toEqual(["a", "b"]);
  expect(texts(excerpt("\n"))).toEqual([""]);
  expect(texts(excerpt(""))).toEqual([""]);
});

test("the header is read", () => {
  const read = excerpt("ä", [], 70_000, 3);
  expect([read.firstLine, read.size, read.cutBefore, read.cutAfter]).toEqual([70_000, 5_000_000_000, true, true]);
});

test("hits belong to their lines", () => {
  const read = excerpt("ä x x\nnone\nx", [[0, 2, 1], [0, 4, 1], [2, 0, 1]]);
  expect([0, 1, 2].map((line) => read.line(line).marks)).toEqual([[2, 1, 4, 1], [], [0, 1]]);
  expect(read.hitCount).toBe(3);
});

test("a long line is cut, around its first hit when that is far out", () => {
  const long = "y".repeat(10_000);
  const plain = excerpt(long).line(0);
  expect(plain.text).toBe(`${"y".repeat(MAX_COLUMNS)}…`);
  const { text, marks } = excerpt(`${long}needle${long}`, [[0, 10_000, 6]]).line(0);
  expect(text.slice(marks[0], marks[0]! + marks[1]!)).toBe("needle");
  expect(text.startsWith("…y") && text.endsWith("y…")).toBe(true);
  expect(text.length).toBe(MAX_COLUMNS + 2);
  expect(excerpt(long).columns).toBe(MAX_COLUMNS + 2);
});

test("a hit that reaches beyond the cut is cut with it", () => {
  expect(excerpt("y".repeat(5000), [[0, 0, 5000]]).line(0).marks).toEqual([0, MAX_COLUMNS]);
});
