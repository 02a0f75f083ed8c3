// Bytes in every place where they can stand: arguments, answers, channel messages, inside other values.

import { Channel, invoke } from '@tauri-apps/api/core';
import { collector, equal, isPattern, ok, pattern, rejection, rejects } from '../assert.js';

const count = (length) => Array.from({ length }, (_, at) => at);
const sums = (bytes) => [bytes.length, bytes.reduce((sum, byte) => sum + byte, 0)];

const SIZES = [0, 1, 31, 32, 4096, 65_535, 65_536, 65_537, 262_144, 1_000_000];

const check = (answer, size) => {
  ok(answer instanceof ArrayBuffer, 'an ArrayBuffer');
  ok(isPattern(new Uint8Array(answer), size), `${size} bytes as they were`);
};

export default {
  async bytes_where_names_are_expected() {
    await rejects(
      invoke('two', new Uint8Array(3)),
      'invalid args `first` for command `two`: ' +
        'command two expected a value for key first but the IPC call used a bytes payload',
    );
  },

  async nested_typed_arrays() {
    for (const size of [0, 1, 31, 32, 1000, 70_000]) {
      const [bytes, more] = [pattern(size), pattern(size + 1)];
      const seen = await invoke('parcel', { parcel: { bytes, more, list: [bytes, more], table: { a: bytes } } });
      const [one, other] = [sums(bytes), sums(more)];
      equal(seen, { bytes: one, more: other, list: [one, other], table: { a: one } }, `${size} bytes`);
    }
  },

  async nested_buffers_maps_and_numbers() {
    const bytes = pattern(100);
    const table = new Map([
      ['x', bytes.buffer],
      ['y', [1, 2, 3]],
    ]);
    const seen = await invoke('parcel', { parcel: { bytes: bytes.buffer, list: [], table } });
    equal(seen, { bytes: sums(bytes), more: null, list: [], table: { x: sums(bytes), y: [3, 6] } });
  },

  async nested_views_respect_their_bounds() {
    const view = pattern(200).subarray(50, 150);
    equal((await invoke('parcel', { parcel: { bytes: view, list: [], table: {} } })).bytes, sums(view));
  },

  async nested_bytes_look_like_numbers_to_values() {
    for (const size of [3, 40]) {
      const bytes = pattern(size);
      equal(await invoke('echo', { value: { deep: [{ bytes }] } }), { deep: [{ bytes: [...bytes] }] });
      equal(await invoke('echo', { value: bytes.buffer }), [...bytes]);
    }
  },

  async the_mark_of_bytes_is_no_way_in() {
    const value = { __DORMER_BYTES__: 0 };
    equal(await invoke('echo', { value }), value, 'without bytes');
    const error = await rejection(invoke('parcel', { parcel: { bytes: { __DORMER_BYTES__: 9 }, more: pattern(40), list: [], table: {} } }));
    ok(typeof error === 'string', 'a mark without its bytes is refused with a text');
  },

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

  async lists_of_other_things_are_no_bytes() {
    for (const list of [[256], [-1], [0.5], ['1'], [1, null], [{}]]) {
      equal(await invoke('body_kind', list), `json ${JSON.stringify(list)}`);
    }
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

  async headers_with_bytes() {
    const answer = await invoke('header_values', new Uint8Array(100_000), { headers: { a: 'ä' } });
    equal(answer, { a: ['ä'] });
  },

  async many_sizes_at_once_find_their_calls() {
    const sizes = Array.from({ length: 60 }, (_, at) => (at * at * 331) % 200_000);
    const answers = await Promise.all(sizes.map((size) => invoke('bytes_raw', { size })));
    answers.forEach((answer, at) => check(answer, sizes[at]));
  },

  async channel_messages_of_all_sizes_keep_their_order() {
    const sizes = [0, 1, 1023, 1024, 65_536, 5, 65_537, 1_000_000, 0, 10];
    const seen = collector();
    const channel = new Channel((message) => seen.push(message));
    await invoke('channel_raw', { channel, sizes });
    const messages = await seen.reach(sizes.length);
    messages.forEach((message, at) => check(message, sizes[at]));
  },

  async sync_commands_keep_their_order_whatever_their_size() {
    await invoke('taken');
    const calls = count(200).map((number) => {
      const extra = ['', 'x'.repeat(20_000), 'ü'.repeat(50_000), new Uint8Array(100), new Uint8Array(100_000)][number % 5];
      return invoke('append', { number, extra });
    });
    await Promise.all(calls);
    equal(await invoke('taken'), count(200));
  },
};
