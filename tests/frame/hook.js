// The hook of the program under test: lets calls pass as they are, except for those that name what it is to do with them.

const counts = { seen: 0, sync: 0 };

/** What a payload asks for under `hook`. */
const tricks = {
  change: (call) => ({ ...call, cmd: 'echo', payload: { value: `changed from ${call.cmd} ${call.payload.value}` } }),
  bytes: (call) => {
    const { data } = call.payload;
    if (!(data instanceof Uint8Array)) throw new Error(`no bytes: ${Object.prototype.toString.call(data)}`);
    return { ...call, payload: { value: [data.length, data[0]] } };
  },
  shape: (call) => ({ ...call, payload: { value: Object.entries(call).map(([name, value]) => [name, typeof value]) } }),
  header: (call) => ({ ...call, options: { headers: { 'x-hook': call.options.headers['x-page'] + ' and hook' } } }),
  refuse() {
    throw new Error('the hook says no');
  },
  refuse_later: () => Promise.reject('the hook says no later'),
  nothing: () => undefined,
  async later(call) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    return call;
  },
  count: (call) => ({ ...call, payload: { value: counts.seen } }),
  reach: (call) => ({
    ...call,
    payload: {
      value: [typeof window.__DORMER_LINK__, self.origin.split('-')[0], [...document.scripts].length, typeof window.__TAURI_INTERNALS__],
    },
  }),
  async fetches(call) {
    const got = await fetch('dormer://localhost/index.html').then(() => 'fetched', () => 'kept in');
    return { ...call, payload: { value: got } };
  },
};

window.__TAURI_ISOLATION_HOOK__ = (call) => {
  counts.seen++;
  const trick = call.payload && !(call.payload instanceof Uint8Array) && tricks[call.payload.hook];
  return trick ? trick(call) : call;
};
