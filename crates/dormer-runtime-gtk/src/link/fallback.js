// The link on script messages, for documents that got no direct channel. Same object, same functions.
(() => {
  if (window.__DORMER_LINK__) return;
  const handler = window.webkit && window.webkit.messageHandlers && window.webkit.messageHandlers.dormer;
  if (!handler) return;
  const post = handler.postMessage.bind(handler);
  // Taken before a script of the page runs: what pages make of prototypes changes nothing here.
  const uncurry = Function.prototype.bind.bind(Function.prototype.call), { apply } = Reflect, { stringify } = JSON;
  const then = uncurry(Promise.prototype.then), split = uncurry(String.prototype.split), { fromCharCode } = String;
  const charCodeAt = uncurry(String.prototype.charCodeAt), subarray = uncurry(Uint8Array.prototype.subarray);
  const document = Math.random();
  const opened = post(['__KEY__', document, 'open']);
  // Script messages carry no bytes: they travel as strings of the code points 0 to 255.
  const toText = (bytes) => {
    let text = '';
    for (let at = 0; at < bytes.length; at += 0x8000) {
      text += apply(fromCharCode, null, subarray(bytes, at, at + 0x8000));
    }
    return text;
  };
  const toBytes = (text) => {
    const bytes = new Uint8Array(text.length);
    for (let at = 0; at < text.length; at++) bytes[at] = charCodeAt(text, at);
    return bytes;
  };
  let receive = () => {};
  const send = (id, command, headers, json, blobs) => {
    const parts = []; // now: the page may change its bytes after the call
    for (let at = 0; at < blobs.length; at++) parts[at] = toText(blobs[at]);
    const failed = (error) => receive(16 | 512, id, 0, stringify(`the call of ${command} cannot be sent: ${error}`), '');
    // Nothing is returned from the reactions: a promise that resolves with another one looks its `then` up.
    const call = () => void then(post(['__KEY__', document, 'call', id, command, headers, json, parts]), undefined, failed);
    then(opened, call, failed);
    return true;
  };
  const link = {
    sendAll(lines) {
      const part = split(lines, '\n');
      for (let at = 0; at + 3 < part.length; at += 4) send(+part[at], part[at + 1], part[at + 2], part[at + 3], []);
      return true;
    },
    send: (id, command, headers, json) => send(id, command, headers, json, []),
    sendBytes: (id, command, headers, json, ...blobs) => send(id, command, headers, json, blobs),
    start(deliver) {
      receive = deliver;
      const poll = () => void then(post(['__KEY__', document, 'poll']), (list) => {
        for (let at = 0; at + 4 < list.length; at += 5) {
          const body = list[at] & 256 ? toBytes(list[at + 3]) : list[at + 3];
          deliver(list[at], list[at + 1], list[at + 2], body, list[at + 4]);
        }
        poll();
      }, (error) => deliver(0, 0, 0, String(error), ''));
      then(opened, poll, (error) => deliver(0, 0, 0, String(error), ''));
    },
  };
  Object.defineProperty(window, '__DORMER_LINK__', { value: link, configurable: true });
})();
