// The link on script messages, for documents that got no direct channel. Same object, same functions. It keeps what it
// needs of the language, because pages change it.
(() => {
  if (window.__DORMER_LINK__) return;
  const handler = window.webkit && window.webkit.messageHandlers && window.webkit.messageHandlers.dormer;
  if (!handler) return;
  const { parse, stringify } = JSON, { apply } = Reflect, { fromCharCode } = String, { Uint8Array } = window;
  const uncurry = Function.prototype.bind.bind(Function.prototype.call);
  const split = uncurry(String.prototype.split), codeAt = uncurry(String.prototype.charCodeAt);
  const part = uncurry(Uint8Array.prototype.subarray), copy = uncurry(Uint8Array.prototype.slice);
  const put = uncurry(Uint8Array.prototype.set);
  const post = handler.postMessage.bind(handler);
  const document = Math.random();
  const opened = post(['__KEY__', document, 'open']);
  // Script messages carry no bytes: they travel as strings of the code points 0 to 255.
  const toText = (bytes) => {
    let text = '';
    for (let at = 0; at < bytes.length; at += 0x8000) {
      text += apply(fromCharCode, null, part(bytes, at, at + 0x8000));
    }
    return text;
  };
  const toBytes = (text) => {
    const bytes = new Uint8Array(text.length);
    for (let at = 0; at < text.length; at++) bytes[at] = codeAt(text, at);
    return bytes;
  };
  const join = (parts) => {
    let size = 0;
    for (let at = 0; at < parts.length; at++) size += parts[at].length;
    const bytes = new Uint8Array(size);
    for (let at = 0, end = 0; at < parts.length; end += parts[at++].length) put(bytes, parts[at], end);
    return bytes;
  };

  let receive = () => {};
  let before = opened; // calls keep their order: each is posted when the one before was
  const sendParts = async (blobs) => {
    for (let blob = 0; blob < blobs.length; blob++) {
      const bytes = blobs[blob];
      let at = 0;
      do {
        await post(['__KEY__', document, 'part', at === 0, toText(part(bytes, at, at + __PART__))]);
        at += __PART__;
      } while (at < bytes.length);
    }
  };
  const sendCall = async (previous, id, command, headers, json, blobs) => {
    const fail = (error) =>
      receive(16 | 512, id, 0, stringify(`the call of ${command} cannot be sent: ${error}`), '');
    const posted = async () => {
      try {
        await post(['__KEY__', document, 'call', id, command, headers, json]);
      } catch (error) {
        fail(error);
      }
    };
    try {
      await previous;
      await sendParts(blobs);
      posted(); // the next call need not wait for the answer
    } catch (error) {
      fail(error);
    }
  };
  const send = (id, command, headers, json, blobs) => {
    let size = json === null ? 0 : json.length;
    const copies = []; // now: the page may change its bytes after the call
    for (let at = 0; at < blobs.length; at++) size += blobs[at].length;
    if (size > __BODY_LIMIT__) return false;
    for (let at = 0; at < blobs.length; at++) copies[at] = copy(blobs[at]);
    before = sendCall(before, id, command, headers, json, copies);
    return true;
  };

  const listen = async (deliver) => {
    let parts = [];
    try {
      await opened;
      for (;;) {
        const list = await post(['__KEY__', document, 'poll']);
        for (let at = 0; at + 4 < list.length; at += 5) {
          const kind = list[at];
          let body = list[at + 3];
          if (kind === 65) {
            parts[parts.length] = toBytes(body);
            continue;
          }
          if (kind === 64) {
            body = parse(body);
          } else if (kind & 256) {
            body = parts.length ? join(parts) : toBytes(body);
            parts = [];
          }
          deliver(kind, list[at + 1], list[at + 2], body, list[at + 4]);
        }
      }
    } catch (error) {
      deliver(0, 0, 0, String(error), '');
    }
  };
  const link = {
    sendAll(lines) {
      const parts = split(lines, '\n');
      for (let at = 0; at + 3 < parts.length; at += 4) {
        send(+parts[at], parts[at + 1], parts[at + 2], parts[at + 3], []);
      }
      return true;
    },
    send: (id, command, headers, json) => send(id, command, headers, json, []),
    sendBytes: (id, command, headers, json, ...blobs) => send(id, command, headers, json, blobs),
    start(deliver) {
      receive = deliver;
      listen(deliver);
    },
  };
  Object.defineProperty(window, '__DORMER_LINK__', { value: link, configurable: true });
})();
