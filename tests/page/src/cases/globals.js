// What the page finds at its start, and what it cannot change.

import { convertFileSrc, invoke, isTauri, transformCallback } from '@tauri-apps/api/core';
import { getCurrentWebview } from '@tauri-apps/api/webview';
import { getCurrentWebviewWindow } from '@tauri-apps/api/webviewWindow';
import { getCurrentWindow } from '@tauri-apps/api/window';
import { delimiter, sep } from '@tauri-apps/api/path';
import { equal, nextErrors, ok, takeErrors } from '../assert.js';

const internals = globalThis.__TAURI_INTERNALS__;
const MEMBERS = ['invoke', 'transformCallback', 'unregisterCallback', 'runCallback', 'callbacks', 'convertFileSrc', 'metadata'];

const isFixed = (object, name) => {
  const property = Object.getOwnPropertyDescriptor(object, name);
  ok(property, `${name} is there`);
  equal([property.writable, property.configurable], [false, false], name);
};

export default {
  async the_app_is_recognized() {
    equal(window.isTauri, true);
    ok(isTauri(), 'the client sees it');
    isFixed(window, 'isTauri');
  },

  async internals_stay_what_they_are() {
    isFixed(window, '__TAURI_INTERNALS__');
    isFixed(window, '__TAURI_EVENT_PLUGIN_INTERNALS__');
    ok(Object.isExtensible(internals), 'plugins may add to it');
    MEMBERS.forEach((name) => isFixed(internals, name));
  },

  async assigning_to_internals_changes_nothing() {
    for (const name of MEMBERS) {
      const before = internals[name];
      let threw = false;
      try {
        internals[name] = null;
      } catch {
        threw = true;
      }
      ok(threw && internals[name] === before, `${name} cannot be replaced`);
    }
  },

  async changed_prototypes_change_no_call() {
    await null; // the runner has begun to wait for this case
    const stolen = [];
    const changed = [
      [Map.prototype, ['get', 'set', 'has', 'delete', 'forEach', 'values', 'entries']],
      [Array.prototype, ['push', 'map', 'forEach', Symbol.iterator]],
      [String.prototype, ['split', 'slice', 'includes']],
      [Promise.prototype, ['then', 'catch']],
      [Function.prototype, ['call', 'apply', 'bind']],
      [JSON, ['parse', 'stringify']],
      [Reflect, ['apply']],
    ].map(([object, names]) => [object, names.map((name) => [name, Object.getOwnPropertyDescriptor(object, name)])]);
    const at = (list, act) => { for (let index = 0; index < list.length; index++) act(list[index]); };
    at(changed, (entry) => at(entry[1], (old) => Object.defineProperty(entry[0], old[0], {
      configurable: true, writable: true, value() { stolen[stolen.length] = old[0]; throw new Error('changed'); },
    })));
    let answer, failure;
    try {
      answer = await internals.invoke('echo', { value: { a: [1, 'x'] } });
    } catch (error) {
      failure = error;
    } finally {
      at(changed, (entry) => at(entry[1], (old) => Object.defineProperty(entry[0], old[0], old[1])));
    }
    equal([failure, stolen.map(String)], [undefined, []]);
    equal(answer, { a: [1, 'x'] });
  },

  async plugins_may_add_themselves() {
    internals.plugins.test = { a: 1 };
    equal(window.__TAURI_INTERNALS__.plugins.test, { a: 1 });
    delete internals.plugins.test;
  },

  async separators_of_paths() {
    equal(internals.plugins.path, { sep: '/', delimiter: ':' });
    equal([sep(), delimiter()], ['/', ':']);
  },

  async metadata_names_window_and_web_view() {
    equal(internals.metadata.currentWindow.label, 'main');
    equal(internals.metadata.currentWebview.label, 'main');
    equal([getCurrentWindow().label, getCurrentWebview().label, getCurrentWebviewWindow().label], ['main', 'main', 'main']);
  },

  async callbacks_have_numbers() {
    const before = internals.callbacks.size;
    const seen = [];
    const id = transformCallback((value) => seen.push(value));
    ok(Number.isInteger(id) && id >= 0 && id <= 0xffffffff, 'an unsigned number of 32 bits');
    equal(internals.callbacks.size, before + 1);
    internals.runCallback(id, 'a');
    internals.runCallback(id, 'b');
    equal(seen, ['a', 'b']);
    internals.unregisterCallback(id);
    internals.runCallback(id, 'c');
    equal(seen, ['a', 'b']);
    equal(internals.callbacks.size, before);
  },

  async callbacks_for_one_time_go_when_called() {
    const before = internals.callbacks.size;
    let count = 0;
    const id = transformCallback(() => count++, true);
    internals.runCallback(id, null);
    internals.runCallback(id, null);
    equal([count, internals.callbacks.size], [1, before]);
  },

  async callbacks_may_lack_a_function() {
    const id = transformCallback(undefined, true);
    internals.runCallback(id, null);
    equal(takeErrors(), []);
  },

  async an_unknown_callback_is_only_a_warning() {
    internals.runCallback(0xffffffff, null);
    equal(takeErrors(), []);
  },

  async a_callback_that_throws_is_reported() {
    const id = transformCallback(() => {
      throw new Error('expected by the test');
    }, true);
    try {
      internals.runCallback(id, null);
    } catch {
      return;
    }
    ok((await nextErrors(1))[0].includes('expected by the test'), 'the window hears of it');
  },

  async many_callbacks_have_different_numbers() {
    const ids = Array.from({ length: 10_000 }, () => transformCallback());
    equal(new Set(ids).size, ids.length);
    ids.forEach((id) => internals.unregisterCallback(id));
  },

  async file_addresses() {
    equal(convertFileSrc('/a b/ü?#.png'), 'asset://localhost/%2Fa%20b%2F%C3%BC%3F%23.png');
    equal(convertFileSrc('x', 'other'), 'other://localhost/x');
  },

  async the_link_cannot_be_found() {
    equal(typeof window.__DORMER_LINK__, 'undefined');
    const names = Object.getOwnPropertyNames(window).filter((name) => /dormer/i.test(name));
    equal(names, [], 'names of ours on the window');
  },

  async changed_prototypes_do_not_break_calls() {
    const { stringify, parse } = JSON;
    const { keys } = Object;
    try {
      JSON.stringify = JSON.parse = Object.keys = () => {
        throw new Error('not ours');
      };
      const answer = await window.__TAURI_INTERNALS__.invoke('camel', { firstName: 'a', lastName2: 'b' });
      ok(answer === 'a b', 'the call was answered');
    } finally {
      Object.assign(JSON, { stringify, parse });
      Object.keys = keys;
    }
  },

  async the_page_is_at_the_apps_scheme() {
    equal(location.origin.startsWith('null') ? location.protocol : location.origin, 'dormer://localhost');
    equal(await invoke('carrier').then((name) => ['direct', 'fallback', 'isolated'].includes(name)), true);
  },
};
