// What the permissions of these pages keep files from: see `capabilities/fs.json`.

import { invoke } from '@tauri-apps/api/core';
import { appConfigDir, join, tempDir } from '@tauri-apps/api/path';
import * as fs from '@tauri-apps/plugin-fs';
import { equal, ok, rejection, rejects, rejectsWith } from '../assert.js';
import { folder } from '../folder.js';

/** Every function that takes a path, with the name of its command. `good` is a path that may be read and written. */
const calls = (path, good) => ({
  create: () => fs.create(path),
  open: () => fs.open(path),
  copy_file: () => fs.copyFile(path, good),
  mkdir: () => fs.mkdir(path, { recursive: true }),
  read_dir: () => fs.readDir(path),
  read_file: () => fs.readFile(path),
  read_text_file: () => fs.readTextFile(path),
  read_text_file_lines: async () => (await fs.readTextFileLines(path)).next(),
  remove: () => fs.remove(path, { recursive: true }),
  rename: () => fs.rename(path, good),
  stat: () => fs.stat(path),
  lstat: () => fs.lstat(path),
  truncate: () => fs.truncate(path),
  write_file: () => fs.writeFile(path, new Uint8Array(1)),
  write_text_file: () => fs.writeTextFile(path, 'x'),
  exists: () => fs.exists(path),
  size: () => fs.size(path),
  watch: () => fs.watchImmediate(path, () => {}),
});

/** Targets and streams too. */
const others = (path, good) => ({
  copy_file: () => fs.copyFile(good, path),
  rename: () => fs.rename(good, path),
  open: () => fs.writeFile(path, new ReadableStream()),
  watch: () => fs.watch([good, path], () => {}),
});

async function refused(path) {
  const at = await folder('scopes-good');
  await fs.writeTextFile(at('good'), 'good');
  for (const table of [calls(path, at('good')), others(path, at('good'))]) {
    for (const [command, call] of Object.entries(table)) {
      const error = await rejection(call());
      const hint = `, maybe it is not allowed on the scope for \`allow-${command.replaceAll('_', '-')}\` permission in your capability file`;
      equal(error, `forbidden path: ${path}${hint}`, command);
    }
  }
  equal(await fs.readTextFile(at('good')), 'good');
}

/** A file that the pages may not reach. */
async function outside(name) {
  const path = await join(await tempDir(), 'outside', name);
  await invoke('put', { path, text: 'secret' });
  return path;
}

