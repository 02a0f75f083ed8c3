import { expect, test } from "vitest";
import { MAX_HEIGHT, Scale } from "./scale";

test("a short list scrolls one to one", () => {
  const scale = new Scale(1000, 24, 600);
  expect(scale.height).toBe(24_000);
  expect(scale.toOffset(1234)).toBe(1234);
  expect(scale.toScrollTop(1234)).toBe(1234);
  expect(scale.visible(0)).toEqual({ first: 0, end: 25 });
  expect(scale.visible(12)).toEqual({ first: 0, end: 26 });
  expect(scale.visible(scale.maxOffset)).toEqual({ first: 975, end: 1000 });
});

test("a list that fits does not scroll", () => {
  const scale = new Scale(3, 24, 600);
  expect([scale.maxOffset, scale.toOffset(50), scale.toScrollTop(50)]).toEqual([0, 0, 0]);
  expect(scale.visible(0)).toEqual({ first: 0, end: 3 });
  expect(new Scale(0, 24, 600).visible(0)).toEqual({ first: 0, end: 0 });
});

test("a very long list stays below the limit and reaches both ends", () => {
  const scale = new Scale(10_000_000, 24, 600);
  expect(scale.height).toBe(MAX_HEIGHT);
  expect(scale.toOffset(0)).toBe(0);
  expect(scale.toOffset(MAX_HEIGHT - 600)).toBeCloseTo(scale.maxOffset, 3);
  expect(scale.visible(scale.maxOffset).end).toBe(10_000_000);
  for (const offset of [0, 1, 123_456_789, scale.maxOffset]) {
    expect(scale.toOffset(scale.toScrollTop(offset))).toBeCloseTo(offset, 3);
  }
});

test("a row is revealed with the least movement", () => {
  const scale = new Scale(1000, 20, 100);
  expect(scale.reveal(10, 150)).toBe(150);
  expect(scale.reveal(3, 150)).toBe(60);
  expect(scale.reveal(3, 150, 20)).toBe(40);
  expect(scale.reveal(20, 150)).toBe(320);
  expect(scale.reveal(0, 150, 20)).toBe(0);
  expect(scale.reveal(999, 0)).toBe(scale.maxOffset);
});

test("centering stays within the list", () => {
  const scale = new Scale(1000, 20, 100);
  expect(scale.center(0)).toBe(0);
  expect(scale.center(500)).toBe(10_000 - 33);
  expect(scale.center(999)).toBe(scale.maxOffset);
});
