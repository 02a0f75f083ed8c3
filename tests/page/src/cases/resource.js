// Resources: things in the core that the page holds by number.

import { invoke, Resource } from '@tauri-apps/api/core';
import { equal, ok, rejects, rejectsWith } from '../assert.js';

export default {
  async numbers_are_random_and_not_zero() {
    const rids = [];
    for (let at = 0; at < 20; at++) rids.push(await invoke('resource_open', { table: 'webview' }));
    ok(rids.every((rid) => Number.isInteger(rid) && rid > 0 && rid <= 0xffffffff), rids.join());
    equal(new Set(rids).size, 20);
    ok(!rids.every((rid, at) => at === 0 || rid === rids[at - 1] + 1), 'they cannot be guessed from each other');
    for (const rid of rids) await new Resource(rid).close();
  },

  async closing_closes_in_all_tables() {
    for (const table of ['webview', 'window', 'app']) {
      const before = await invoke('resource_closed');
      const resource = new Resource(await invoke('resource_open', { table }));
      await resource.close();
      equal(await invoke('resource_closed'), before + 1, table);
      await rejects(resource.close(), `The resource id ${resource.rid} is invalid.`);
    }
  },

  async unknown_numbers_are_told() {
    await rejects(new Resource(0).close(), 'The resource id 0 is invalid.');
    await rejectsWith(new Resource(-1).close(), 'invalid args `rid` for command `close`');
    await rejectsWith(new Resource(undefined).close(), 'missing required key rid');
  },
};
