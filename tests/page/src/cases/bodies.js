// Bodies as a whole: bytes both ways, headers, large JSON.

import { invoke } from '@tauri-apps/api/core';
import { equal, isPattern, ok, pattern, rejection } from '../assert.js';

const SIZES = [0, 1, 31, 32, 4096, 65_535, 65_536, 65_537, 262_144, 1_000_000];

const check = (answer, size) => {
  ok(answer instanceof ArrayBuffer, 'an ArrayBuffer');
  ok(isPattern(new Uint8Array(answer), size), `${size} bytes as they were`);
};

export default {
  async bytes_to_the_page() {
    for (const size of SIZES) check(await invoke('bytes_raw', { size }), size);
  },

  async ten_megabytes_to_the_page() {
    check(await invoke('bytes_raw', { size: 10_000_000 }), 10_000_000);
  },

  async bytes_to_the_core_and_back() {
    for (const size of SIZES) {
      check(await invoke('raw_echo', pattern(size)), size);
      check(await invoke('raw_echo_async', pattern(size).buffer), size);
    }
  },

  async ten_megabytes_to_the_core_and_back() {
    check(await invoke('raw_echo', pattern(10_000_000)), 10_000_000);
  },

  async views_are_sent_with_their_bounds() {
    const bytes = pattern(1000);
    const part = (view) => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    const views = [bytes.subarray(100, 700), new DataView(bytes.buffer, 8, 80), new Uint16Array(bytes.buffer, 2, 5), new Float64Array([1.5])];
    for (const view of views) equal(new Uint8Array(await invoke('raw_echo', view)), part(view), view.constructor.name);
  },

  async number_lists_are_bytes() {
    equal(new Uint8Array(await invoke('raw_echo', [1, 2, 255])), new Uint8Array([1, 2, 255]));
    equal(await invoke('body_kind', []), 'raw 0');
  },

  async what_is_json_is_no_bytes() {
    equal(await invoke('body_kind', {}), 'json {}');
    equal(await invoke('body_kind', { a: [1] }), 'json {"a":[1]}');
    equal(await invoke('body_kind', new Uint8Array(5)), 'raw 5');
  },

  async answers_are_buffers_of_their_own() {
    const [one, other] = await Promise.all([invoke('bytes_raw', { size: 100 }), invoke('bytes_raw', { size: 100 })]);
    new Uint8Array(one).fill(0);
    check(other, 100);
    check(await invoke('bytes_raw', { size: 100 }), 100);
  },

  async the_page_may_change_bytes_after_the_call() {
    for (const size of [100, 500_000]) {
      const bytes = pattern(size);
      const answer = invoke('raw_echo', bytes);
      bytes.fill(0);
      check(await answer, size);
    }
  },

  async headers_as_object_list_and_headers() {
    const wanted = { 'x-one': ['1'], 'x-two': ['a b'] };
    equal(await invoke('header_values', {}, { headers: { 'X-One': '1', 'x-two': 'a b' } }), wanted);
    equal(await invoke('header_values', {}, { headers: [['X-One', '1'], ['x-two', 'a b']] }), wanted);
    equal(await invoke('header_values', {}, { headers: new Headers({ 'X-One': '1', 'x-two': 'a b' }) }), wanted);
  },

  async headers_with_bytes() {
    const answer = await invoke('header_values', new Uint8Array(100_000), { headers: { a: 'ä' } });
    equal(answer, { a: ['ä'] });
  },

  async no_headers_are_none() {
    equal(await invoke('header_values'), {});
    equal(await invoke('header_values', {}, {}), {});
    equal(await invoke('header_values', {}, undefined), {});
  },

  async invalid_headers_reject() {
    ok((await rejection(invoke('header_values', {}, { headers: { 'not valid': '1' } }))) instanceof Error, 'an Error');
    ok((await rejection(invoke('header_values', {}, { headers: { a: 'b\nc' } }))) instanceof Error, 'an Error');
  },

  async large_json_both_ways() {
    const parts = ['plain text', 'grün und 漢字 🙂', '\0\u0001\u2028', '"\\/', '__proto__'];
    const entry = (number) => ({ number, text: parts[number % parts.length].repeat(20), list: [number / 4, null, true] });
    const value = Array.from({ length: 40_000 }, (_, number) => entry(number));
    const text = JSON.stringify(value);
    ok(text.length > 5_000_000, `it is large: ${text.length}`);
    ok(JSON.stringify(await invoke('echo_async', { value: text })) === JSON.stringify(text), 'as one text');
    const back = await invoke('echo', { value });
    ok(back.length === value.length, 'all entries');
    for (let at = 0; at < value.length; at++) {
      const [is, was] = [back[at], value[at]];
      if (is.number !== was.number || is.text !== was.text || is.list[0] !== was.list[0]) throw new Error(`entry ${at} differs`);
    }
  },

  async json_around_the_limit_of_a_frame() {
    for (const length of [65_500, 65_524, 65_525, 65_526, 65_535, 65_536, 65_537, 70_000]) {
      const value = 'ü'.repeat(length / 2) + 'x'.repeat(length % 2);
      ok((await invoke('echo', { value })) === value, `${length} bytes`);
    }
  },

  async many_sizes_at_once_find_their_calls() {
    const sizes = Array.from({ length: 60 }, (_, at) => (at * at * 331) % 200_000);
    const answers = await Promise.all(sizes.map((size) => invoke('bytes_raw', { size })));
    answers.forEach((answer, at) => check(answer, sizes[at]));
  },
};
