// Events: both ways, every kind of target, order, and what listening leaves behind.

import { invoke } from '@tauri-apps/api/core';
import { emit, emitTo, listen, once } from '@tauri-apps/api/event';
import { getCurrentWebview } from '@tauri-apps/api/webview';
import { getCurrentWebviewWindow } from '@tauri-apps/api/webviewWindow';
import { getCurrentWindow } from '@tauri-apps/api/window';
import { collector, equal, nextErrors, ok, rejects, rejectsWith, until } from '../assert.js';

const live = () => window.__TAURI_INTERNALS__.callbacks.size;
const count = (length) => Array.from({ length }, (_, at) => at);
const KINDS = ['Any', 'App', 'AnyLabel', 'Window', 'Webview', 'WebviewWindow'];

const target = (kind, label = 'main') => (kind === 'Any' || kind === 'App' ? { kind } : { kind, label });

/** Listens and collects payloads; `off` stops. */
async function hearing(event, options) {
  const seen = collector();
  const off = await listen(event, ({ payload }) => seen.push(payload), options);
  return { seen, off };
}

/** Which of six listeners, one of each kind, hear what `send` sends; `send` gets the event's name. */
async function reached(event, send) {
  const heard = {};
  const offs = [];
  for (const kind of KINDS) offs.push(await listen(event, () => (heard[kind] = (heard[kind] ?? 0) + 1), { target: target(kind) }));
  const last = await hearing(`${event}-last`);
  await send(event);
  // Events of one page keep their order, so what is not here by now does not come.
  await invoke('event_emit', { event: `${event}-last`, payload: null });
  await last.seen.reach(1);
  await Promise.all([...offs, last.off].map((off) => off()));
  equal(Object.values(heard).filter((times) => times !== 1), [], 'each hears it once');
  return KINDS.filter((kind) => heard[kind]);
}

const REACHED = {
  Any: KINDS,
  App: ['Any', 'App'],
  AnyLabel: ['Any', 'AnyLabel', 'Window', 'Webview', 'WebviewWindow'],
  Window: ['Any', 'AnyLabel', 'Window'],
  Webview: ['Any', 'AnyLabel', 'Webview'],
  WebviewWindow: ['Any', 'AnyLabel', 'WebviewWindow'],
};

const NAME_ERROR = 'Event name must include only alphanumeric characters, `-`, `/`, `:` and `_`.';

