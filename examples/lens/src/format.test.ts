import { expect, test } from "vitest";
import { duration, plural, size, splitPath } from "./format";

test("numbers read well", () => {
  expect([plural(1, "file"), plural(1234, "file"), plural(0, "match", "matches")]).toEqual(["1 file", "1,234 files", "0 matches"]);
  expect([size(999), size(1500), size(999_960), size(2.5e9)]).toEqual(["999 bytes", "1.5 kB", "1.0 MB", "2.5 GB"]);
  expect([duration(84.6), duration(1234)]).toEqual(["85 ms", "1.2 s"]);
});

test("paths split at the last slash", () => {
  expect(splitPath("a/b/c.txt")).toEqual(["a/b/", "c.txt"]);
  expect(splitPath("c.txt")).toEqual(["", "c.txt"]);
});
