// What cases assert with, and the errors that nobody caught meanwhile.

const uncaught = [];

if (typeof window !== 'undefined') {
  window.addEventListener('error', (event) => uncaught.push(String(event.message)));
  window.addEventListener('unhandledrejection', (event) => uncaught.push(String(event.reason)));
}

/** The errors that reached the window since the last call. */
export const takeErrors = () => uncaught.splice(0);

/** Waits for one more error to reach the window and takes all. */
export async function nextErrors(count) {
  while (uncaught.length < count) await turn();
  return takeErrors();
}

/** The next turn of the page's event loop. */
export const turn = () =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });

/** Waits, turn by turn, until the condition holds; the case's bound ends it otherwise. */
export async function until(condition) {
  while (!(await condition())) await turn();
}

export function ok(condition, what) {
  if (!condition) throw new Error(`does not hold: ${what}`);
}

/** A text that two values share exactly if they are deeply equal: JSON values, bytes, undefined. Keys have no order. */
const shape = (value) =>
  JSON.stringify(value, (_key, item) => {
    if (item === undefined) return 'undefined!';
    if (item instanceof ArrayBuffer) return { bytes: [...new Uint8Array(item)] };
    if (item instanceof Uint8Array) return { array: [...item] };
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return item;
    return Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)));
  });

export function equal(actual, expected, what = 'value') {
  const [a, e] = [shape(actual), shape(expected)];
  if (a !== e) throw new Error(`${what}: got ${String(a).slice(0, 500)}, expected ${String(e).slice(0, 500)}`);
}

/** The value that the promise rejects with. */
export async function rejection(promise) {
  let value;
  try {
    value = await promise;
  } catch (error) {
    return error;
  }
  throw new Error(`resolved with ${String(shape(value)).slice(0, 200)} instead of being rejected`);
}

export async function rejects(promise, expected) {
  equal(await rejection(promise), expected, 'rejection');
}

export async function rejectsWith(promise, part) {
  const error = await rejection(promise);
  ok(typeof error === 'string' && error.includes(part), `the rejection ${shape(error) ?? error} has ${part}`);
}

/** A promise with its handles. */
export function deferred() {
  let resolve, reject;
  const promise = new Promise((yes, no) => ([resolve, reject] = [yes, no]));
  return { promise, resolve, reject };
}

/** Counts what is collected, and waits for a number of it. */
export function collector() {
  const list = [];
  let wake = () => {};
  return {
    list,
    push(item) {
      list.push(item);
      wake();
    },
    async reach(count) {
      while (list.length < count) await new Promise((resolve) => (wake = resolve));
      return list;
    },
  };
}

/** Bytes that follow from their place: byte n is n * 7 + size. */
export function pattern(size) {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at++) bytes[at] = at * 7 + size;
  return bytes;
}

export function isPattern(bytes, size) {
  if (bytes.length !== size) return false;
  for (let at = 0; at < size; at++) if (bytes[at] !== ((at * 7 + size) & 255)) return false;
  return true;
}