export default {
  async from_the_core() {
    const { seen, off } = await hearing('from-core');
    for (const payload of [1, 'ü\0🙂', null, [{ a: 1 }]]) await invoke('event_emit', { event: 'from-core', payload });
    equal(await seen.reach(4), [1, 'ü\0🙂', null, [{ a: 1 }]]);
    await off();
  },

  async events_have_name_payload_and_number() {
    const seen = collector();
    const ids = [];
    const offs = [];
    for (let at = 0; at < 2; at++) offs.push(await listen('shape:of/event_1', (event) => seen.push(event)));
    await emit('shape:of/event_1', { a: 1 });
    for (const event of await seen.reach(2)) {
      equal([Object.keys(event).sort(), event.event, event.payload], [['event', 'id', 'payload'], 'shape:of/event_1', { a: 1 }]);
      ids.push(event.id);
    }
    ok(ids.every(Number.isInteger) && ids[0] !== ids[1], `numbers of their own: ${ids}`);
    ok(seen.list[0] !== seen.list[1], 'objects of their own');
    for (const off of offs) await off();
  },

  async from_the_page_to_the_page() {
    const { seen, off } = await hearing('page-page');
    await emit('page-page', { list: [1, null] });
    await emit('page-page');
    await emit('page-page', undefined);
    await emit('page-page', null);
    equal(await seen.reach(4), [{ list: [1, null] }, null, null, null]);
    await off();
  },

  async from_the_page_to_the_core() {
    for (const at of ['any', 'app', 'window', 'webview', 'webview_window']) await invoke('event_listen', { event: 'page-core', at });
    await emit('page-core', 'to all');
    await emitTo({ kind: 'App' }, 'page-core', 'to the app');
    await emitTo('main', 'page-core', 'to the label');
    await emitTo({ kind: 'Window', label: 'main' }, 'page-core', 'to the window');
    await emitTo('other', 'page-core', 'to another');
    const heard = await invoke('event_heard', { event: 'page-core' });
    const at = (text) => heard.filter(([, payload]) => payload === text).map(([name]) => name.split(' ')[0]);
    equal(at('to all'), ['any', 'app', 'window', 'webview', 'webview_window']);
    equal(at('to the app'), ['any', 'app']);
    equal(at('to the label'), ['any', 'window', 'webview', 'webview_window']);
    equal(at('to the window'), ['any', 'window']);
    equal(at('to another'), ['any']);
  },

  async once_in_the_core_is_once() {
    await invoke('event_listen', { event: 'core-once', at: 'once' });
    for (let round = 0; round < 3; round++) await emit('core-once', round);
    equal(await invoke('event_heard', { event: 'core-once' }), [['once core-once', 0]]);
  },

  async without_payload_the_core_hears_null() {
    await invoke('event_listen', { event: 'no-payload', at: 'any' });
    await emit('no-payload');
    equal(await invoke('event_heard', { event: 'no-payload' }), [['any no-payload', null]]);
  },

  async emit_reaches_every_target() {
    equal(await reached('to-every', (event) => invoke('event_emit', { event, payload: 1 })), KINDS);
    equal(await reached('to-every-from-page', (event) => emit(event)), KINDS);
  },

  async emit_to_reaches_its_targets() {
    for (const kind of KINDS) {
      const send = (event) => invoke('event_emit_to', { target: target(kind), event, payload: 1 });
      equal(await reached(`core-to-${kind}`, send), REACHED[kind], `the core to ${kind}`);
      equal(await reached(`page-to-${kind}`, (event) => emitTo(target(kind), event)), REACHED[kind], `the page to ${kind}`);
    }
    equal(await reached('page-to-text', (event) => emitTo('main', event)), REACHED.AnyLabel);
  },

  async other_labels_are_not_reached() {
    for (const kind of ['AnyLabel', 'Window', 'Webview', 'WebviewWindow']) {
      equal(await reached(`other-${kind}`, (event) => emitTo(target(kind, 'other'), event)), ['Any']);
    }
  },

  async filters_choose_and_any_always_hears() {
    equal(await reached('filtered', (event) => invoke('event_emit_filter', { label: 'main', event })), ['Any', 'Window']);
    equal(await reached('filtered-out', (event) => invoke('event_emit_filter', { label: 'other', event })), ['Any']);
  },

  async the_clients_objects_listen_at_themselves() {
    const heard = [];
    const offs = [
      await getCurrentWindow().listen('own', () => heard.push('window')),
      await getCurrentWebview().listen('own', () => heard.push('webview')),
      await getCurrentWebviewWindow().listen('own', () => heard.push('both')),
    ];
    const all = await hearing('own');
    for (const kind of ['Window', 'Webview', 'WebviewWindow']) await emitTo(target(kind), 'own');
    await all.seen.reach(3);
    equal(heard, ['window', 'webview', 'both']);
    for (const off of [...offs, all.off]) await off();
  },

  async a_text_as_target_is_any_with_this_label() {
    const { seen, off } = await hearing('labeled', { target: 'main' });
    await emitTo({ kind: 'Window', label: 'main' }, 'labeled', 1);
    await emitTo({ kind: 'Webview', label: 'main' }, 'labeled', 2);
    await emitTo({ kind: 'Webview', label: 'other' }, 'labeled', 3);
    await emit('labeled', 4);
    equal(await seen.reach(3), [1, 2, 4]);
    await off();
  },

  async unlisten_stops_at_once_and_frees() {
    const before = live();
    const { seen, off } = await hearing('stops');
    await emit('stops', 1);
    await seen.reach(1);
    const [, , listeners] = await invoke('diagnostics');
    const stopping = off();
    equal(live(), before, 'the callback is gone before the core knows');
    await stopping;
    await emit('stops', 2);
    equal(seen.list, [1]);
    equal((await invoke('diagnostics'))[2], listeners - 1, 'listeners in the core');
  },

  async unlisten_twice_is_fine() {
    const { off } = await hearing('twice');
    await off();
    await off();
  },

  async once_is_once_and_frees() {
    const before = live();
    const [, , listeners] = await invoke('diagnostics');
    const seen = collector();
    await once('only-one', ({ payload }) => seen.push(payload));
    for (let round = 0; round < 3; round++) await invoke('event_emit', { event: 'only-one', payload: round });
    equal(await seen.reach(1), [0]);
    equal(live(), before);
    await until(async () => (await invoke('diagnostics'))[2] === listeners);
  },

  async one_of_several_listeners_can_stop_in_its_handler() {
    const heard = [];
    const offs = [];
    offs.push(await listen('in-handler', () => heard.push('a')));
    offs.push(
      await listen('in-handler', () => {
        heard.push('b');
        void offs[2]();
      }),
    );
    offs.push(await listen('in-handler', () => heard.push('c')));
    offs.push(await listen('in-handler', () => heard.push('d')));
    const all = await hearing('in-handler');
    await emit('in-handler');
    await all.seen.reach(1);
    equal(heard.filter((name) => name !== 'c'), ['a', 'b', 'd']);
    for (const off of [...offs, all.off]) await off();
  },

  async a_handler_that_throws_stops_nobody_else() {
    const offs = [
      await listen('throws', () => {
        throw new Error('expected by the test');
      }),
    ];
    const { seen, off } = await hearing('throws');
    await emit('throws', 1);
    await emit('throws', 2);
    equal(await seen.reach(2), [1, 2]);
    const errors = await nextErrors(2);
    ok(errors.every((error) => error.includes('expected by the test')), errors.join());
    for (const stop of [...offs, off]) await stop();
  },

  async forbidden_names_are_told() {
    for (const event of ['a b', 'a.b', 'ä!', 'a\0']) {
      const text = (command) => `invalid args \`event\` for command \`${command}\`: ${NAME_ERROR}`;
      await rejectsWith(listen(event, () => {}), text('listen'));
      await rejectsWith(emit(event), text('emit'));
      await rejectsWith(emitTo('main', event), text('emit_to'));
    }
    await rejects(
      invoke('event_emit', { event: 'a b', payload: null }),
      `only alphanumeric, '-', '/', ':', '_' permitted for event names: "a b"`,
    );
  },

  async names_of_any_letters_are_fine() {
    const { seen, off } = await hearing('größe/事件:1');
    await emit('größe/事件:1', 1);
    equal(await seen.reach(1), [1]);
    await off();
    const empty = await hearing('');
    await emit('', 2);
    equal(await empty.seen.reach(1), [2]);
    await empty.off();
  },

  async bad_targets_are_refused() {
    for (const bad of [{ kind: 'Window' }, { kind: 'Nobody' }, {}, 5, null]) {
      await rejectsWith(invoke('plugin:event|emit_to', { target: bad, event: 'x' }), 'invalid args `target` for command `emit_to`');
    }
  },

  async twenty_thousand_keep_their_order() {
    const { seen, off } = await hearing('burst');
    await invoke('event_burst', { event: 'burst', count: 20_000 });
    equal(await seen.reach(20_000), count(20_000));
    await off();
  },

  async an_event_arrives_before_the_answer_that_follows_it() {
    const rounds = [];
    const off = await listen('before-answer', ({ payload }) => rounds.push(payload));
    for (let round = 0; round < 200; round++) {
      const answer = await invoke('event_reply', { event: 'before-answer' });
      if (rounds.at(-1) !== answer) throw new Error(`answer ${answer} came before its event; last was ${rounds.at(-1)}`);
    }
    await off();
  },

  async large_payloads() {
    const { seen, off } = await hearing('large');
    const texts = [65_000, 65_536, 70_000, 2_000_000].map((length) => 'ü'.repeat(length));
    for (const payload of texts) await emit('large', payload);
    const heard = await seen.reach(texts.length);
    ok(heard.every((payload, at) => payload === texts[at]), 'all as they were');
    await off();
  },

  async payloads_are_data_never_code() {
    const { seen, off } = await hearing('code');
    const bad = ['{', 'window.broken = 1', '1);window.broken=1;(1'];
    for (const text of bad) await invoke('event_emit_text', { event: 'code', text });
    await invoke('event_emit_text', { event: 'code', text: '{"__proto__": 1}' });
    equal((await seen.reach(1)).map(Object.keys), [['__proto__']]);
    const errors = await nextErrors(bad.length);
    equal(errors.length, bad.length, 'each bad text is reported');
    for (const error of errors) ok(error.startsWith('the payload of event code is not JSON: '), error);
    equal(typeof window.broken, 'undefined');
    await off();
  },

  async once_beside_a_flood_frees_its_callback() {
    // Events may come before the answer that tells the listener's number, and `once` takes itself away at the first.
    const before = live();
    const flood = invoke('event_burst', { event: 'flooded', count: 20_000 });
    for (let round = 0; round < 100; round++) {
      const heard = new Promise((resolve) => once('flooded', resolve));
      await Promise.race([heard, flood]);
    }
    await flood;
    await emit('flooded', 0);
    await until(() => live() === before);
  },

  async a_foreign_listener_cannot_be_removed() {
    await invoke('event_listen', { event: 'foreign', at: 'any' });
    const { off } = await hearing('own-number');
    await off();
    for (let eventId = 1; eventId < 400; eventId++) await invoke('plugin:event|unlisten', { event: 'foreign', eventId });
    await emit('foreign', 1);
    equal(await invoke('event_heard', { event: 'foreign' }), [['any foreign', 1]]);
  },
};
