// Everything that a page can do to get more than it was given. The program counts which calls arrive; this says how many
// should have, and which contexts really ran.

const internals = window.__TAURI_INTERNALS__;
const { apply } = Reflect;
const { defineProperty, getOwnPropertyDescriptor, hasOwn } = Object;
const { toString } = Function.prototype;
const native = RegExp.prototype.test;
const original = internals.invoke;
const calls = { open: 0, wrong: [] };
let stolen = ''; // a text: adding to it calls nothing that is changed below

/** The one call that is allowed; those that are answered are counted. */
const open = async (invoke = original) => {
  const answer = await invoke('plugin:vault|open', { from: 'page' });
  if (answer === 'open') calls.open++;
};

/** A call that must be refused. */
const refused = async (command, args = {}, options = undefined) => {
  try {
    await original(command, args, options);
    calls.wrong.push(String(command).slice(0, 60));
  } catch { /* as it should be */ }
};

// ---- what is done to the language, before anything else has run ----

/** Changes what calls might use on their way; whatever a change gets to see is looked through for functions of the core. */
function pollute() {
  const undo = [];
  const spy = (value) => {
    if (typeof value === 'function' && apply(native, /native code/, [apply(toString, value, [])]) && (value.name === 'send' || value.name === 'sendAll' || value.name === 'sendBytes')) stolen += `${value.name} `;
    if (value && typeof value === 'object' && (hasOwn(value, 'sendBytes') || hasOwn(value, 'sendAll'))) stolen += 'link ';
    if (typeof value === 'string' && apply(native, /^[0-9a-f]{32,}$/, [value])) stolen += 'key ';
  };
  const change = (object, name, make) => {
    const before = getOwnPropertyDescriptor(object, name);
    try {
      defineProperty(object, name, { configurable: true, ...make(before) });
      undo.push(() => (before ? defineProperty(object, name, before) : delete object[name]));
    } catch { /* it cannot be changed */ }
  };
  const wrap = (object, names) => {
    for (const name of names) {
      change(object, name, (before) => ({
        writable: true,
        value(...args) {
          spy(this);
          for (let at = 0; at < args.length; at++) spy(args[at]);
          return apply(before.value, this, args);
        },
      }));
    }
  };
  // Setters and getters for names that objects on the way might be given or asked for.
  const names = ['send', 'sendAll', 'sendBytes', 'start', 'key', 'command', 'origin', 'label', 'window', 'webview', 'url', 'local', 'allowed', 'resolve', 'reject', 'args', 'toJSON', '__DORMER_LINK__'];
  for (const name of names) {
    change(Object.prototype, name, () => ({ get() { return undefined; }, set(value) { spy(this); spy(value); defineProperty(this, name, { value, writable: true, configurable: true, enumerable: true }); } }));
  }
  for (const index of [0, 1, 2, 3, 4]) {
    change(Array.prototype, index, () => ({ get() { return undefined; }, set(value) { spy(this); spy(value); defineProperty(this, index, { value, writable: true, configurable: true, enumerable: true }); } }));
  }
  wrap(Map.prototype, ['get', 'set', 'has', 'delete']);
  wrap(Array.prototype, ['push', 'join', 'map', 'forEach', 'slice']);
  wrap(String.prototype, ['split', 'slice', 'includes', 'charCodeAt']);
  wrap(Promise.prototype, ['then', 'catch', 'finally']);
  wrap(Promise, ['resolve', 'reject', 'all', 'race']);
  wrap(JSON, ['parse', 'stringify']);
  wrap(Reflect, ['apply', 'construct']);
  wrap(Object, ['keys', 'defineProperty', 'fromEntries', 'freeze']);
  wrap(window, ['queueMicrotask', 'fetch', 'postMessage', 'reportError', 'dispatchEvent']);
  const handler = window.webkit?.messageHandlers?.dormer;
  if (handler) wrap(Object.getPrototypeOf(handler), ['postMessage']);
  change(Promise.prototype, 'constructor', () => ({ get() { spy(this); return Promise; } }));
  change(Promise, Symbol.species, () => ({ get() { return function species(run) { run(spy, spy); }; } }));
  return () => { for (let at = undo.length - 1; at >= 0; at--) undo[at](); };
}

