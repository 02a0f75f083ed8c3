(() => {
  'use strict';
  // The isolation frame: shows each call to the author's hook and passes on to the core what the hook made of it. Runs
  // before the author's scripts. Whoever posts here is not trusted: not even that our own script does.
  const link = window.__DORMER_LINK__;
  if (link) delete window.__DORMER_LINK__;
  const BYTES = '__DORMER_BYTES__', FAILED = 16 | 512;
  const { parse, stringify } = JSON, { isArray } = Array;
  const isPage = (source) => source === window.parent && window.parent === window.top && window.top !== window;
  let origin = null; // the page's, once it has made itself known
  let target = '*'; // the same, unless the page has an origin that cannot be named

  // ---- to the page ----
  const deliver = (kind, id, aux, body, name) => {
    if (!ArrayBuffer.isView(body)) return window.parent.postMessage([kind, id, aux, body, name], target);
    const bytes = body.slice(); // the engine does not give away memory that native code has seen
    window.parent.postMessage([kind, id, aux, bytes, name], target, [bytes.buffer]);
  };
  const textOf = (error) => (error instanceof Error ? error.message : typeof error === 'string' ? error : (stringify(error) ?? String(error)));
  const refuse = (id, error) => {
    let text;
    try {
      text = textOf(error);
    } catch {
      text = 'the isolation frame refuses this call';
    }
    deliver(FAILED, id, 0, stringify(text), '');
  };

  // ---- what the hook sees ----
  // Bytes of a payload travel beside its text, which has a place for each. No such place is left when the hook looks;
  // without bytes, what looks like a place is data, to the core as well.
  const payloadOf = (json, blobs) => {
    if (json === null) return blobs[0] ?? new Uint8Array();
    if (!blobs.length) return parse(json);
    return parse(json, (_key, item) => {
      if (typeof item !== 'object' || item === null || !Object.hasOwn(item, BYTES)) return item;
      const bytes = blobs[item[BYTES]];
      if (!(bytes instanceof Uint8Array)) throw new Error('the payload names bytes that did not come with it');
      return bytes;
    });
  };
  const hookReady = () => window.__TAURI_ISOLATION_HOOK__ === null || typeof window.__TAURI_ISOLATION_HOOK__ === 'function';
  const take = (id, cmd, headers, json, blobs) => {
    try {
      const options = headers === '' ? undefined : { headers: Object.fromEntries(parse(headers)) };
      const call = { cmd, callback: id, error: id, payload: payloadOf(json, blobs), options };
      const hook = window.__TAURI_ISOLATION_HOOK__;
      const made = hook === null ? call : hook(call);
      if (made && typeof made.then === 'function') {
        Promise.resolve(made).then((made) => pass(id, made)).catch((error) => refuse(id, error));
      } else pass(id, made);
    } catch (error) {
      refuse(id, error);
    }
  };

  // ---- to the core ----
  const hasBytes = (value) => {
    if (typeof value !== 'object' || value === null) return false;
    if (value instanceof Uint8Array || value instanceof ArrayBuffer) return true;
    for (const key of Object.keys(value)) if (hasBytes(value[key])) return true;
    return false;
  };
  const bytesOf = (value) => {
    if (value instanceof ArrayBuffer) return new Uint8Array(value);
    if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    return isArray(value) ? bytesOfList(value) : null;
  };
  const bytesOfList = (list) => {
    const bytes = new Uint8Array(list);
    for (let at = 0; at < list.length; at++) if (bytes[at] !== list[at]) return null;
    return bytes;
  };
  let lines = ''; // short calls of one turn
  const flush = () => {
    if (lines === '') return;
    const all = lines;
    lines = '';
    if (link.sendAll(all)) return;
    const parts = all.split('\n');
    for (let at = 0; at + 3 < parts.length; at += 4) refuse(+parts[at], `the call of ${parts[at + 1]} cannot be sent`);
  };
  // The whole call is what the hook made of it; its answer goes to the call that it was.
  const pass = (id, made) => {
    if (typeof made !== 'object' || made === null || typeof made.cmd !== 'string') {
      throw new Error('the isolation hook gave no call back');
    }
    const { cmd, payload, options } = made;
    if (cmd.includes('\0')) throw new Error(`invalid command name ${stringify(cmd)}`);
    const headers = options && options.headers ? stringify([...new Headers(options.headers)]) : '';
    const bytes = bytesOf(payload);
    let sent;
    if (bytes) {
      flush();
      sent = link.sendBytes(id, cmd, headers, null, bytes);
    } else {
      const blobs = [];
      const place = (bytes) => (bytes.length < 32 ? [...bytes] : { [BYTES]: blobs.push(bytes) - 1 });
      const json = (hasBytes(payload)
        ? stringify(payload, (_key, item) => {
          if (item instanceof Uint8Array) return place(item);
          if (item instanceof ArrayBuffer) return place(new Uint8Array(item));
          if (typeof item === 'object' && item !== null && Object.hasOwn(item, BYTES)) {
            throw new Error('the payload names bytes that did not come with it');
          }
          return item;
        })
        : stringify(payload)) ?? 'null';
      if (json.length < 16384 && !blobs.length && !cmd.includes('\n')) {
        if (lines === '') queueMicrotask(flush);
        lines += `${id}\n${cmd}\n${headers}\n${json}\n`;
        return;
      }
      flush();
      sent = blobs.length ? link.sendBytes(id, cmd, headers, json, ...blobs) : link.send(id, cmd, headers, json);
    }
    if (!sent) throw new Error(`the call of ${cmd} cannot be sent: it is too large`);
  };

  // ---- from the page ----
  const early = []; // messages that came before the hook was set
  const handle = (message) => {
    if (typeof message === 'string') {
      const parts = message.split('\n');
      for (let at = 0; at + 3 < parts.length; at += 4) take(parts[at] >>> 0, parts[at + 1], parts[at + 2], parts[at + 3], []);
      return;
    }
    if (!isArray(message)) return;
    const [id, cmd, headers, json, ...blobs] = message;
    if (typeof id !== 'number' || typeof cmd !== 'string' || typeof headers !== 'string') return;
    if (json !== null && typeof json !== 'string') return;
    if (blobs.every((blob) => blob instanceof Uint8Array)) take(id >>> 0, cmd, headers, json, blobs);
  };
  const wait = () => {
    if (!hookReady()) return void setTimeout(wait, 20);
    for (const message of early.splice(0)) handle(message);
  };
  window.addEventListener('message', (event) => {
    if (!isPage(event.source) || (origin !== null && event.origin !== origin)) return;
    event.stopImmediatePropagation();
    const { data } = event;
    if (origin !== null) {
      if (!early.length && hookReady()) return handle(data);
      early.push(data);
      if (early.length === 1) wait();
    } else if (data === 'dormer-isolation') {
      ({ origin } = event);
      if (origin !== 'null') target = origin;
      window.parent.postMessage('met', target);
      if (!link) return deliver(0, 0, 0, 'the isolation frame has no link to the core', '');
      link.start(deliver);
    }
  });
})();
