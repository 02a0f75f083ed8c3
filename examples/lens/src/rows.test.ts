import { expect, test } from "vitest";
import type { Batch } from "./api";
import { RowStore } from "./rows";

/** A batch with the given files; each line is "number:text" and marks its first letter. */
function batch(...files: [file: number, path: string | null, ...lines: string[]][]): Batch {
  const made: Batch = { files: [], paths: [], counts: [], lines: [], ends: [], markCounts: [], marks: [], text: "" };
  for (const [file, path, ...lines] of files) {
    made.files.push(file);
    made.paths.push(path);
    made.counts.push(lines.length);
    for (const line of lines) {
      const at = line.indexOf(":");
      made.lines.push(Number(line.slice(0, at)));
      made.text += line.slice(at + 1);
      made.ends.push(made.text.length);
      made.markCounts.push(1);
      made.marks.push(0, 1);
    }
  }
  return made;
}

/** The whole list as text. */
function dump(store: RowStore): string[] {
  return Array.from({ length: store.rowCount }, (_, row) => {
    const place = store.at(row);
    expect(store.rowOf(place)).toBe(row);
    if (place.line < 0) return `${store.path(place.file)} (${store.count(place.file)})`;
    const line = store.line(place.file, place.line);
    expect([...line.marks]).toEqual([0, 1]);
    return `  ${line.number}:${line.text}`;
  });
}

test("rows are grouped under their files", () => {
  const store = new RowStore();
  store.add(batch([0, "b.txt", "1:one", "5:two"], [1, "a.txt", "3:three"]));
  expect(dump(store)).toEqual(["b.txt (2)", "  1:one", "  5:two", "a.txt (1)", "  3:three"]);
  expect([store.fileCount, store.matchCount]).toEqual([2, 3]);
});

test("a file continues in later batches, also after others came", () => {
  const store = new RowStore();
  store.add(batch([1, "b", "1:x"]));
  store.add(batch([0, "a", "1:y"], [1, null, "2:z"]));
  store.add(batch([1, null, "3:w", "4:v"]));
  expect(dump(store)).toEqual(["b (4)", "  1:x", "  2:z", "  3:w", "  4:v", "a (1)", "  1:y"]);
});

test("sorting goes by path and keeps rows", () => {
  const store = new RowStore();
  store.add(batch([0, "b", "1:x"], [1, "a", "2:y"], [2, "A", "3:z"]));
  store.sort();
  expect(dump(store)).toEqual(["A (1)", "  3:z", "a (1)", "  2:y", "b (1)", "  1:x"]);
  store.add(batch([0, null, "9:w"]));
  expect(dump(store).slice(4)).toEqual(["b (2)", "  1:x", "  9:w"]);
});

test("folded files show their name only", () => {
  const store = new RowStore();
  store.add(batch([0, "a", "1:x", "2:y"], [1, "b", "3:z"]));
  store.fold(0, true);
  expect(store.rowOf({ file: 0, line: 1 })).toBe(0);
  store.add(batch([0, null, "4:w"]));
  expect(dump(store)).toEqual(["a (3)", "b (1)", "  3:z"]);
  store.sort();
  store.fold(0, false);
  expect(dump(store)).toEqual(["a (3)", "  1:x", "  2:y", "  4:w", "b (1)", "  3:z"]);
  expect(store.matchCount).toBe(4);
});

test("a million rows are stored and found", () => {
  const store = new RowStore();
  const lines = Array.from({ length: 500 }, (_, line) => `${line + 1}:text ${line}`);
  // Two files of half a million lines each, one after another in every batch.
  for (let part = 0; part < 1000; part++) {
    store.add(batch([0, part === 0 ? "a" : null, ...lines], [1, part === 0 ? "b" : null, ...lines]));
  }
  expect(store.rowCount).toBe(1_000_002);
  for (const row of [1, 2, 250_000, 500_000, 500_001, 500_002, 777_777, 1_000_001, 3]) {
    const place = store.at(row);
    expect(store.rowOf(place)).toBe(row);
    const line = place.line % 500;
    if (place.line >= 0) expect(store.line(place.file, place.line)).toMatchObject({ number: line + 1, text: `text ${line}` });
  }
  expect(store.at(500_001)).toEqual({ file: 1, line: -1 });
});

test("line numbers beyond 32 bits survive", () => {
  const store = new RowStore();
  store.add(batch([0, "a", "5000000000:x"]));
  expect(store.line(0, 0).number).toBe(5_000_000_000);
});