/** The object that scripts see cannot be exchanged, and what can be changed of it means nothing. */
function forge() {
  const attempt = (act) => { try { act(); } catch { /* refused */ } };
  attempt(() => Object.defineProperty(window, '__TAURI_INTERNALS__', { value: {} }));
  attempt(() => { delete window.__TAURI_INTERNALS__; });
  attempt(() => Object.setPrototypeOf(internals, { invoke: () => {} }));
  attempt(() => { internals.metadata.currentWindow.label = 'trusted'; });
  attempt(() => { internals.metadata.currentWebview.label = 'trusted'; });
  attempt(() => { internals.metadata.currentWindow = { label: 'trusted' }; });
  attempt(() => { internals.invoke = () => {}; });
  attempt(() => internals.callbacks.clear());
  if (window.__TAURI_INTERNALS__ !== internals || internals.invoke !== original) calls.wrong.push('internals were exchanged');
  if (typeof window.__DORMER_LINK__ !== 'undefined') calls.wrong.push('the link is visible');
}

async function strangeCalls() {
  let asked = 0;
  const flip = { toString: () => (asked++ % 2 ? 'plugin:vault|shut' : 'plugin:vault|open') };
  const list = [flip, ['plugin:vault|shut'], new String('plugin:vault|shut'), { command: 'plugin:vault|shut' }, null, undefined, 7, Symbol.iterator];
  // Text made of such a thing may be the command that is allowed: the program sees which one it was.
  for (const command of list) await original(command, { from: 'strange' }).catch(() => {});
  for (const command of FORBIDDEN) {
    await refused(command, { from: 'page' });
    await refused(command, new Uint8Array([1, 2, 3]));
    await refused(command, { from: 'page', origin: 'local', window: 'trusted', __proto__: { label: 'trusted' } }, {
      headers: { origin: 'dormer://localhost', 'Tauri-Invoke-Key': 'x', window: 'trusted', 'x-window': 'trusted', label: 'trusted' },
    });
  }
  await refused('plugin:vault|shut', { from: 'page', bytes: new Uint8Array(100000) });
  await refused('plugin:vault|shut', { from: 'page', text: 'x'.repeat(200000) });
  // A line break in what travels as lines.
  for (const text of ['\n2\nplugin:vault|shut\n\n{}\n', '\u2028plugin:vault|shut', '\r\nplugin:vault|shut']) {
    await refused('plugin:vault|open' + text, { from: text });
    await refused('plugin:vault|shut', { from: text, [text]: text }, { headers: { x: 'y' } });
  }
  if (JSON.rawJSON) await refused('plugin:vault|shut', { from: JSON.rawJSON('1') });
}

// ---- contexts ----

const KNOCK = fetch('/hostile-knock.js').then((answer) => answer.text());
const page = (script) => `<!doctype html><meta charset="utf-8"><script>${script}<\/script>`;

/** Adds a frame and waits for what it says, for three seconds and a half. */
function framed(name, outcomes, set) {
  return new Promise((resolve) => {
    const frame = document.createElement('iframe');
    const timer = setTimeout(() => end({ from: name, found: [], answered: [], silent: true }), 6000);
    const hear = (event) => {
      if (event.source === frame.contentWindow && event.data && event.data.outcome) end({ ...event.data.outcome, from: name });
    };
    const end = (outcome) => {
      clearTimeout(timer);
      window.removeEventListener('message', hear);
      outcomes.push(outcome);
      frame.remove();
      resolve();
    };
    window.addEventListener('message', hear);
    set(frame);
    document.body.append(frame);
    return frame;
  });
}

async function frames(outcomes) {
  const knocking = await KNOCK;
  const script = (name, own) => `${knocking}; knock(${JSON.stringify(name)}, ${own}).then((outcome) => parent.postMessage({ outcome }, '*'));`;
  const blob = (text) => URL.createObjectURL(new Blob([text], { type: 'text/html' }));
  const inside = (name, own) => page(script(name, own));
  // A blank document is written by the page; its window object has existed since the frame was added.
  const blank = (frame) => queueMicrotask(() => {
    const text = frame.contentDocument.createElement('script');
    text.textContent = script('blank', true);
    frame.contentDocument.documentElement.append(text);
  });
  const nested = page(`const f = document.createElement('iframe'); f.srcdoc = ${JSON.stringify(inside('nested', true)).replaceAll('<', '\\u003c')}; addEventListener('message', (e) => parent.postMessage(e.data, '*')); document.documentElement.append(f);`);
  await Promise.all([
    framed('own', outcomes, (frame) => (frame.src = '/hostile-frame.html')),
    framed('srcdoc', outcomes, (frame) => (frame.srcdoc = inside('srcdoc', true))),
    framed('blank', outcomes, blank),
    framed('data', outcomes, (frame) => (frame.src = `data:text/html,${encodeURIComponent(inside('data', false))}`)),
    framed('blob', outcomes, (frame) => (frame.src = blob(inside('blob', true)))),
    framed('nested', outcomes, (frame) => (frame.srcdoc = nested)),
    framed('sandboxed', outcomes, (frame) => { frame.sandbox = 'allow-scripts'; frame.srcdoc = inside('sandboxed', false); }),
    framed('sandboxed own', outcomes, (frame) => { frame.sandbox = 'allow-scripts allow-same-origin allow-popups allow-top-navigation'; frame.srcdoc = inside('sandboxed own', true); }),
    framed('sandboxed file', outcomes, (frame) => { frame.sandbox = 'allow-scripts'; frame.src = blob(inside('sandboxed file', false)); }),
    framed('foreign', outcomes, (frame) => (frame.src = 'foreign://localhost/frame')),
    framed('script address', outcomes, (frame) => (frame.src = `javascript:${JSON.stringify(inside('script address', true)).replaceAll('%', '%25')}`)),
    framed('written', outcomes, (frame) => queueMicrotask(() => { frame.contentDocument.open(); frame.contentDocument.write(inside('written', true)); frame.contentDocument.close(); })),
  ]);
}

