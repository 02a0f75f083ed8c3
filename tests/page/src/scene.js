// Offers the client as globals, because the program drives this page with scripts. No case lives here.

import * as core from '@tauri-apps/api/core';
import * as event from '@tauri-apps/api/event';

const { Channel, invoke } = core;
for (const [name, value] of Object.entries({ ...core, ...event })) if (!(name in window)) window[name] = value;

/** Tells the program something; scenes wait for it by name. */
window.say = (name, value = null) => invoke('say', { name, value });

/** Says the value of a promise, or its failure, under this name. */
window.tell = (name, promise) =>
  Promise.resolve(promise).then(
    (value) => say(name, value),
    (error) => say(name, { failed: String(error) }),
  );

/** Leaves calls, listeners, channels and resources open until the gate opens, and says `busy` when they are. */
window.busy = async (gate) => {
  const rejected = [];
  for (let at = 0; at < 20; at++) await event.listen('busy', () => {});
  for (let at = 0; at < 20; at++) await invoke('channel_later', { channel: new Channel(), gate });
  for (let at = 0; at < 5; at++) await invoke('resource_open', { table: 'webview' });
  for (let at = 0; at < 20; at++) invoke('wait_for_gate_async', { name: gate }).catch((error) => rejected.push(error));
  invoke('wait_for_gate', { name: gate }).catch((error) => rejected.push(error));
  // Answered when all calls before it have reached the core.
  await invoke('echo_async', { value: null });
  await say('busy');
};

/** Keeps the page's thread for so many milliseconds. */
window.spin = (millis) => {
  const end = performance.now() + millis;
  while (performance.now() < end);
};

await say('ready', location.pathname + location.search);
