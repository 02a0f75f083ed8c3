// Paths and data at the edges of what is sensible, through the official client of the plugin.

import { invoke } from '@tauri-apps/api/core';
import * as fs from '@tauri-apps/plugin-fs';
import { collector, equal, ok, rejection, rejectsWith, until } from '../assert.js';
import { bytes, folder } from '../folder.js';

const baseDir = fs.BaseDirectory.AppData;

export default {
  async the_base_itself() {
    await folder('.');
    for (const path of ['', '.', './']) {
      equal((await fs.stat(path, { baseDir })).isDirectory, true, `stat of '${path}'`);
      equal((await fs.lstat(path, { baseDir })).isDirectory, true, `lstat of '${path}'`);
      equal(await fs.exists(path, { baseDir }), true, `existence of '${path}'`);
      ok(Array.isArray(await fs.readDir(path, { baseDir })), `entries of '${path}'`);
      ok((await fs.size(path, { baseDir })) >= 0, `size of '${path}'`);
      await fs.mkdir(path, { baseDir, recursive: true });
    }
  },

  async superfluous_separators() {
    const at = await folder('edge-separators');
    await fs.mkdir(`${at('d')}//`);
    await fs.writeTextFile(`${at()}//.//d/./a`, 'x');
    equal(await fs.readTextFile(`${at('d')}//a`), 'x');
    equal(await fs.exists(`${at('d')}/`), true);
    await rejectsWith(fs.writeTextFile(`${at('b')}/`, 'x'), at('b'));
    equal(await fs.exists(at('b')), false, 'a name with a separator at its end is no file');
    await fs.rename(`${at('d')}/`, `${at('e')}/`);
    await fs.remove(`${at('e')}/`, { recursive: true });
    equal(await fs.readDir(at()), []);
  },

  async names_that_cannot_be() {
    const at = await folder('edge-names');
    for (const name of ['nul\0byte', 'x'.repeat(300), `${'long/'.repeat(1000)}x`]) {
      for (const call of [() => fs.readFile(at(name)), () => fs.writeTextFile(at(name), 'x'), () => fs.mkdir(at(name)), () => fs.stat(at(name))]) {
        ok(typeof (await rejection(call())) === 'string', 'a text');
      }
    }
    for (const path of [null, undefined, 7, {}, ['a']]) await rejectsWith(fs.readFile(path), 'path');
    await rejectsWith(fs.readFile('relative'), 'forbidden path: relative');
    await rejectsWith(fs.readFile(''), 'forbidden path: ');
    equal(await fs.readDir(at()), []);
  },

  async circles_of_links() {
    const at = await folder('edge-circles');
    await invoke('link', { path: at('a'), target: at('b') });
    await invoke('link', { path: at('b'), target: at('a') });
    for (const call of [fs.readFile, fs.stat, fs.create, (path) => fs.writeTextFile(path, 'x')]) {
      ok(typeof (await rejection(call(at('a')))) === 'string', 'a text');
    }
    equal((await fs.lstat(at('a'))).isSymlink, true);
    await fs.remove(at('a'));
  },

  async links_within_the_scope() {
    const at = await folder('edge-links');
    await fs.mkdir(at('real'), { recursive: true });
    await invoke('link', { path: at('way'), target: 'real' });
    await fs.writeTextFile(at('way', 'a'), 'x');
    equal(await fs.readTextFile(at('real', 'a')), 'x');
    await invoke('link', { path: at('new'), target: 'real/b' });
    await fs.writeTextFile(at('new'), 'through a link to nothing');
    equal(await fs.readTextFile(at('real', 'b')), 'through a link to nothing');
    await fs.writeTextFile(at('new'), 'whole', { atomic: true });
    equal([(await fs.lstat(at('new'))).isSymlink, await fs.readTextFile(at('real', 'b'))], [true, 'whole']);
    await rejectsWith(fs.writeTextFile(at('way', 'a'), 'x', { createNew: true }), 'exists');
    await fs.rename(at('way'), at('renamed'));
    equal([(await fs.lstat(at('renamed'))).isSymlink, await fs.exists(at('real', 'a'))], [true, true]);
    await fs.copyFile(at('renamed', 'a'), at('new'));
    equal(await fs.readTextFile(at('real', 'b')), 'x');
  },

  async data_that_is_no_bytes_changes_nothing() {
    const at = await folder('edge-data');
    await fs.writeTextFile(at('a'), 'kept');
    for (const data of ['text', 7, [256], [-1], [0.5], ['a'], { a: 1 }, null]) {
      const error = await fs.writeFile(at('a'), data).catch((error) => error);
      ok(typeof error === 'string', `${JSON.stringify(data)} is refused: ${error}`);
      equal(await fs.readTextFile(at('a')), 'kept');
    }
    const file = await fs.open(at('a'), { write: true });
    for (const data of ['text', [256], null, undefined]) {
      await rejectsWith(file.write(data), 'invalid args `data` for command `write`');
    }
    await file.close();
    equal(await fs.readTextFile(at('a')), 'kept');
  },

  async options_that_are_none() {
    const at = await folder('edge-options');
    for (const options of [undefined, null, {}, { baseDir: undefined }, { baseDir: null, unknown: 1 }]) {
      await fs.writeTextFile(at('a'), 'x', options);
      equal(await fs.readTextFile(at('a'), options), 'x');
      equal((await fs.stat(at('a'), options)).size, 1);
      equal(await fs.exists(at('a'), options), true);
      await (await fs.open(at('a'), options)).close();
      await fs.mkdir(at('d'), options);
      await fs.remove(at('d'), options);
      await fs.copyFile(at('a'), at('b'), options);
      await fs.rename(at('b'), at('c'), options);
    }
    await rejectsWith(fs.stat(at('a'), 'text'), 'invalid args `options` for command `stat`');
  },

  async two_readers_and_a_writer() {
    const at = await folder('edge-together');
    const writer = await fs.create(at('a'));
    const readers = [await fs.open(at('a')), await fs.open(at('a'))];
    await writer.write(bytes('abc'));
    for (const reader of readers) {
      const buffer = new Uint8Array(2);
      equal([await reader.read(buffer), [...buffer]], [2, [...bytes('ab')]], 'each has a place of its own');
    }
    const buffers = Array.from({ length: 4 }, () => new Uint8Array(1));
    await writer.write(bytes('def'));
    await Promise.all(buffers.map((buffer) => readers[0].read(buffer)));
    equal(buffers.map((buffer) => buffer[0]).sort((a, b) => a - b), [...bytes('cdef')], 'reads at once share one place');
    await Promise.all([writer, ...readers].map((file) => file.close()));
  },

  async a_file_that_is_written_line_by_line() {
    const at = await folder('edge-lines');
    const writer = await fs.create(at('a'));
    const lines = await fs.readTextFileLines(at('a'));
    await writer.write(bytes('one\ntwo'));
    equal([(await lines.next()).value, (await lines.next()).value], ['one', 'two']);
    equal((await lines.next()).done, true);
    await writer.close();
  },

  async a_watched_directory_that_goes() {
    const at = await folder('edge-watch');
    await fs.mkdir(at('d'));
    const events = collector();
    const unwatch = await fs.watchImmediate(at('d'), events.push);
    await fs.remove(at('d'));
    await until(() => events.list.some((event) => event.type.remove && event.paths.includes(at('d'))));
    unwatch();
  },

  async a_large_directory() {
    const at = await folder('edge-many');
    for (let round = 0; round < 20; round++) {
      await Promise.all(Array.from({ length: 100 }, (_, number) => fs.writeTextFile(at(`${round}-${number}`), 'x')));
    }
    equal((await fs.readDir(at())).length, 2000);
    equal(await fs.size(at()), 2000);
    await fs.remove(at(), { recursive: true });
    equal(await fs.exists(at()), false);
  },
};
