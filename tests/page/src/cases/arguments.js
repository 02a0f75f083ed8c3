// Names, types and special values of arguments.

import { invoke, SERIALIZE_TO_IPC_FN } from '@tauri-apps/api/core';
import { LogicalPosition, LogicalSize, PhysicalPosition, PhysicalSize, Position, Size } from '@tauri-apps/api/dpi';
import { equal, ok, pattern, rejection, rejects, rejectsWith } from '../assert.js';

export default {
  async camel_case_by_default() {
    equal(await invoke('camel', { firstName: 'Ada', lastName2: 'L.' }), 'Ada L.');
  },

  async camel_case_refuses_snake_case() {
    const reason = 'command camel missing required key firstName';
    await rejects(invoke('camel', { first_name: 'Ada' }), `invalid args \`firstName\` for command \`camel\`: ${reason}`);
  },

  async snake_case_on_request() {
    equal(await invoke('snake', { first_name: 'Ada' }), 'Ada');
    await rejectsWith(invoke('snake', { firstName: 'Ada' }), 'invalid args `first_name` for command `snake`');
  },

  async a_command_can_have_another_name() {
    equal(await invoke('given_name', { value: 3 }), 3);
    await rejects(invoke('original_name', { value: 3 }), 'Command original_name not found');
  },

  async options_may_be_missing_or_null() {
    equal(await invoke('optional', { value: 3 }), 'some 3');
    equal(await invoke('optional', { value: null }), 'none');
    equal(await invoke('optional', { value: undefined }), 'none');
    equal(await invoke('optional', {}), 'none');
    equal(await invoke('optional'), 'none');
  },

  async an_option_of_a_wrong_type_is_refused() {
    await rejectsWith(invoke('optional', { value: 'x' }), 'invalid args `value` for command `optional`: invalid type');
  },

  async borrowed_text() {
    equal(await invoke('borrowed', { text: 'grün 🙂' }), 6);
    equal(await invoke('borrowed_async', { text: 'grün 🙂' }), 6);
  },

  async borrowed_text_with_escapes() {
    for (const text of ['a"b', 'line\nline', '\\', '\0', '\u2028\ud83d\ude42']) {
      equal(await invoke('borrowed', { text }), [...text].length);
      equal(await invoke('borrowed_async', { text }), [...text].length);
    }
  },

  async numbers_keep_their_last_bit() {
    const values = [];
    for (let n = 1; n < 2000; n++) values.push(n / 7, 1 / n);
    equal(await invoke('echo', { value: values }), values);
  },

  async structs_in_camel_case() {
    equal(await invoke('point', { point: { leftEdge: 1, topEdge: 3 } }), { leftEdge: 2, topEdge: 1.5 });
    await rejectsWith(invoke('point', { point: { leftEdge: 1 } }), 'missing field `topEdge`');
  },

  async enums() {
    equal(await invoke('shape', { shape: { kind: 'dot' } }), 'dot');
    equal(await invoke('shape', { shape: { kind: 'circle', radius: 2.5 } }), 'circle of 2.5');
    await rejectsWith(invoke('shape', { shape: { kind: 'star' } }), 'unknown variant `star`');
  },

  async lists() {
    equal(await invoke('sum', { values: [1, -2, 40] }), 39);
    equal(await invoke('sum', { values: [] }), 0);
    await rejectsWith(invoke('sum', { values: [1, null] }), 'invalid args `values` for command `sum`');
    await rejectsWith(invoke('sum', { values: { 0: 1 } }), 'invalid args `values` for command `sum`');
  },

  async extra_keys_are_ignored() {
    equal(await invoke('two', { first: 1, second: 2, third: 3 }), 3);
  },

  async the_first_failure_wins() {
    await rejectsWith(invoke('two', { first: 'x' }), 'invalid args `first`');
    await rejectsWith(invoke('two', { second: 1 }), 'command two missing required key first');
  },

  async a_missing_unit_is_an_error() {
    equal(await invoke('unit', { nothing: null }), [null, true]);
    await rejects(invoke('unit'), 'invalid args `nothing` for command `unit`: command unit missing required key nothing');
  },

  async out_of_range_numbers_are_refused() {
    await rejectsWith(invoke('two', { first: 256, second: 1 }), 'invalid value: integer `256`, expected u8');
    await rejectsWith(invoke('two', { first: 1.5, second: 1 }), 'invalid type: floating point `1.5`, expected u8');
  },

  async other_views_become_objects() {
    equal(await invoke('echo', { value: new Uint16Array([1, 2]) }), { 0: 1, 1: 2 });
    equal(await invoke('echo', { value: new Set([1]) }), {});
  },

  async maps_become_objects() {
    const value = new Map([['a', 1], ['b', new Map([['c', null]])]]);
    equal(await invoke('echo', { value }), { a: 1, b: { c: null } });
  },

  async objects_that_say_how_they_are_sent() {
    class Money {
      [SERIALIZE_TO_IPC_FN]() {
        return { cents: 5 };
      }
    }
    equal(await invoke('echo', { value: new Money() }), { cents: 5 });
    equal(await invoke('echo', { value: [{ deep: new Money() }] }), [{ deep: { cents: 5 } }]);
  },

  async sizes_and_positions_say_how_they_are_sent() {
    const sent = async (value) => invoke('echo', { value });
    equal(await sent(new LogicalSize(1, 2)), { width: 1, height: 2 });
    equal(await sent(new PhysicalPosition(1, 2)), { x: 1, y: 2 });
    equal(await sent(new Size(new PhysicalSize(1, 2))), { Physical: { width: 1, height: 2 } });
    equal(await sent(new Position(new LogicalPosition(1, 2))), { Logical: { x: 1, y: 2 } });
  },

  async dates_and_to_json() {
    const when = new Date(Date.UTC(2024, 1, 29));
    equal(await invoke('date', { when }), '2024-02-29T00:00:00.000Z');
    const value = { toJSON: () => ({ shown: true }), hidden: 1 };
    equal(await invoke('echo', { value }), { shown: true });
    equal(await invoke('echo', { value: [value] }), [{ shown: true }]);
  },

  async big_integers_reject() {
    ok((await rejection(invoke('echo', { value: 1n }))) instanceof TypeError, 'a TypeError');
    ok((await rejection(invoke('echo', { value: [{ deep: 1n, bytes: pattern(40) }] }))) instanceof TypeError, 'a TypeError');
  },

  async circles_reject() {
    const value = { list: [] };
    value.list.push(value);
    ok((await rejection(invoke('echo', { value }))) instanceof Error, 'an Error');
  },

  async deep_values_survive() {
    let value = 'ground';
    for (let depth = 0; depth < 100; depth++) value = depth % 2 ? [value] : { value };
    equal(await invoke('echo', { value }), value);
  },

  async undefined_members_vanish() {
    equal(await invoke('echo', { value: { a: undefined, b: [undefined], c: () => {} } }), { b: [null] });
  },

  async strange_numbers_become_null() {
    equal(await invoke('echo', { value: [NaN, Infinity, -0] }), [null, null, 0]);
  },

  async strange_texts_survive() {
    for (const text of ['', '\0', 'a\0b', '\u2028\u2029', '"\\\n', '\u{10ffff}', '</script>', 'ﷺ'.repeat(1000)]) {
      equal(await invoke('echo', { value: text }), text);
      equal(await invoke('echo_async', { value: { [text]: text } }), { [text]: text });
    }
  },

  async null_arguments_are_an_empty_object() {
    equal(await invoke('optional', null), 'none');
    equal(await invoke('nothing', null), null);
  },
};
