(config) => {
  'use strict';
  // The link of a page whose calls pass an isolation frame. The frame has the way to the core; this page and
  // the frame talk in messages to each other's origin. Same object, same functions as the link itself. It keeps what it needs of the language, because pages change it.
  const { Uint8Array, document, setTimeout, clearTimeout } = window;
  const { getOwnPropertyDescriptor } = Object;
  const uncurry = Function.prototype.bind.bind(Function.prototype.call);
  const getter = (prototype, name) => uncurry(getOwnPropertyDescriptor(prototype, name).get);
  const listen = uncurry(EventTarget.prototype.addEventListener), createElement = uncurry(document.createElementNS);
  const setAttribute = uncurry(Element.prototype.setAttribute), append = uncurry(Node.prototype.appendChild);
  const isConnected = getter(Node.prototype, 'isConnected'), rootOf = getter(Document.prototype, 'documentElement');
  const readyState = getter(Document.prototype, 'readyState'), dataOf = getter(MessageEvent.prototype, 'data');
  const sourceOf = getter(MessageEvent.prototype, 'source'), originOf = getter(MessageEvent.prototype, 'origin');
  const stop = uncurry(Event.prototype.stopImmediatePropagation);
  const windowOf = getter(HTMLIFrameElement.prototype, 'contentWindow');
  const observe = uncurry(MutationObserver.prototype.observe), copy = uncurry(Uint8Array.prototype.slice);
  const { MutationObserver: Observer } = window;

  let there = null; // the frame's window, once it has answered
  let deliver = null;
  let lost = null;
  let waiting = [];
  const lose = (why) => {
    if (lost !== null) return;
    lost = why;
    waiting = [];
    if (deliver) deliver(0, 0, 0, why, '');
  };

  const post = (message) => {
    if (frame && !isConnected(frame)) lose('the isolation frame was removed from the page');
    if (lost !== null) return false;
    if (there) there.postMessage(message, config.origin);
    else waiting[waiting.length] = message;
    return true;
  };

  // ---- the frame ----
  let frame = null;
  let late = 0;
  const meet = () => {
    late = setTimeout(() => lose('the isolation frame did not answer: was it kept from loading?'), config.patience);
    windowOf(frame).postMessage('dormer-isolation', config.origin);
  };
  // Before any listener of the page: what the frame says is not for them.
  listen(window, 'message', (event) => {
    if (!frame || originOf(event) !== config.origin || sourceOf(event) !== windowOf(frame)) return;
    stop(event);
    const data = dataOf(event);
    if (there) return void (lost === null && deliver(data[0], data[1], data[2], data[3], data[4]));
    clearTimeout(late);
    there = windowOf(frame);
    const first = waiting;
    waiting = [];
    for (let at = 0; at < first.length; at++) there.postMessage(first[at], config.origin);
  }, true);
  const begin = () => {
    const root = rootOf(document);
    if (frame || !root) return;
    frame = createElement(document, 'http://www.w3.org/1999/xhtml', 'iframe');
    setAttribute(frame, 'id', '__tauri_isolation__');
    setAttribute(frame, 'sandbox', 'allow-scripts allow-same-origin'); // its origin is its own, and is checked
    setAttribute(frame, 'hidden', '');
    setAttribute(frame, 'aria-hidden', 'true');
    setAttribute(frame, 'src', config.url);
    let loaded = false;
    listen(frame, 'load', () => {
      if (loaded) return lose('the isolation frame went elsewhere');
      loaded = true;
      meet();
    });
    append(root, frame);
    const observer = new Observer(() => {
      if (!isConnected(frame)) lose('the isolation frame was removed from the page');
    });
    observe(observer, document, { childList: true });
    observe(observer, root, { childList: true });
  };
  // The frame comes when the page has been read, before scripts that wait for that run. A frame that comes earlier would
  // stand before the page's head.
  if (readyState(document) === 'loading') listen(document, 'readystatechange', begin);
  else begin();

  // ---- the link ----
  return {
    sendAll: (lines) => post(lines),
    send: (id, command, headers, json) => post([id, command, headers, json]),
    sendBytes(id, command, headers, json, ...blobs) {
      const message = [id, command, headers, json];
      let size = json === null ? 0 : json.length;
      for (let at = 0; at < blobs.length; at++) size += blobs[at].length;
      if (size > config.bodyLimit) return false;
      // The copy is made now when it is sent now: the page may change its bytes after the call.
      for (let at = 0; at < blobs.length; at++) message[at + 4] = there ? blobs[at] : copy(blobs[at]);
      return post(message);
    },
    start(receive) {
      deliver = receive;
      if (lost !== null) deliver(0, 0, 0, lost, '');
    },
  };
}
