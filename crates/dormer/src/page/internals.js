(config, other) => {
  'use strict';
  // Everything is taken before a script of the page runs, and nothing is looked up on a prototype afterwards: what pages
  // make of `Map.prototype`, `Promise` or `Array.prototype` does not change what happens to calls and answers.
  const { Promise, Map, Uint8Array, Uint32Array, ArrayBuffer, Date, Headers, Error, ErrorEvent, String } = window;
  const { queueMicrotask, dispatchEvent } = window;
  const { stringify, parse } = JSON, { isArray } = Array, { isView } = ArrayBuffer, { apply } = Reflect;
  const { keys: keysOf, defineProperty: define, fromEntries } = Object;
  const uncurry = Function.prototype.bind.bind(Function.prototype.call);
  const split = uncurry(String.prototype.split), slice = uncurry(String.prototype.slice);
  const includes = uncurry(String.prototype.includes), arrayOf = Array.from, console = window.console, warn = console.warn, logError = console.error;
  const crypto = window.crypto, getRandomValues = uncurry(crypto.getRandomValues);
  const mapEntries = uncurry(Map.prototype.entries), bytesCopy = uncurry(Uint8Array.prototype.slice);
  // A map whose methods are its own.
  const newMap = () => {
    const map = new Map();
    for (let at = 0, names = ['get', 'set', 'has', 'delete', 'clear', 'forEach']; at < names.length; at++) {
      define(map, names[at], { value: uncurry(map[names[at]]).bind(null, map) });
    }
    return map;
  };
  const fail = typeof reportError === 'function' ? reportError : (error) => setTimeout(() => { throw error; });
  // Our own failures: the engine would hide their text from the page, because this script is not of its origin.
  const complain = (text) => {
    const event = new ErrorEvent('error', { message: text, error: new Error(text), cancelable: true });
    if (apply(dispatchEvent, window, [event])) apply(logError, console, [text]);
  };
  const TO_IPC = '__TAURI_TO_IPC_KEY__', BYTES = '__DORMER_BYTES__';

  const link = other ?? window.__DORMER_LINK__;
  if (link !== other) delete window.__DORMER_LINK__;
  const { send, sendAll, sendBytes } = link ?? {};
  let closed = link ? null : 'this page has no link to the core';

  // ---- callbacks ----
  const callbacks = newMap();
  const random = () => getRandomValues(crypto, new Uint32Array(1))[0];
  const transformCallback = (fn, once = false) => {
    let id = random();
    while (id === 0 || callbacks.has(id)) id = random();
    callbacks.set(id, (data) => {
      if (once) callbacks.delete(id);
      return fn && fn(data);
    });
    return id;
  };
  const run = (id, data) => {
    const callback = callbacks.get(id);
    if (!callback) return false;
    try {
      callback(data);
    } catch (error) {
      fail(error);
    }
    return true;
  };
  const runCallback = (id, data) => {
    if (!run(id, data)) apply(warn, console, [`there is no callback ${id}; the page may have been reloaded while the core worked`]);
  };

  // ---- arguments ----
  // Whether plain JSON would lose something: bytes, maps, objects that say themselves how they are sent.
  const isSpecial = (value, depth) => {
    if (typeof value !== 'object' || value === null) return false;
    if (isArray(value)) {
      for (let at = 0; at < value.length; at++) if (isSpecial(value[at], depth + 1)) return true;
      return false;
    }
    if (value instanceof Date) return false;
    if (depth > 64 || value instanceof Uint8Array || value instanceof ArrayBuffer || value instanceof Map) return true;
    if (TO_IPC in value || typeof value.toJSON === 'function') return true;
    const keys = keysOf(value);
    for (let at = 0; at < keys.length; at++) if (isSpecial(value[keys[at]], depth + 1)) return true;
    return false;
  };
  const stringifySpecial = (value, blobs) => {
    const place = (bytes) => (bytes.length < 32 ? arrayOf(bytes) : { [BYTES]: blobs.push(bytes) - 1 });
    return stringify(value, (_key, item) => {
      if (typeof item !== 'object' || item === null) return item;
      if (item instanceof Map) return fromEntries(mapEntries(item));
      if (item instanceof Uint8Array) return place(item);
      if (item instanceof ArrayBuffer) return place(new Uint8Array(item));
      return TO_IPC in item ? item[TO_IPC]() : item;
    });
  };
  const bytesOf = (value) => {
    if (value instanceof ArrayBuffer) return new Uint8Array(value);
    if (isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    return isArray(value) ? bytesOfList(value) : null;
  };
  // A list of anything else than bytes stays what it is.
  const bytesOfList = (list) => {
    const bytes = new Uint8Array(list);
    for (let at = 0; at < list.length; at++) if (bytes[at] !== list[at]) return null;
    return bytes;
  };
  const post = (id, command, args, options) => {
    const headers = options && options.headers ? stringify([...new Headers(options.headers)]) : '';
    const bytes = bytesOf(args);
    if (bytes) {
      flush();
      return sendBytes(id, command, headers, null, bytes);
    }
    const blobs = [];
    const json = (isSpecial(args, 0) ? stringifySpecial(args, blobs) : stringify(args)) ?? 'null';
    if (json.length < 16384 && !blobs.length && !includes(command, '\n')) {
      if (queued === '') queueMicrotask(flush);
      queued += `${id}\n${command}\n${headers}\n${json}\n`;
      return true;
    }
    flush();
    if (!blobs.length) return send(id, command, headers, json);
    const parts = [id, command, headers, json];
    for (let at = 0; at < blobs.length; at++) parts[at + 4] = blobs[at];
    return apply(sendBytes, null, parts);
  };
  // Calls of one turn go to the core together, when the turn's own code has run.
  let queued = '';
  const flush = () => {
    if (queued === '') return;
    const lines = queued;
    queued = '';
    if (sendAll(lines)) return;
    const parts = split(lines, '\n');
    for (let at = 0; at + 3 < parts.length; at += 4) refuse(+parts[at], parts[at + 1]);
  };
  const refuse = (id, command) => {
    const call = pending.get(id);
    if (call && pending.delete(id)) call.reject(closed ?? `the call of ${command} cannot be sent: it is too large`);
  };

  // ---- calls ----
  const pending = newMap();
  const handlers = newMap(); // event id -> callback id
  let lastCall = 0;
  const invoke = (command, args = {}, options = undefined) => new Promise((resolve, reject) => {
    if (closed !== null) return reject(closed);
    do lastCall = (lastCall + 1) >>> 0; while (pending.has(lastCall));
    const id = lastCall;
    pending.set(id, { command, args, resolve, reject });
    let sent;
    try {
      const name = String(command);
      if (includes(name, '\0')) throw `invalid command name ${stringify(name)}`; // it would end there on its way
      sent = post(id, name, args, options);
    } catch (error) {
      pending.delete(id);
      return reject(error);
    }
    if (!sent) refuse(id, command);
  });
  const exact = (bytes) => (bytes.byteLength === bytes.buffer.byteLength ? bytes.buffer : bytesCopy(bytes).buffer);
  // An event may come before the answer that tells the listener's id, and the listener may be gone by then.
  const heard = (id, handler) => {
    if (callbacks.has(handler)) handlers.set(id, handler);
  };
  const reply = (id, raw, failed, body) => {
    const call = pending.get(id);
    if (!call) return;
    pending.delete(id);
    let value;
    try {
      value = raw ? exact(body) : body === 'null' ? null : parse(body);
    } catch (error) {
      return call.reject(`the answer of command ${call.command} is not JSON: ${error.message}`);
    }
    if (failed) return call.reject(value);
    if (call.command === 'plugin:event|listen') heard(value, call.args.handler);
    call.resolve(value);
  };
  const message = (id, raw, index, body) => {
    let value;
    try {
      value = raw ? exact(body) : parse(body);
    } catch (error) {
      complain(`a channel message is not JSON: ${error.message}`);
      value = undefined; // the place is kept, or all later messages would wait for it
    }
    run(id, { message: value, index });
  };
  const event = (handler, id, body, name) => {
    let payload;
    try {
      payload = parse(body);
    } catch (error) {
      return complain(`the payload of event ${name} is not JSON: ${error.message}`);
    }
    heard(id, handler);
    run(handler, { event: name, payload, id });
  };
  const end = (why) => {
    closed = why;
    const waiting = [];
    pending.forEach((call) => void (waiting[waiting.length] = call));
    pending.clear();
    for (let at = 0; at < waiting.length; at++) waiting[at].reject(why);
  };
  const deliver = (kind, id, aux, body, name) => {
    switch (kind & 255) {
      case 16: return reply(id, (kind & 256) !== 0, (kind & 512) !== 0, body);
      case 17: return message(id, (kind & 256) !== 0, aux, body);
      case 18: return void run(id, { end: true, index: aux });
      case 19: return event(id, aux, body, name);
      case 64: return several(body, name);
      default: return end(body);
    }
  };
  // Short messages come together: five numbers each (kind, id, aux, lengths of name and body), and all texts as one.
  const several = (index, text) => {
    for (let at = 0, entry = 0; entry < index.length; entry += 5) {
      const name = slice(text, at, at += index[entry + 3]);
      deliver(index[entry], index[entry + 1], index[entry + 2], slice(text, at, at += index[entry + 4]), name);
    }
  };
  if (link) link.start(deliver);

  // ---- what pages see ----
  const convertFileSrc = (path, protocol = 'asset') => {
    const encoded = encodeURIComponent(path);
    return config.schemeHost ? `${config.schemeHost}://${protocol}.localhost/${encoded}` : `${protocol}://localhost/${encoded}`;
  };
  const internals = { plugins: { path: { sep: config.sep, delimiter: config.delimiter } } };
  const metadata = { currentWindow: { label: config.window }, currentWebview: { windowLabel: config.window, label: config.webview } };
  const fixed = { invoke, transformCallback, unregisterCallback: (id) => void callbacks.delete(id), runCallback, callbacks, convertFileSrc, metadata };
  for (const name of keysOf(fixed)) define(internals, name, { value: fixed[name], enumerable: true });
  define(window, 'isTauri', { value: true });
  define(window, '__TAURI_INTERNALS__', { value: internals });
  define(window, '__TAURI_EVENT_PLUGIN_INTERNALS__', {
    value: {
      unregisterListener(_event, id) {
        callbacks.delete(handlers.get(id));
        handlers.delete(id);
      },
    },
  });
};
