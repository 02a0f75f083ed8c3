import { expect, test } from "vitest";
import { Fenwick } from "./fenwick";

function filled(counts: number[]): Fenwick {
  const fenwick = new Fenwick();
  fenwick.reset(counts);
  return fenwick;
}

test("sums agree with adding one by one, across the growth of the tree", () => {
  const counts = Array.from({ length: 5000 }, (_, index) => (index * 7919) % 13);
  const fenwick = filled(counts);
  for (let index = 0; index < counts.length; index += 3) {
    counts[index] = (index * 31) % 17;
    fenwick.set(index, counts[index]!);
  }
  let sum = 0;
  counts.forEach((count, index) => {
    expect(fenwick.before(index)).toBe(sum);
    sum += count;
  });
  expect(fenwick.total).toBe(sum);
});

test("finds the count that covers a position", () => {
  const fenwick = filled([3, 1, 4]);
  expect([0, 2, 3, 4, 7, 8, 99].map((at) => fenwick.find(at))).toEqual([0, 0, 1, 2, 2, 2, 2]);
  fenwick.set(1, 5);
  expect([3, 7, 8].map((at) => fenwick.find(at))).toEqual([1, 1, 2]);
});

test("find is the inverse of before for many counts", () => {
  const fenwick = filled(Array.from({ length: 3000 }, (_, index) => 1 + (index % 5)));
  for (let index = 0; index < 3000; index++) {
    expect(fenwick.find(fenwick.before(index))).toBe(index);
    expect(fenwick.find(fenwick.before(index + 1) - 1)).toBe(index);
  }
});
