// Watching, through the official client of the plugin.

import { invoke } from '@tauri-apps/api/core';
import * as fs from '@tauri-apps/plugin-fs';
import { collector, equal, ok, rejectsWith, until } from '../assert.js';
import { folder } from '../folder.js';

const resources = async () => (await invoke('diagnostics'))[4];
const pause = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

/** Waits for an event that fits. */
const seen = (events, fits) => until(() => events.list.some(fits));
const has = (kind, path) => (event) => event.type?.[kind] !== undefined && event.paths.includes(path);

export default {
  async each_change_at_once() {
    const at = await folder('watch-raw');
    const events = collector();
    const unwatch = await fs.watchImmediate(at(), events.push);
    await fs.writeTextFile(at('a'), 'x');
    await seen(events, has('create', at('a')));
    await seen(events, has('modify', at('a')));
    await fs.rename(at('a'), at('b'));
    await seen(events, (event) => event.type.modify?.kind === 'rename' && event.type.modify.mode === 'both');
    const rename = events.list.find((event) => event.type.modify?.mode === 'both');
    equal(rename.paths, [at('a'), at('b')]);
    await fs.mkdir(at('d'));
    await seen(events, (event) => event.type.create?.kind === 'folder' && event.paths[0] === at('d'));
    await fs.remove(at('b'));
    await seen(events, has('remove', at('b')));
    for (const event of events.list) {
      ok(typeof event.type === 'string' || Object.keys(event.type).length === 1, JSON.stringify(event));
      ok(Array.isArray(event.paths) && typeof event.attrs === 'object', JSON.stringify(event));
    }
    unwatch();
  },

  async changes_collected() {
    const at = await folder('watch-delay');
    const events = collector();
    const unwatch = await fs.watch(at(), events.push, { delayMs: 200 });
    await fs.writeTextFile(at('a'), 'x');
    for (let round = 0; round < 5; round++) await fs.writeTextFile(at('a'), `x${round}`);
    await seen(events, has('create', at('a')));
    equal(events.list.filter((event) => event.type.create).length, 1);
    await pause(300);
    await fs.rename(at('a'), at('b'));
    await seen(events, (event) => event.type.modify?.mode === 'both');
    unwatch();
  },

  async deep_changes_on_request() {
    const at = await folder('watch-deep');
    await fs.mkdir(at('sub'), { recursive: true });
    const [flat, deep] = [collector(), collector()];
    const stopFlat = await fs.watchImmediate(at(), flat.push);
    const stopDeep = await fs.watchImmediate('watch-deep', deep.push, { baseDir: fs.BaseDirectory.AppData, recursive: true });
    await fs.writeTextFile(at('sub', 'a'), 'x');
    await seen(deep, has('create', at('sub', 'a')));
    await fs.writeTextFile(at('b'), 'x');
    await seen(flat, has('create', at('b')));
    ok(!flat.list.some((event) => event.paths.includes(at('sub', 'a'))), 'not of a directory below');
    stopFlat();
    stopDeep();
  },

  async several_paths_and_addresses() {
    const at = await folder('watch-several');
    await fs.writeTextFile(at('a'), 'x');
    await fs.mkdir(at('d'), { recursive: true });
    const events = collector();
    const unwatch = await fs.watchImmediate([at('a'), new URL(`file://${at('d')}`)], events.push);
    await fs.writeTextFile(at('a'), 'y');
    await fs.writeTextFile(at('d', 'b'), 'x');
    await fs.writeTextFile(at('c'), 'unseen');
    await seen(events, has('modify', at('a')));
    await seen(events, has('create', at('d', 'b')));
    ok(!events.list.some((event) => event.paths.includes(at('c'))), 'not of what is not watched');
    unwatch();
  },

  async the_end_is_the_end() {
    const at = await folder('watch-end');
    const before = await resources();
    const events = collector();
    const unwatch = await fs.watchImmediate(at(), events.push);
    equal(await resources(), before + 1);
    await fs.writeTextFile(at('a'), 'x');
    await seen(events, has('create', at('a')));
    unwatch();
    await until(async () => (await resources()) === before);
    await pause(50);
    const count = events.list.length;
    await fs.writeTextFile(at('b'), 'x');
    await pause(200);
    equal(events.list.length, count);
  },

  async denied_names_are_not_told() {
    const at = await folder('watch-denied');
    const events = collector();
    const unwatch = await fs.watchImmediate(at(), events.push);
    await invoke('put', { path: at('x.secret'), text: 'secret' });
    await invoke('put', { path: at('after'), text: 'x' });
    await seen(events, has('create', at('after')));
    ok(!JSON.stringify(events.list).includes('secret'), 'the name of a denied file');
    unwatch();
  },

  async what_does_not_exist() {
    const at = await folder('watch-missing');
    const before = await resources();
    await rejectsWith(fs.watchImmediate(at('missing'), () => {}), 'No such file or directory');
    equal(await resources(), before);
  },
};
