// Runs the cases that the program asks for, one by one, each within a bound, and reports every result to it.

import { invoke } from '@tauri-apps/api/core';
import { modules } from './cases/index.js';
import { takeErrors } from './assert.js';

const BOUND = 30_000;

/** Waits for a case within a bound. No method of a promise is called: cases change those too. */
const finished = (body) =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not done after ${BOUND / 1000} s`)), BOUND);
    (async () => {
      try {
        resolve(await body());
      } catch (error) {
        reject(error);
      }
      clearTimeout(timer);
    })();
  });

/** The result of one case: null, or why it failed. */
async function run(body) {
  takeErrors();
  try {
    await finished(body);
    const left = takeErrors();
    return left.length ? `uncaught: ${left.join('; ')}` : null;
  } catch (error) {
    return error instanceof Error ? `${error.message}\n${error.stack}` : `rejected with ${JSON.stringify(error)}`;
  }
}

const wanted = await invoke('cases_wanted');
for (const [module, cases] of Object.entries(modules)) {
  for (const [name, body] of Object.entries(cases)) {
    const full = `${module}::${name}`;
    if (wanted !== null && !wanted.includes(full)) continue;
    const start = performance.now();
    const error = await run(body);
    await invoke('case_done', { name: full, error, millis: Math.round(performance.now() - start) });
  }
}
document.getElementById('state').textContent = 'done';
await invoke('cases_done');
