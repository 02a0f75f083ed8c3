// Open files and lines, through the official client of the plugin.

import { invoke } from '@tauri-apps/api/core';
import * as fs from '@tauri-apps/plugin-fs';
import { equal, isPattern, ok, pattern, rejection, rejectsWith } from '../assert.js';
import { bytes, folder, text } from '../folder.js';

/** How many resources the core holds. */
const resources = async () => (await invoke('diagnostics'))[4];

async function some(file, length) {
  const buffer = new Uint8Array(length);
  const count = await file.read(buffer);
  return count === null ? null : text(buffer.subarray(0, count));
}

async function collect(lines) {
  const found = [];
  for await (const line of lines) found.push(line);
  return found;
}

const wide = (text, little) => {
  const view = new DataView(new ArrayBuffer(text.length * 2));
  for (let at = 0; at < text.length; at++) view.setUint16(at * 2, text.charCodeAt(at), little);
  return new Uint8Array(view.buffer);
};

export default {
  async reads_to_the_end() {
    const at = await folder('handles-read');
    await fs.writeTextFile(at('a'), 'hello world');
    const file = await fs.open(at('a'));
    equal([await some(file, 5), await some(file, 0), await some(file, 100), await some(file, 10)], ['hello', '', ' world', null]);
    await file.close();
    await rejectsWith(some(file, 1), `The resource id ${file.rid} is invalid.`);
  },

  async reads_large_parts() {
    const at = await folder('handles-large');
    await fs.writeFile(at('a'), pattern(10_000_000));
    const file = await fs.open(at('a'), { read: true });
    const whole = new Uint8Array(10_000_000);
    let place = 0;
    for (let count; (count = await file.read(whole.subarray(place, place + 3_000_000))); ) place += count;
    await file.close();
    equal(place, 10_000_000);
    ok(isPattern(whole, 10_000_000), 'as they were');
  },

  async writes_and_seeks() {
    const at = await folder('handles-write');
    const file = await fs.open(at('a'), { read: true, write: true, create: true, truncate: true });
    equal(await file.write(bytes('Hello world')), 11);
    equal(await file.seek(6, fs.SeekMode.Start), 6);
    equal(await file.seek(2, fs.SeekMode.Current), 8);
    equal(await file.seek(-2, fs.SeekMode.End), 9);
    equal(await some(file, 10), 'ld');
    equal(await file.seek(0, fs.SeekMode.Start), 0);
    equal(await file.write(bytes('J')), 1);
    equal(await file.write(new Uint8Array()), 0);
    equal(await file.seek(3, fs.SeekMode.End), 14, 'beyond the end');
    await rejectsWith(file.seek(-1, fs.SeekMode.Start), 'before the start');
    await rejectsWith(file.seek(-100, fs.SeekMode.Current), 'failed to seek in the file');
    await rejectsWith(file.seek(0, 7), 'invalid seek mode 7');
    await file.close();
    equal(await fs.readTextFile(at('a')), 'Jello world');
  },

  async writes_large_parts() {
    const at = await folder('handles-write-large');
    const file = await fs.create(at('a'));
    equal(await file.write(pattern(5_000_000)), 5_000_000);
    equal(await file.write(pattern(5_000_000)), 5_000_000);
    await file.close();
    const read = await fs.readFile(at('a'));
    ok(isPattern(read.subarray(0, 5_000_000), 5_000_000) && isPattern(read.subarray(5_000_000), 5_000_000), 'both');
  },

  async facts_and_length_of_open_files() {
    const at = await folder('handles-stat');
    const file = await fs.open(at('a'), { read: true, write: true, create: true, truncate: true });
    await file.write(bytes('Hello World'));
    const facts = await file.stat();
    equal([facts.isFile, facts.size, facts.mtime instanceof Date], [true, 11, true]);
    await file.truncate(7);
    equal((await file.stat()).size, 7);
    await file.truncate(9);
    equal(await fs.readTextFile(at('a')), 'Hello W\0\0');
    await file.truncate();
    equal((await file.stat()).size, 0);
    await file.close();
  },

  async created_files_are_empty_and_written_only() {
    const at = await folder('handles-create');
    await fs.writeTextFile(at('a'), 'old');
    const file = await fs.create(at('a'));
    equal(await fs.readTextFile(at('a')), '');
    await rejectsWith(some(file, 1), 'failed to read from the file');
    await file.close();
  },

  async every_way_to_open() {
    const at = await folder('handles-open');
    const fresh = () => fs.writeTextFile(at('a'), 'content');
    /** Opens, writes one letter, and gives what is in the file, or the error. */
    const outcome = async (options) => {
      await fresh();
      await fs.remove(at('new')).catch(() => {});
      const file = await fs.open(at(options.name ?? 'a'), options);
      try {
        await file.write(bytes('X'));
      } finally {
        await file.close();
      }
      return fs.readTextFile(at(options.name ?? 'a'));
    };
    equal(await outcome({ write: true }), 'Xontent');
    equal(await outcome({ read: false, write: true }), 'Xontent');
    equal(await outcome({ append: true }), 'contentX');
    equal(await outcome({ read: false, append: true }), 'contentX');
    equal(await outcome({ write: true, truncate: true }), 'X');
    equal(await outcome({ write: true, create: true }), 'Xontent', 'what exists is kept');
    equal(await outcome({ write: true, create: true, name: 'new' }), 'X');
    equal(await outcome({ append: true, create: true, name: 'new' }), 'X');
    equal(await outcome({ write: true, createNew: true, name: 'new' }), 'X');
    equal(await outcome({ write: true, create: true, mode: 0o600, name: 'new' }), 'X');
    equal((await fs.stat(at('new'))).mode & 0o777, 0o600);
    equal(await outcome({ write: true, customFlags: 0o100000000 }), 'Xontent', 'flags from pages are ignored');
    await rejectsWith(outcome({}), 'failed to write to the file');
    await rejectsWith(outcome({ write: true, name: 'new' }), 'No such file or directory');
    await rejectsWith(outcome({ write: true, createNew: true }), 'exists');
    await rejectsWith(outcome({ create: true, name: 'new' }), 'failed to open file at path:');
    await rejectsWith(outcome({ truncate: true }), 'failed to open file at path:');
    await rejectsWith(outcome({ read: false }), 'failed to open file at path:');
    equal(await fs.readTextFile(at('a')), 'content', 'refused ways change nothing');
  },

  async handles_are_closed_once() {
    const at = await folder('handles-close');
    const before = await resources();
    const file = await fs.create(at('a'));
    equal(await resources(), before + 1);
    await file.close();
    equal(await resources(), before);
    const gone = `The resource id ${file.rid} is invalid.`;
    for (const call of [() => file.close(), () => file.write(bytes('x')), () => file.stat(), () => file.truncate(), () => file.seek(0, 0)]) {
      equal(await rejection(call()), gone);
    }
  },

  async a_number_of_something_else_is_refused() {
    const at = await folder('handles-other');
    await fs.writeTextFile(at('a'), 'x');
    const file = await fs.open(at('a'));
    await rejectsWith(invoke('plugin:fs|read_text_file_lines_next', { rid: file.rid }), `${file.rid}`);
    equal(await some(file, 1), 'x', 'it still works');
    await file.close();
  },

  async an_open_file_outlives_its_name() {
    const at = await folder('handles-name');
    await fs.writeTextFile(at('a'), 'x');
    const file = await fs.open(at('a'));
    await fs.remove(at('a'));
    equal(await some(file, 1), 'x');
    await file.close();
  },

  async lines_of_text() {
    const at = await folder('lines-utf8');
    for (const [content, expected] of [
      ['', []],
      ['one', ['one']],
      ['one\n', ['one']],
      ['one\r\ntwo\n\nthree', ['one', 'two', '', 'three']],
      ['ä\u2028𝄞\n\u0a0a', ['ä\u2028𝄞', '\u0a0a']],
      [`${'x'.repeat(200_000)}\n\0\n`, ['x'.repeat(200_000), '\0']],
    ]) {
      await fs.writeTextFile(at('a'), content);
      equal(await collect(await fs.readTextFileLines(at('a'))), expected, JSON.stringify(content.slice(0, 30)));
    }
  },

  async lines_of_wide_text() {
    const at = await folder('lines-utf16');
    const content = 'one\r\nzwölf 𝄞\n\u0a0a\u0d0a \u0100\n\nend';
    const expected = ['one', 'zwölf 𝄞', '\u0a0a\u0d0a \u0100', '', 'end'];
    for (const [encoding, little] of [['utf-16le', true], ['utf-16', true], ['utf-16be', false]]) {
      await fs.writeFile(at('a'), wide(content, little));
      equal(await collect(await fs.readTextFileLines(at('a'), { encoding })), expected, encoding);
    }
  },

  async lines_in_other_encodings_and_directories() {
    const at = await folder('lines-other');
    await fs.writeFile(at('a'), new Uint8Array([0xe4, 0x0a, 0xfc]));
    const options = { baseDir: fs.BaseDirectory.AppData, encoding: 'latin1' };
    equal(await collect(await fs.readTextFileLines('lines-other/a', options)), ['ä', 'ü']);
  },

  async lines_are_closed_at_the_end_and_before_it() {
    const at = await folder('lines-close');
    await fs.writeTextFile(at('a'), 'one\ntwo\nthree');
    const before = await resources();
    const lines = await fs.readTextFileLines(at('a'));
    for (let round = 0; round < 2; round++) {
      for await (const line of lines) {
        equal(line, 'one', 'each loop begins at the start');
        equal(await resources(), before + 1);
        break;
      }
      equal(await resources(), before, 'after a loop that was left');
      equal(await collect(lines), ['one', 'two', 'three']);
      equal(await resources(), before, 'after the end');
    }
  },

  async lines_of_what_cannot_be_read() {
    const at = await folder('lines-fail');
    const before = await resources();
    await rejectsWith(collect(await fs.readTextFileLines(at('missing'))), 'No such file or directory');
    await rejectsWith(collect(await fs.readTextFileLines(at())), 'failed to read a line of the file');
    equal(await resources(), before);
  },
};
