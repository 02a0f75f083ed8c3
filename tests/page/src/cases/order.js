// Many calls: each answered once and with its own answer; which of them wait for which.

import { invoke } from '@tauri-apps/api/core';
import { equal, ok } from '../assert.js';

const count = (length) => Array.from({ length }, (_, at) => at);

export default {
  async ten_thousand_sync_calls_at_once() {
    const answers = await Promise.all(count(10_000).map((value) => invoke('echo', { value })));
    ok(answers.every((answer, at) => answer === at), 'each has its own answer');
  },

  async ten_thousand_async_calls_at_once() {
    const answers = await Promise.all(count(10_000).map((value) => invoke('echo_async', { value })));
    ok(answers.every((answer, at) => answer === at), 'each has its own answer');
  },

  async failures_find_their_calls_too() {
    const calls = count(1000).map((value) => (value % 2 ? invoke('no_such_command') : invoke('echo', { value })));
    const answers = await Promise.allSettled(calls);
    ok(answers.every(({ status, value }, at) => (at % 2 ? status === 'rejected' : value === at)), 'each its own');
  },

  async sync_commands_run_in_the_order_called() {
    await invoke('taken');
    await Promise.all(count(2000).map((number) => invoke('append', { number })));
    equal(await invoke('taken'), count(2000));
  },

  async answers_of_sync_commands_come_in_order() {
    const seen = [];
    await Promise.all(count(1000).map((value) => invoke('echo', { value }).then((answer) => seen.push(answer))));
    equal(seen, count(1000));
  },

  async a_waiting_sync_command_does_not_stall_async_ones() {
    const waiting = invoke('wait_for_gate', { name: 'sync gate' });
    equal(await invoke('echo_async', { value: 'passes' }), 'passes');
    await invoke('open_gate', { name: 'sync gate' });
    equal(await waiting, true);
  },

  async sync_commands_wait_for_a_waiting_one() {
    await invoke('taken');
    const waiting = invoke('wait_for_gate', { name: 'order gate' });
    const after = count(50).map((number) => invoke('append', { number }));
    await invoke('append_async', { number: 1000 });
    await invoke('open_gate', { name: 'order gate' });
    equal(await waiting, true);
    await Promise.all(after);
    equal(await invoke('taken'), [1000, ...count(50)]);
  },

  async many_blocking_tasks_do_not_stall_async_commands() {
    const waiting = count(64).map(() => invoke('wait_for_gate_async', { name: 'task gate' }));
    equal(await invoke('echo_async', { value: 1 }), 1);
    await invoke('open_gate', { name: 'task gate' });
    ok((await Promise.all(waiting)).every(Boolean), 'all passed');
  },

  async calls_from_answers() {
    let value = 0;
    for (let round = 0; round < 500; round++) value = await invoke('echo', { value: value + 1 });
    equal(value, 500);
  },

  async nothing_is_open_afterwards() {
    const [pages, calls] = await invoke('diagnostics');
    equal([pages, calls], [1, 1], 'pages, and calls with this one');
  },
};
