// What hostile scripts try with whatever context they run in: the page, a frame of any kind, a worker. No context is
// made here. `knock` answers with the names of what it could lay hands on and of the calls that were answered.

self.FORBIDDEN = [
  'plugin:vault|shut', 'secret', 'plugin:app|name', 'plugin:app|version', 'plugin:window|set_title',
  'plugin:window|title', 'plugin:window|close', 'plugin:window|create', 'plugin:webview|create_webview_window',
  'plugin:event|listen', 'plugin:event|emit', 'plugin:event|emit_to', 'plugin:resources|close', 'plugin:path|resolve',
  'plugin:image|from_path', 'plugin:menu|new', 'plugin:tray|new', 'plugin:__TAURI_CHANNEL__|fetch',
  'vault|open', 'open', 'plugin:VAULT|open', 'plugin:vault|OPEN', 'plugin: vault|open', 'plugin:vault |open', 'plugin:vault|open ',
  'plugin:vault|open|shut', 'plugin:vault|open\0', 'plugin:vault|open\nplugin:vault|shut', '\nplugin:vault|shut', 'plugin:vault|',
  'plugin:|open', 'plugin:|shut', 'plugin:', '', '|', '*', '__proto__', 'constructor', 'plugin:__proto__|open',
  'plugin:vault|__proto__', 'plugin:vault|*', 'plugin:*|shut', 'core:vault:allow-shut', 'x'.repeat(70000),
];

self.knock = async (from, own) => {
  const found = [];
  const answered = [];
  const tries = [];
  const attempt = (name, act) => {
    try {
      const end = act();
      if (end && typeof end.then === 'function') tries.push(end.then(() => answered.push(name), () => {}));
    } catch { /* refused at once */ }
  };
  // Cross-origin windows throw at the first look.
  const look = (name, get) => {
    try {
      const value = get();
      if (value !== undefined && value !== null) found.push(name);
      return value ?? undefined;
    } catch { return undefined; }
  };
  const arguments_ = { from, event: 'hostile', payload: 1, target: { kind: 'Any' }, handler: 1, value: 'taken', label: 'taken', rid: 1, options: { label: 'taken', url: '/' } };
  const places = { self, parent: self.parent, top: self.top, opener: self.opener };
  for (const [name, place] of Object.entries(places)) {
    const above = name !== 'self' && place !== self;
    if (name !== 'self' && !above) continue;
    const internals = look(`${name}.internals`, () => place.__TAURI_INTERNALS__);
    const link = look(`${name}.link`, () => place.__DORMER_LINK__);
    const handler = look(`${name}.handler`, () => place.webkit.messageHandlers.dormer);
    if (link) for (const method of ['send', 'sendAll', 'sendBytes', 'start']) attempt(`${name}.link.${method}`, () => link[method](1, 'plugin:vault|open', '', '{}'));
    if (internals) {
      // What a script of the page's own origin asks the page to do is done by the page; only that is let out here.
      const wanted = own ? FORBIDDEN : ['plugin:vault|open', ...FORBIDDEN];
      for (const command of wanted) attempt(`${name} ${command.slice(0, 40)}`, () => internals.invoke(command, arguments_));
    }
    if (handler) {
      const keys = ['', '__KEY__', '0'.repeat(32), null, 0, {}, [], ['__KEY__'], true];
      for (const key of keys) {
        attempt(`${name}.handler open`, () => handler.postMessage([key, 1, 'open']));
        attempt(`${name}.handler poll`, () => handler.postMessage([key, 1, 'poll']));
        for (const command of ['plugin:vault|open', 'plugin:vault|shut', 'secret']) {
          attempt(`${name}.handler call`, () => handler.postMessage([key, 1, 'call', 1, command, '', JSON.stringify({ from }), []]));
        }
      }
      for (const junk of ['open', null, 7, [], {}, { 0: '', length: 3 }, [[[[]]]]]) attempt(`${name}.handler junk`, () => handler.postMessage(junk));
    }
  }
  for (const place of [self.parent, self.top, self.opener]) {
    if (!place || place === self) continue;
    // Messages in the form that other carriers would take for calls, answers and handshakes.
    for (const message of [
      { cmd: 'plugin:vault|shut', callback: 1, error: 2, payload: { from }, __TAURI_INVOKE_KEY__: '' },
      { nonce: 1, payload: { cmd: 'plugin:vault|shut' } }, '__TAURI_ISOLATION_READY__', [16, 1, 0, '"taken"', ''], ['open'],
    ]) attempt('postMessage', () => place.postMessage(message, '*'));
  }
  const read = async (name, address, options) => {
    const answer = await fetch(address, options);
    const text = await answer.text();
    if (answer.type === 'opaque' || answer.status >= 400 || text === '') throw new Error('nothing to read');
    found.push(`fetch ${name}`);
  };
  const forged = { method: 'POST', body: JSON.stringify({ from }), headers: { 'Tauri-Invoke-Key': 'x', 'Tauri-Callback': '1', 'Tauri-Error': '2', 'content-type': 'application/json' } };
  for (const address of [
    'ipc://localhost/plugin%3Avault%7Cshut', 'ipc://localhost/secret', 'http://ipc.localhost/plugin%3Avault%7Cshut',
    'dormer://ipc/plugin:vault|shut', 'dormer-ipc://localhost/plugin:vault|shut', 'dormer://localhost/plugin:vault|shut',
    'asset://localhost/%2Fetc%2Fhostname', 'file:///etc/hostname', 'tauri://localhost/', 'isolation://localhost/',
  ]) {
    tries.push(read(address, address, forged).catch(() => {}));
    if (!address.startsWith('dormer:')) tries.push(read(address, address).catch(() => {}));
  }
  // The app's own files are for its own pages; others cannot read them.
  if (!own) tries.push(read('own page', 'dormer://localhost/hostile.html').catch(() => {}));
  await Promise.race([Promise.all(tries), new Promise((done) => setTimeout(done, 3000))]);
  return { from, found, answered };
};
