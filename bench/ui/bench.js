// The page that both benchmark programs show. It measures the link between page and core through the official
// client's low-level object, so that it runs unchanged on both, and hands its findings to the command `report`.
// Not here: how often it runs and what is made of the numbers (`cargo xtask bench`).
const internals = window.__TAURI_INTERNALS__;
const invoke = (command, args) => internals.invoke(command, args || {});
const upload = (bytes) => internals.invoke("upload", bytes);
const stream = (n, size, onMessage) =>
  invoke("stream", { n, size, onMsg: "__CHANNEL__:" + internals.transformCallback(onMessage) });
const listen = (event, onEvent) =>
  invoke("plugin:event|listen", { event, target: { kind: "Any" }, handler: internals.transformCallback(onEvent) });

const out = { first_js: Date.now() };
const MB = 1048576;

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

async function milliseconds(work) {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** The median time of `rounds` runs of `work`, in milliseconds. */
async function typical(rounds, work) {
  const times = [];
  for (let i = 0; i < rounds; i++) times.push(await milliseconds(work));
  return median(times);
}

async function startUp() {
  await invoke("noop");
  out.first_invoke = Date.now();
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
  out.first_frame = Date.now();
}

async function calls() {
  for (let i = 0; i < 200; i++) await invoke("noop");
  const oneByOne = (command) => async () => {
    for (let i = 0; i < 400; i++) await invoke(command);
  };
  out.seq_us = ((await typical(5, oneByOne("noop"))) * 1000) / 400;
  out.seq_async_us = ((await typical(5, oneByOne("noop_async"))) * 1000) / 400;
  const atOnce = () => Promise.all(Array.from({ length: 2000 }, () => invoke("noop")));
  out.conc_per_s = 2000 / ((await typical(5, atOnce)) / 1000);
}

/** A thousand objects there and back: about 100 kB of JSON each way. */
async function echo() {
  const items = Array.from({ length: 1000 }, (_, i) => ({
    id: i,
    name: "item number " + i,
    price: i * 1.25,
    tags: ["alpha", "beta", "gamma"],
    ok: i % 2 == 0,
  }));
  out.echo_100k_ms = await typical(15, () => invoke("echo", { items }));
}

/** The clock of pages counts whole milliseconds, so short transfers are timed several at a time. */
async function bulk(megabytes, times) {
  const n = megabytes * MB;
  const bytes = new Uint8Array(n).fill(7);
  const down = [];
  const up = [];
  for (let round = 0; round < (megabytes == 100 ? 3 : 7); round++) {
    down.push(
      await milliseconds(async () => {
        for (let i = 0; i < times; i++) {
          const body = await invoke("download", { n });
          if ((body.byteLength ?? body.length) != n) throw new Error("short download: " + body.byteLength);
        }
      }),
    );
    up.push(
      await milliseconds(async () => {
        for (let i = 0; i < times; i++) {
          const got = await upload(bytes);
          if (got != n) throw new Error("short upload: " + got);
        }
      }),
    );
  }
  out[`down_${megabytes}MB_MBps`] = (megabytes * times) / (median(down) / 1000);
  out[`up_${megabytes}MB_MBps`] = (megabytes * times) / (median(up) / 1000);
}

/** All messages of one channel, `n` of `size` bytes (0: a small JSON number). */
const allMessages = (n, size) => () =>
  new Promise((done, failed) => {
    let count = 0;
    stream(n, size, () => {
      if (++count == n) done();
    }).catch(failed);
  });

async function streams() {
  out.stream_small_per_s = 20000 / ((await typical(3, allMessages(20000, 0))) / 1000);
  out.stream_1MB_MBps = 200 / ((await typical(3, allMessages(200, MB))) / 1000);
}

async function events() {
  let count = 0;
  let done;
  const all = new Promise((resolve) => (done = resolve));
  await listen("tick", () => {
    if (++count == 5000) done();
  });
  const time = await milliseconds(async () => {
    invoke("storm", { n: 5000 });
    await all;
  });
  out.event_per_s = 5000 / (time / 1000);
}

async function main() {
  await startUp();
  if (!(await invoke("idle"))) {
    await calls();
    await echo();
    for (const [megabytes, times] of [[1, 10], [10, 3], [100, 1]]) await bulk(megabytes, times);
    await streams();
    await events();
  }
  await invoke("report", { out });
}

main().catch((error) => invoke("report", { out: { ...out, error: String((error && error.stack) || error) } }));
