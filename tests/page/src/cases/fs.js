// Files and directories by their names, through the official client of the plugin.

import { invoke } from '@tauri-apps/api/core';
import { basename } from '@tauri-apps/api/path';
import * as fs from '@tauri-apps/plugin-fs';
import { equal, isPattern, ok, pattern, rejection, rejectsWith } from '../assert.js';
import { bytes, folder, text } from '../folder.js';

const sorted = (entries) => entries.sort((a, b) => (a.name < b.name ? -1 : 1));
const AppData = { baseDir: fs.BaseDirectory.AppData };

/** A stream of these chunks. */
const stream = (chunks) =>
  new ReadableStream({
    pull(controller) {
      const chunk = chunks.shift();
      if (chunk) controller.enqueue(chunk);
      else controller.close();
    },
  });

export default {
  async text_both_ways() {
    const at = await folder('fs-text');
    for (const content of ['', 'plain', 'ä → 𝄞\n\r\n\0 \u2028', 'x'.repeat(200_000)]) {
      await fs.writeTextFile(at('a'), content);
      equal(await fs.readTextFile(at('a')), content);
      equal(await invoke('text_of', { path: at('a') }), content, 'on the disk');
    }
  },

  async text_in_other_encodings() {
    const at = await folder('fs-encodings');
    await fs.writeFile(at('latin'), new Uint8Array([0x66, 0xfc, 0x72]));
    equal(await fs.readTextFile(at('latin'), { encoding: 'iso-8859-1' }), 'für');
    await fs.writeFile(at('wide'), new Uint8Array(new Uint16Array([0x66, 0xfc, 0x72]).buffer));
    equal(await fs.readTextFile(at('wide'), { encoding: 'utf-16' }), 'für');
    equal(await fs.readTextFile(at('latin')), 'f\ufffdr', 'as UTF-8');
  },

  async bytes_both_ways() {
    const at = await folder('fs-bytes');
    for (const size of [0, 1, 255, 65_535, 65_536, 65_537, 1_000_000]) {
      await fs.writeFile(at('a'), pattern(size));
      const read = await fs.readFile(at('a'));
      ok(read instanceof Uint8Array, 'a Uint8Array');
      ok(isPattern(read, size), `${size} bytes as they were`);
    }
  },

  async ten_megabytes_both_ways() {
    const at = await folder('fs-large');
    const size = 10_000_000;
    await fs.writeFile(at('a'), pattern(size));
    equal(await fs.size(at('a')), size);
    ok(isPattern(await fs.readFile(at('a')), size), 'as they were');
  },

  async views_and_lists_as_data() {
    const at = await folder('fs-views');
    await fs.writeFile(at('a'), pattern(300).subarray(100, 200));
    equal(await fs.readFile(at('a')), pattern(300).subarray(100, 200));
    await fs.writeFile(at('a'), [1, 2, 255]);
    equal(await fs.readFile(at('a')), new Uint8Array([1, 2, 255]));
    await fs.writeFile(at('a'), pattern(10).buffer);
    equal(await fs.readFile(at('a')), pattern(10));
  },

  async streams_as_data() {
    const at = await folder('fs-streams');
    await fs.writeFile(at('a'), stream([bytes('one '), pattern(100_000), bytes(' end')]));
    const read = await fs.readFile(at('a'));
    equal(read.length, 100_008);
    equal([text(read.subarray(0, 4)), text(read.subarray(-4))], ['one ', ' end']);
    ok(isPattern(read.subarray(4, -4), 100_000), 'the middle');
    await fs.writeFile(at('a'), stream([bytes('more')]), { append: true });
    equal(await fs.size(at('a')), 100_012, 'appended');
    const failing = new ReadableStream({
      start: (controller) => controller.error(new Error('no more')),
    });
    equal((await rejection(fs.writeFile(at('a'), failing))).message, 'no more');
  },

  async a_stream_of_ten_megabytes() {
    const at = await folder('fs-long-stream');
    const chunk = pattern(250_000);
    await fs.writeFile(at('a'), stream(Array(40).fill(chunk)));
    const read = await fs.readFile(at('a'));
    equal(read.length, 10_000_000);
    for (const place of [0, 17, 39]) ok(isPattern(read.subarray(place * 250_000, (place + 1) * 250_000), 250_000), `chunk ${place}`);
  },

  async ways_to_write() {
    const at = await folder('fs-ways');
    await fs.remove(at('a')).catch(() => {});
    await rejectsWith(fs.writeTextFile(at('a'), 'x', { create: false }), 'No such file or directory');
    await fs.writeTextFile(at('a'), 'long text', { createNew: true });
    await rejectsWith(fs.writeTextFile(at('a'), 'x', { createNew: true }), 'exists');
    await fs.writeTextFile(at('a'), 'short');
    equal(await fs.readTextFile(at('a')), 'short', 'emptied first');
    await fs.writeTextFile(at('a'), ' and more', { append: true });
    equal(await fs.readTextFile(at('a')), 'short and more');
    await fs.writeTextFile(at('b'), 'x', { mode: 0o600 });
    equal((await fs.stat(at('b'))).mode & 0o777, 0o600);
    await fs.writeTextFile(at('a'), 'whole', { atomic: true });
    equal(await fs.readTextFile(at('a')), 'whole');
    equal(sorted(await fs.readDir(at())).map((entry) => entry.name), ['a', 'b'], 'nothing is left of it');
  },

  async names_of_any_letters() {
    const at = await folder('fs-names');
    for (const name of ['ä ü', '100% %41', 'a+b&c=d?e#f', '"quoted\'', '𝄞', 'line\nfeed', '[x]*', 'notes:2024.txt', 'a..b', 'back\\slash']) {
      await fs.writeTextFile(at(name), name);
      equal(await fs.readTextFile(at(name)), name);
      equal(await invoke('text_of', { path: at(name) }), name, `${name} on the disk`);
      await fs.remove(at(name));
    }
  },

  async addresses_of_files() {
    const at = await folder('fs-addresses');
    const url = new URL(`file://${at('a b')}`);
    await fs.writeTextFile(url, 'x');
    equal(await fs.readTextFile(url), 'x');
    equal(await fs.readTextFile(url.href), 'x', 'as a text');
    equal(await fs.exists(at('a b')), true);
    const web = new URL('https://example.com/a');
    for (const call of [fs.readFile, fs.open, fs.remove, fs.mkdir, fs.size]) {
      ok((await rejection(call(web))) instanceof TypeError, `${call.name} refuses other addresses by itself`);
    }
    for (const call of [fs.stat, fs.lstat]) await rejectsWith(call(web), 'https://example.com/a');
    await rejectsWith(fs.readFile('https://example.com/a'), 'is not a valid path');
  },

  async base_directories() {
    await folder('.');
    await fs.writeTextFile('base', 'x', AppData);
    equal(await fs.readTextFile('base', AppData), 'x');
    equal(await fs.exists('base', { baseDir: fs.BaseDirectory.AppLocalData }), true, 'the same folder on Linux');
    await fs.copyFile('base', 'other', { fromPathBaseDir: fs.BaseDirectory.AppData, toPathBaseDir: fs.BaseDirectory.AppData });
    await fs.rename('other', 'third', { oldPathBaseDir: fs.BaseDirectory.AppData, newPathBaseDir: fs.BaseDirectory.AppData });
    equal((await fs.stat('third', AppData)).size, 1);
    equal((await fs.lstat('third', AppData)).size, 1);
    equal(await fs.size('third', AppData), 1);
    await fs.truncate('third', 0, AppData);
    await fs.remove('third', AppData);
    equal(await fs.exists('third', AppData), false);
    await rejectsWith(fs.exists('x', { baseDir: 99 }), 'invalid args `options` for command `exists`');
  },

  async every_base_directory_is_where_the_client_says() {
    const names = Object.keys(fs.BaseDirectory).filter((name) => Number.isNaN(Number(name)));
    equal(names.length, 23);
    for (const name of names) {
      const baseDir = fs.BaseDirectory[name];
      const found = await invoke('plugin:path|resolve_directory', { directory: baseDir }).catch(() => null);
      const error = await rejection(fs.readTextFile('absent-here', { baseDir }));
      if (found === null) equal(error, 'unknown path', name);
      else ok(error.includes(`${found.replace(/\/$/, '')}/absent-here`), `${name}: ${error} names ${found}`);
    }
  },

  async copies() {
    const at = await folder('fs-copies');
    await fs.writeTextFile(at('a'), 'content', { mode: 0o640 });
    await fs.writeTextFile(at('b'), 'something longer than that');
    await fs.copyFile(at('a'), at('b'));
    await fs.copyFile(new URL(`file://${at('a')}`), at('c'));
    equal([await fs.readTextFile(at('b')), await fs.readTextFile(at('c'))], ['content', 'content']);
    equal((await fs.stat(at('c'))).mode & 0o777, 0o640);
    await rejectsWith(fs.copyFile(at('a'), at('a')), 'the same file');
    equal(await fs.readTextFile(at('a')), 'content', 'not emptied');
    await rejectsWith(fs.copyFile(at('missing'), at('d')), `failed to copy file at path: ${at('missing')}`);
    await rejectsWith(fs.copyFile(at(), at('d')), 'not a regular file');
  },

  async renames() {
    const at = await folder('fs-renames');
    await fs.mkdir(at('x'), { recursive: true });
    await fs.writeTextFile(at('x', 'a'), 'content');
    await fs.rename(at('x', 'a'), at('b'));
    equal([await fs.exists(at('x', 'a')), await fs.readTextFile(at('b'))], [false, 'content']);
    await fs.remove(at('y'), { recursive: true }).catch(() => {});
    await fs.rename(at('x'), at('y'));
    equal((await fs.stat(at('y'))).isDirectory, true);
    await rejectsWith(fs.rename(at('missing'), at('c')), `failed to rename path: ${at('missing')}`);
  },

  async directories() {
    const at = await folder('fs-directories');
    await fs.remove(at(), { recursive: true });
    await rejectsWith(fs.mkdir(at('a')), 'No such file or directory');
    await fs.mkdir(at('a', 'b'), { recursive: true });
    await fs.mkdir(at('a', 'b'), { recursive: true });
    await rejectsWith(fs.mkdir(at('a')), 'exists');
    await fs.mkdir(at('m'), { mode: 0o700 });
    equal((await fs.stat(at('m'))).mode & 0o777, 0o700);
    await fs.writeTextFile(at('f'), '12345');
    await fs.writeTextFile(at('a', 'b', 'g'), '123');
    await invoke('link', { path: at('l'), target: at('a') });
    const kind = (name, what) => ({ name, isDirectory: what === 'd', isFile: what === 'f', isSymlink: what === 'l' });
    equal(sorted(await fs.readDir(at())), [kind('a', 'd'), kind('f', 'f'), kind('l', 'l'), kind('m', 'd')]);
    equal(sorted(await fs.readDir(at('l'))), [kind('b', 'd')], 'links to directories are followed');
    equal(await fs.readDir(at('m')), []);
    await rejectsWith(fs.readDir(at('f')), 'failed to read directory at path:');
    await rejectsWith(fs.readDir(at('missing')), 'No such file or directory');
    equal(await fs.size(at('a')), 3, 'the size of a tree');
  },

  async removals() {
    const at = await folder('fs-removals');
    await fs.mkdir(at('full', 'deep'), { recursive: true });
    await fs.writeTextFile(at('full', 'deep', 'a'), 'x');
    await fs.writeTextFile(at('kept'), 'x');
    await invoke('link', { path: at('full', 'link'), target: at('kept') });
    await rejectsWith(fs.remove(at('full')), 'not empty');
    await fs.remove(at('full', 'link'));
    equal(await fs.exists(at('kept')), true, 'the link was removed, not what it leads to');
    await invoke('link', { path: at('full', 'way'), target: at() });
    await fs.remove(at('full'), { recursive: true });
    equal([await fs.exists(at('full')), await fs.exists(at('kept'))], [false, true]);
    await fs.remove(at('kept'), { recursive: true });
    await fs.mkdir(at('empty'));
    await fs.remove(at('empty'));
    await rejectsWith(fs.remove(at('empty')), `failed to remove path: ${at('empty')}`);
  },

  async facts_about_files() {
    const at = await folder('fs-facts');
    const before = Date.now() - 2000;
    await fs.writeTextFile(at('a'), '12345', { mode: 0o644 });
    await fs.remove(at('l')).catch(() => {});
    await invoke('link', { path: at('l'), target: at('a') });
    const facts = await fs.stat(at('a'));
    equal([facts.isFile, facts.isDirectory, facts.isSymlink, facts.size, facts.readonly], [true, false, false, 5, false]);
    for (const time of ['mtime', 'atime', 'birthtime']) {
      ok(facts[time] instanceof Date && facts[time] >= before && facts[time] <= Date.now() + 2000, `${time}: ${facts[time]}`);
    }
    equal([facts.mode & 0o777, facts.nlink, facts.fileAttributes], [0o644, 1, null]);
    for (const key of ['dev', 'ino', 'uid', 'gid', 'rdev', 'blksize', 'blocks']) ok(Number.isInteger(facts[key]), key);
    equal((await fs.stat(at('l'))).ino, facts.ino, 'links are followed');
    const link = await fs.lstat(at('l'));
    equal([link.isSymlink, link.isFile, link.size], [true, false, at('a').length]);
    equal((await fs.stat(at())).isDirectory, true);
    for (const call of [fs.stat, fs.lstat]) await rejectsWith(call(at('missing')), `failed to get metadata of path: ${at('missing')}`);
  },

  async existence() {
    const at = await folder('fs-existence');
    await fs.writeTextFile(at('a'), 'x');
    await fs.remove(at('dangling')).catch(() => {});
    await invoke('link', { path: at('dangling'), target: at('nowhere') });
    equal([await fs.exists(at('a')), await fs.exists(at()), await fs.exists(at('b'))], [true, true, false]);
    equal([await fs.exists(at('dangling')), await fs.exists(at('a', 'b'))], [false, false]);
  },

  async shorter_and_longer() {
    const at = await folder('fs-truncate');
    await fs.writeTextFile(at('a'), '0123456789');
    await fs.truncate(at('a'), 4);
    equal(await fs.readTextFile(at('a')), '0123');
    await fs.truncate(at('a'), 6);
    equal(await fs.readTextFile(at('a')), '0123\0\0');
    await fs.truncate(at('a'));
    equal(await fs.size(at('a')), 0);
    await rejectsWith(fs.truncate(at('missing'), 1), 'No such file or directory');
    await rejectsWith(fs.truncate(at('a'), -1), 'invalid args `len` for command `truncate`');
  },

  async failures_are_texts() {
    const at = await folder('fs-failures');
    await rejectsWith(fs.readFile(at('missing')), `failed to open file at path: ${at('missing')}: No such file or directory`);
    await rejectsWith(fs.readTextFile(at()), 'Is a directory');
    await rejectsWith(fs.writeTextFile(at('a', 'b'), 'x'), 'No such file or directory');
    await rejectsWith(fs.size(at('missing')), 'No such file or directory');
    await rejectsWith(invoke('plugin:fs|write_file', new Uint8Array(1)), 'missing file path');
    const options = { headers: { path: encodeURIComponent(at('a')), options: '{"append":1}' } };
    await rejectsWith(invoke('plugin:fs|write_file', new Uint8Array(1), options), 'invalid options');
    equal(await fs.exists(at('a')), false);
  },

  async what_only_ios_does_is_harmless() {
    const at = await folder('fs-ios');
    equal(await fs.startAccessingSecurityScopedResource(at('a')), undefined);
    equal(await fs.stopAccessingSecurityScopedResource(new URL(`file://${at('a')}`)), undefined);
  },

  async many_at_once() {
    const at = await folder('fs-many');
    const numbers = Array.from({ length: 100 }, (_, number) => number);
    await Promise.all(numbers.map((number) => fs.writeTextFile(at(`f${number}`), `content ${number}`)));
    const read = await Promise.all(numbers.map((number) => fs.readTextFile(at(`f${number}`))));
    equal(read, numbers.map((number) => `content ${number}`));
    equal((await fs.readDir(at())).length, 100);
    equal(await basename(at()), 'fs-many');
  },
};
