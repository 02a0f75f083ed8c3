// What stands in sub-frames: no way to the core.

import { equal, ok } from '../assert.js';

/** Loads a frame whose script posts one message to this window, and gives that message. */
function framed(set) {
  return new Promise((resolve) => {
    const frame = document.createElement('iframe');
    const hear = (event) => {
      if (event.source !== frame.contentWindow) return;
      window.removeEventListener('message', hear);
      resolve(event.data);
      frame.remove();
    };
    window.addEventListener('message', hear);
    set(frame);
    document.body.append(frame);
  });
}

const LOOK = `
  const names = ['__DORMER_LINK__', '__TAURI_INTERNALS__', 'isTauri', '__TAURI_EVENT_PLUGIN_INTERNALS__'];
  parent.postMessage(names.filter((name) => typeof window[name] !== 'undefined'), '*');
`;

/** Tries what a frame could try with the engine's script messages. */
const KNOCK = `
  const handler = window.webkit && window.webkit.messageHandlers && window.webkit.messageHandlers.dormer;
  const tries = handler ? [
    handler.postMessage(['', 1, 'open']),
    handler.postMessage(['0'.repeat(32), 1, 'open']),
    handler.postMessage([null, 1, 'call', 1, 'nothing', '', '{}', []]),
    handler.postMessage('open'),
    handler.postMessage(null),
    handler.postMessage([]),
  ] : [];
  Promise.allSettled(tries).then((ends) => parent.postMessage(ends.map((end) => end.status), '*'));
`;

const page = (script) => `<!doctype html><script>${script}</script>`;
const isolated = (script) => (frame) => {
  frame.sandbox = 'allow-scripts';
  frame.srcdoc = page(script);
};

export default {
  async a_frame_of_our_own_origin_has_no_link() {
    const there = await framed((frame) => (frame.src = '/frame.html'));
    equal(there, [], 'globals in the frame');
  },

  async an_inline_frame_has_no_link() {
    equal(await framed((frame) => (frame.srcdoc = page(LOOK))), []);
    equal(await framed(isolated(LOOK)), []);
  },

  async a_data_frame_has_no_link() {
    equal(await framed((frame) => (frame.src = `data:text/html,${encodeURIComponent(page(LOOK))}`)), []);
  },

  async frames_cannot_forge_script_messages() {
    for (const set of [(frame) => (frame.srcdoc = page(KNOCK)), isolated(KNOCK)]) {
      const ends = await framed(set);
      ok(ends.every((end) => end === 'rejected'), `all tries are refused: ${ends}`);
    }
  },

  async the_page_cannot_forge_them_either() {
    const handler = window.webkit?.messageHandlers?.dormer;
    if (!handler) return;
    const tries = [['', 1, 'open'], [undefined, 1, 'poll'], 'open', {}, [], 7];
    const ends = await Promise.allSettled(tries.map((value) => handler.postMessage(value)));
    equal(ends.map((end) => end.status), tries.map(() => 'rejected'));
  },
};
