// What calls are answered with: values, errors, panics, injected parameters.

import { invoke } from '@tauri-apps/api/core';
import { equal, ok, rejection, rejects, rejectsWith } from '../assert.js';

export default {
  async nothing_is_null() {
    equal(await invoke('nothing'), null);
  },

  async values_of_all_kinds() {
    equal(await invoke('number'), -0.5);
    equal(await invoke('bytes_as_json'), [1, 2, 255], 'a plain list of bytes is a list of numbers');
    for (const value of [null, true, 0, 'x', [], {}, [{ a: [1.5, 'b', null] }]]) equal(await invoke('echo', { value }), value);
  },

  async async_commands_answer_alike() {
    for (const value of [null, 'x', { a: [1] }]) equal(await invoke('echo_async', { value }), value);
    equal(await invoke('blocking', { value: 41 }), 42);
  },

  async errors_are_texts_or_objects() {
    await rejects(invoke('result', { good: false }), 'bad "text"\n');
    await rejects(invoke('result_object'), { errorCode: 7, detail: null });
    equal(await invoke('result', { good: true }), 'good');
  },

  async errors_of_the_core_are_texts() {
    await rejects(
      invoke('core_error'),
      `only alphanumeric, '-', '/', ':', '_' permitted for event names: "not a name"`,
    );
  },

  async a_value_that_refuses_to_be_sent_rejects() {
    await rejectsWith(invoke('never_serializes'), 'this value refuses');
  },

  async unknown_commands() {
    await rejects(invoke('no_such_command'), 'Command no_such_command not found');
    await rejects(invoke(''), 'Command  not found');
  },

  async unknown_plugins_and_their_commands() {
    await rejects(invoke('plugin:nowhere|anything'), 'plugin nowhere not found');
    for (const name of ['plugin:event|no_such_command', 'plugin:other|anything', 'plugin:event|']) {
      await rejectsWith(invoke(name), `command \`${name}\` is not allowed on window \`main\``);
    }
    ok(typeof (await rejection(invoke('plugin:broken'))) === 'string', 'a name without a command is refused with a text');
  },

  async strange_command_names() {
    for (const name of ['a\nb', 'ü', '%2e', '../x', 'a b', 'x'.repeat(10_000), '"', '\\']) {
      await rejects(invoke(name), `Command ${name} not found`);
    }
  },

  async a_command_name_that_is_too_long_is_refused() {
    ok(typeof (await rejection(invoke('x'.repeat(100_000)))) === 'string', 'with a text');
  },

  async state_is_injected() {
    const first = await invoke('count');
    equal(await invoke('count'), first + 1);
  },

  async unmanaged_state_is_told() {
    const error = await rejection(invoke('count_unmanaged'));
    ok(error.includes('field `state`') && error.includes('`count_unmanaged`') && error.includes('.manage('), error);
  },

  async parts_of_the_app_are_injected() {
    equal(await invoke('with_parts'), ['Subject', 'main', 'main', 'main']);
  },

  async a_panic_rejects_and_the_program_lives() {
    for (const name of ['panics', 'panics_async', 'panics_in_task']) {
      await rejectsWith(invoke(name), `command ${name} panicked`);
      equal(await invoke('nothing'), null, `after ${name}`);
      equal(await invoke('echo_async', { value: 1 }), 1, `after ${name}`);
    }
  },

  async a_nul_does_not_cut_a_command_name() {
    for (const name of ['nothing\0', 'nothing\0x', '\0nothing']) {
      await rejects(invoke(name), `invalid command name ${JSON.stringify(name)}`);
    }
  },

  async ready_made_json_is_passed_on() {
    equal(await invoke('json_text', { text: ' {"a": [1, 2e3, "\\u00fc"]} ' }), { a: [1, 2000, 'ü'] });
  },

  async invalid_json_rejects_with_a_text() {
    for (const text of ['', '{', '{"a":1}}', 'undefined', '[1,]', "{'a':1}", 'alert(1)', '1 2']) {
      await rejectsWith(invoke('json_text', { text }), 'the answer of command json_text is not JSON');
    }
    equal(await invoke('nothing'), null, 'and the page goes on');
  },

  async prototype_keys_are_data() {
    const text = '{"__proto__": {"polluted": true}, "constructor": 1}';
    const value = await invoke('json_text', { text });
    equal(Object.keys(value), ['__proto__', 'constructor']);
    ok(value.polluted === undefined && {}.polluted === undefined, 'no prototype was set');
    const back = await invoke('echo', { value: JSON.parse(text) });
    equal(Object.keys(back).sort(), ['__proto__', 'constructor']);
  },

  async nothing_is_left_behind() {
    const before = window.__TAURI_INTERNALS__.callbacks.size;
    await Promise.all(Array.from({ length: 100 }, (_, value) => invoke('echo', { value })));
    await Promise.allSettled(Array.from({ length: 100 }, () => invoke('no_such_command')));
    equal(window.__TAURI_INTERNALS__.callbacks.size, before);
  },
};
