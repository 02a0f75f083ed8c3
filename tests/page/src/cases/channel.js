// Channels: order, bytes, ends, nesting, and what a bad handler does.

import { Channel, invoke } from '@tauri-apps/api/core';
import { collector, equal, nextErrors, ok, rejects, rejectsWith, turn, until } from '../assert.js';

const live = () => window.__TAURI_INTERNALS__.callbacks.size;

const collecting = () => {
  const seen = collector();
  return [new Channel((message) => seen.push(message)), seen];
};

const count = (length) => Array.from({ length }, (_, at) => at);

export default {
  async messages_arrive_in_order() {
    const [channel, seen] = collecting();
    await invoke('channel_numbers', { channel, count: 1000 });
    equal(await seen.reach(1000), count(1000));
  },

  async keeps_order_over_threads() {
    const [channel, seen] = collecting();
    await invoke('channel_threads', { channel, threads: 8, each: 2500 });
    await seen.reach(20_000);
    const next = new Array(8).fill(0);
    for (const [thread, number] of seen.list) {
      if (number !== next[thread]++) throw new Error(`thread ${thread}: ${number} at place ${next[thread] - 1}`);
    }
    equal(next, new Array(8).fill(2500));
  },

  async the_end_frees_the_callback() {
    const before = live();
    const [channel, seen] = collecting();
    await invoke('channel_numbers', { channel, count: 10 });
    await seen.reach(10);
    await until(() => live() === before);
  },

  async a_channel_without_messages_ends_too() {
    const before = live();
    await invoke('channel_dropped', { channel: new Channel() });
    await until(() => live() === before);
  },

  async a_refused_call_keeps_no_callback() {
    const before = live();
    await rejectsWith(invoke('channel_numbers', { channel: new Channel() }), 'missing required key count');
    await until(() => live() === before);
  },

  async texts_of_all_sizes_keep_their_order() {
    const values = [10, 8191, 8192, 65_533, 65_534, 65_535, 100_000, 1, 500_000].map((length) => 'ü'.repeat(length));
    const [channel, seen] = collecting();
    await invoke('channel_text', { channel, texts: values.map((value) => JSON.stringify(value)) });
    const messages = await seen.reach(values.length);
    messages.forEach((message, at) => ok(message === values[at], `text ${at}`));
  },

  async prototype_keys_are_data() {
    const [channel, seen] = collecting();
    await invoke('channel_text', { channel, texts: ['{"__proto__": 1}', '{"__proto__": 1, "__proto__": {"x": 2}}'] });
    const [one, two] = await seen.reach(2);
    equal([Object.keys(one), Object.keys(two)], [['__proto__'], ['__proto__']]);
  },

  async an_invalid_message_keeps_its_place_and_the_next_ones_come() {
    const [channel, seen] = collecting();
    await invoke('channel_text', { channel, texts: ['1', '{', 'alert(1)', '4'] });
    const messages = await seen.reach(4);
    equal(messages, [1, undefined, undefined, 4]);
    equal((await nextErrors(2)).length, 2, 'each is reported to the window');
  },

  async a_handler_that_throws_does_not_stall() {
    const before = live();
    const seen = collector();
    const channel = new Channel((message) => {
      seen.push(message);
      throw new Error(`expected by the test ${message}`);
    });
    await invoke('channel_numbers', { channel, count: 20 });
    equal(await seen.reach(20), count(20));
    equal((await nextErrors(20)).length, 20);
    await until(() => live() === before);
  },

  async later_messages_outlive_the_command() {
    const [channel, seen] = collecting();
    await invoke('channel_later', { channel, gate: 'channel later' });
    equal(seen.list, []);
    await invoke('open_gate', { name: 'channel later' });
    equal(await seen.reach(1), ['later']);
  },

  async channels_inside_other_arguments() {
    const before = live();
    const [one, first] = collecting();
    const [two, second] = collecting();
    await invoke('channel_nested', { jobs: [{ title: 'a', onProgress: one }, { title: 'b', onProgress: two }] });
    equal([await first.reach(1), await second.reach(1)], [['a'], ['b']]);
    await until(() => live() === before);
  },

  async two_channels_do_not_mix() {
    const [left, numbers] = collecting();
    const [right, texts] = collecting();
    await invoke('channel_two', { left, right, count: 500 });
    equal(await numbers.reach(500), count(500));
    equal(await texts.reach(500), count(500).map(String));
  },

  async two_handles_of_one_callback_share_a_numbering() {
    const [channel, seen] = collecting();
    await invoke('channel_same', { channel });
    equal(await seen.reach(3), [1, 2, 3]);
  },

  async one_channel_in_two_calls() {
    const [channel, seen] = collecting();
    await Promise.all([
      invoke('channel_later', { channel, gate: 'shared channel' }),
      invoke('channel_later', { channel, gate: 'shared channel' }),
      invoke('open_gate', { name: 'shared channel' }),
    ]);
    equal(await seen.reach(2), ['later', 'later']);
  },

  async values_that_are_no_channels() {
    for (const channel of ['x', '__CHANNEL__:', '__CHANNEL__:x', '__CHANNEL__:-1', '__CHANNEL__:4294967296']) {
      await rejectsWith(invoke('channel_dropped', { channel }), `invalid channel value \`${channel}\``);
    }
    await rejectsWith(invoke('channel_dropped', { channel: 5 }), 'invalid args `channel` for command `channel_dropped`');
    await rejects(
      invoke('channel_dropped'),
      'invalid args `channel` for command `channel_dropped`: command channel_dropped missing required key channel',
    );
  },

  async a_channel_reads_the_same_on_both_sides() {
    const channel = new Channel();
    equal(await invoke('channel_text_of', { channel }), { channel: `__CHANNEL__:${channel.id}` });
    equal(JSON.stringify(channel), `"__CHANNEL__:${channel.id}"`);
  },

  async many_channels_at_once() {
    const before = live();
    const all = count(200).map(() => collecting());
    await Promise.all(all.map(([channel]) => invoke('channel_numbers', { channel, count: 20 })));
    for (const [, seen] of all) equal(await seen.reach(20), count(20));
    await until(() => live() === before);
  },

  async the_handler_can_be_changed() {
    const channel = new Channel();
    const seen = collector();
    channel.onmessage = (message) => seen.push(message);
    await invoke('channel_numbers', { channel, count: 2 });
    equal(await seen.reach(2), [0, 1]);
    await turn();
  },
};