export default {
  async what_lies_outside() {
    const path = await outside('a');
    await refused(path);
    equal(await invoke('text_of', { path }), 'secret');
    await refused(`${path}-missing`);
    equal(await invoke('text_of', { path: `${path}-missing` }), null);
    await refused('/etc/passwd');
  },

  async what_is_denied() {
    const at = await folder('scopes-denied');
    for (const path of [at('../denied/x').replace('scopes-denied/../', ''), at('x.secret'), at('deep/er/x.secret')]) {
      await invoke('put', { path, text: 'secret' });
      await refused(path);
      equal(await invoke('text_of', { path }), 'secret');
    }
    await fs.writeTextFile(at('x.secret.txt'), 'x');
  },

  async denied_files_keep_their_tree() {
    const at = await folder('scopes-tree');
    await invoke('put', { path: at('tree', 'x.secret'), text: 'secret' });
    await rejectsWith(fs.remove(at('tree'), { recursive: true }), 'forbidden path: ');
    await rejectsWith(fs.rename(at('tree'), at('moved')), 'forbidden path: ');
    equal(await invoke('text_of', { path: at('tree', 'x.secret') }), 'secret');
  },

  async data_of_the_web_view_is_denied() {
    const at = await folder('.');
    for (const path of ['localstorage/x', 'cookies', 'WebKitCache/y', 'storage/z']) {
      const name = at(path).replace('/./', '/');
      await rejectsWith(fs.readFile(name), `forbidden path: ${name}`);
    }
  },

  async hidden_names_need_a_literal() {
    const at = await folder('scopes-hidden');
    for (const path of [at('.env'), at('.config', 'x')]) {
      await invoke('put', { path, text: 'secret' });
      await refused(path);
    }
  },

  async links_out_of_the_scope() {
    const at = await folder('scopes-links');
    const path = await outside('linked');
    const target = path.slice(0, path.lastIndexOf('/'));
    await invoke('link', { path: at('way'), target });
    await refused(at('way', 'linked'));
    equal(await invoke('text_of', { path }), 'secret');
    await fs.writeTextFile(at('good'), 'good');
    await invoke('link', { path: at('file'), target: path });
    await invoke('link', { path: at('new'), target: `${path}-new` });
    for (const name of ['file', 'new']) {
      for (const call of [fs.readFile, fs.open, fs.create, fs.truncate, fs.stat, fs.exists, fs.size]) {
        await rejectsWith(call(at(name)), `forbidden path: ${at(name)}`);
      }
      await rejectsWith(fs.writeTextFile(at(name), 'x'), `forbidden path: ${at(name)}`);
      await rejectsWith(fs.writeTextFile(at(name), 'x', { atomic: true }), `forbidden path: ${at(name)}`);
      await rejectsWith(fs.copyFile(at('good'), at(name)), `forbidden path: ${at(name)}`);
      equal((await fs.lstat(at(name))).isSymlink, true, 'the link itself lies inside');
      await fs.remove(at(name));
    }
    equal(await invoke('text_of', { path }), 'secret');
    equal(await invoke('text_of', { path: `${path}-new` }), null);
    await invoke('put', { path: at('x.secret'), text: 'secret' });
    await invoke('link', { path: at('alias'), target: at('x.secret') });
    await rejectsWith(fs.readFile(at('alias')), `forbidden path: ${at('alias')}`);
  },

  async steps_upwards() {
    const at = await folder('scopes-up');
    const baseDir = fs.BaseDirectory.AppData;
    for (const path of ['../x', '..', 'a/../../x', at('..', 'scopes-up', 'a'), `file://${at('a')}/%2e%2e%2fb`]) {
      const relative = path.startsWith('/') || path.startsWith('file') ? {} : { baseDir };
      const error = await rejection(fs.readFile(path, relative));
      ok(typeof error === 'string' && error.includes('..'), `${path}: ${error}`);
      const written = await rejection(fs.writeTextFile(path, 'x', relative));
      ok(typeof written === 'string' && written.includes('..'), `${path}: ${written}`);
    }
    const error = await rejection(fs.readFile('../x', { baseDir }));
    equal(error, 'invalid args `path` for command `read_file`: the path `../x` must not contain `..`');
    // Parsing takes the steps, and what is left lies outside.
    await rejectsWith(fs.readFile(new URL(`file://${at('../../../../../../../etc/passwd')}`)), 'forbidden path: /etc/passwd');
  },

  async an_absolute_path_replaces_the_base() {
    await rejectsWith(fs.readFile('/etc/passwd', { baseDir: fs.BaseDirectory.AppData }), 'forbidden path: /etc/passwd');
  },

  async a_scope_of_one_command() {
    const path = await join(await appConfigDir(), 'text-only', 'a');
    await invoke('put', { path, text: 'for one' });
    equal(await fs.readTextFile(path), 'for one');
    await rejectsWith(fs.readFile(path), `forbidden path: ${path}`);
    await rejectsWith(fs.exists(path), `forbidden path: ${path}`);
    await rejectsWith(fs.readTextFile(`${path}/b/c`), 'forbidden path: ');
  },

  async wildcards_in_the_middle() {
    const path = await join(await tempDir(), 'open-12', 'deep', 'a');
    await invoke('put', { path, text: 'x' });
    equal(await fs.readTextFile(path), 'x');
    await rejectsWith(fs.readTextFile(path.replace('open-12', 'shut-12')), 'forbidden path: ');
    await rejectsWith(fs.readTextFile(path.replace('open-12', 'x/open-12')), 'forbidden path: ');
  },

  async grants_at_run_time() {
    const path = await join(await tempDir(), 'granted', 'deep', 'a');
    await invoke('put', { path, text: 'x' });
    await rejectsWith(fs.readTextFile(path), 'forbidden path: ');
    await invoke('grant', { path: await join(await tempDir(), 'granted') });
    equal(await fs.readTextFile(path), 'x');
    await fs.writeTextFile(path, 'y');
    equal(await invoke('text_of', { path }), 'y');
  },

  async the_permission_that_has_no_command() {
    await rejects(invoke('plugin:fs|unwatch', {}), 'Command unwatch not found');
  },
};