async function workers(outcomes) {
  const within = (name, start) => new Promise((resolve) => {
    const end = (outcome) => { outcomes.push({ ...outcome, from: name }); resolve(); };
    setTimeout(() => end({ found: [], answered: [], silent: true }), 6000);
    try {
      start(end);
    } catch { end({ found: [], answered: [], silent: true }); }
  });
  const address = new URL('/hostile-worker.js', location).href;
  const bundled = `${await KNOCK}; knock('bundled', true).then((outcome) => postMessage(outcome));`;
  await Promise.all([
    within('dedicated', (end) => { const worker = new Worker(address); worker.onmessage = (event) => end(event.data); worker.onerror = () => end({ found: [], answered: [], silent: true }); }),
    within('blob worker', (end) => { const worker = new Worker(URL.createObjectURL(new Blob([bundled]))); worker.onmessage = (event) => end(event.data); worker.onerror = () => end({ found: [], answered: [], silent: true }); }),
    within('shared', (end) => { const worker = new SharedWorker(address); worker.port.onmessage = (event) => end(event.data); worker.onerror = () => end({ found: [], answered: [], silent: true }); }),
    within('service', (end) => {
      // Where the engine takes no service worker from this scheme, that is all there is to see.
      navigator.serviceWorker.register('/hostile-worker.js').then(() => end({ found: ['service worker'], answered: [] }), () => end({ found: [], answered: [], silent: true }));
    }),
  ]);
}

function windows(wrong) {
  const tries = [
    () => window.open('/hostile.html'), () => window.open(''), () => window.open('about:blank', 'trusted'), () => window.open('foreign://localhost/frame', '_blank', 'popup,noopener'),
    () => window.open('javascript:void 0'), () => window.open('data:text/html,x'),
  ];
  for (const act of tries) {
    try {
      if (act() !== null) wrong.push('window.open gave a window');
    } catch { /* refused */ }
  }
  for (const tag of ['a', 'form']) {
    const element = document.createElement(tag);
    element.target = '_blank';
    element[tag === 'a' ? 'href' : 'action'] = '/hostile.html';
    document.body.append(element);
    if (tag === 'a') element.click(); else element.submit();
  }
}

/** Answers and callbacks of others: numbers are guessed, answers are forged. */
async function callbacks() {
  const waiting = open();
  for (let id = 0; id < 200; id++) internals.runCallback(id, { end: true, index: 0, message: 'forged' });
  window.__TAURI_EVENT_PLUGIN_INTERNALS__.unregisterListener('x', 1);
  window.postMessage({ cmd: 'plugin:vault|shut', callback: 1, error: 2 }, '*');
  window.postMessage([16, 1, 0, '"forged"', ''], '*');
  await waiting;
}

/** In the title, so that the program can tell how far this came. */
const step = (name) => (document.title = `step ${name}`);

const restore = pollute();
addEventListener('load', async () => {
  const outcomes = [];
  try {
    step('polluted');
    await open();
    restore();
    step('strange calls');
    await open();
    const again = pollute();
    await open();
    await strangeCalls();
    again();
    step('forged');
    forge();
    await open();
    await callbacks();
    windows(calls.wrong);
    step('contexts');
    const own = await knock('page itself', true);
    outcomes.push({ ...own, found: own.found.filter((name) => name !== 'self.internals') });
    await frames(outcomes);
    step('workers');
    await workers(outcomes);
    await open();
  } catch (error) {
    calls.wrong.push(`the page failed: ${error} ${error?.stack}`);
  }
  // A title holds a thousand characters, so each context has one.
  for (const outcome of outcomes) {
    document.title = `context ${JSON.stringify(outcome)}`;
    await new Promise((next) => setTimeout(next, 30));
  }
  document.title = `done ${JSON.stringify({ ...calls, stolen, contexts: outcomes.length })}`;
});
