// Bodies as a whole: headers, large JSON. Not here: bytes.

import { invoke } from '@tauri-apps/api/core';
import { equal, ok, rejection } from '../assert.js';

export default {
  async headers_as_object_list_and_headers() {
    const wanted = { 'x-one': ['1'], 'x-two': ['a b'] };
    equal(await invoke('header_values', {}, { headers: { 'X-One': '1', 'x-two': 'a b' } }), wanted);
    equal(await invoke('header_values', {}, { headers: [['X-One', '1'], ['x-two', 'a b']] }), wanted);
    equal(await invoke('header_values', {}, { headers: new Headers({ 'X-One': '1', 'x-two': 'a b' }) }), wanted);
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
};
