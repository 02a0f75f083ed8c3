// Opening outside, through the official client of the plugin. Launchers and a file manager that only write down what
// they were asked for stand in for a desktop; see `capabilities/opener.json` for what is allowed.

import { invoke } from '@tauri-apps/api/core';
import { appDataDir, join, tempDir } from '@tauri-apps/api/path';
import { openPath, openUrl, revealItemInDir } from '@tauri-apps/plugin-opener';
import { equal, nextErrors, ok, rejection, rejects, rejectsWith, turn, until } from '../assert.js';

const opened = (text) => invoke('opened', { with: text });

/** A file that may be opened, or another one of the program's data. */
async function file(name) {
  const path = await join(await appDataDir(), 'opener', name);
  await invoke('put', { path, text: 'x' });
  return path;
}

/** Clicks a new link; gives whether the page left it to the system's own ways. */
function click(attributes, event = {}, target = null) {
  const link = document.createElement('a');
  Object.assign(link, attributes);
  if (target) link.append(target);
  document.body.append(link);
  const prevented = [];
  // What nobody took must not leave the page.
  const last = (event) => {
    prevented.push(event.defaultPrevented);
    event.preventDefault();
  };
  window.addEventListener('click', last);
  (target ?? link).dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, composed: true, ...event }));
  window.removeEventListener('click', last);
  link.remove();
  return prevented[0];
}

export default {
  async addresses_in_the_default_program() {
    for (const url of ['https://example.com/plain?a=b&c#d', 'http://example.com/web', 'mailto:a@b.example?subject=x', 'tel:+49123']) {
      await openUrl(url);
      equal(await opened(url), [`xdg-open|${url}`]);
    }
    await openUrl(new URL('https://example.com/object'));
    equal(await opened('/object'), ['xdg-open|https://example.com/object']);
  },

  async addresses_are_passed_as_they_were_parsed() {
    await openUrl('HTTPS://Example.com/a/../parsed ü"$(id)`');
    equal(await opened('/parsed'), ['xdg-open|https://example.com/parsed%20%C3%BC%22$(id)%60']);
  },

  async addresses_in_a_named_program() {
    await openUrl('https://any.example/a', 'recorder');
    equal(await opened('any.example/a'), ['recorder|https://any.example/a']);
    await openUrl('https://any.example/b', 'recorder --one two');
    equal(await opened('any.example/b'), ['recorder|--one|two|https://any.example/b']);
    await openUrl('https://named.example/a', 'recorder --flag');
    equal(await opened('named.example/a'), ['recorder|--flag|https://named.example/a']);
  },

  async addresses_that_are_refused() {
    for (const [url, program] of [
      ['file:///etc/passwd'],
      ['ftp://example.com/refused'],
      ['javascript:alert(1)'],
      ['https://denied.example/refused'],
      ['https://example.com/refused', 'recorder'],
      ['https://named.example/refused', 'recorder'],
      ['https://named.example/refused', 'recorder --flag --more'],
    ]) {
      await rejects(openUrl(url, program), `not allowed to open url ${url}${program ? ` with ${program}` : ''}`);
    }
    await rejectsWith(openUrl('no address'), '`no address` is not a url');
    await rejectsWith(openUrl('--help'), 'is not a url');
    await rejectsWith(openUrl(undefined), 'missing required key url');
    equal(await opened('refused'), []);
    equal(await opened('passwd'), []);
  },

  async the_next_launcher_is_tried() {
    const url = 'https://example.com/refuse-xdg-open';
    await openUrl(url);
    equal(await opened(url), [`xdg-open|${url}`, `gio|open|${url}`]);
  },

  async failing_launchers_are_told() {
    const error = await rejection(openUrl('https://example.com/refuse-all'));
    ok(error.startsWith('no program opened https://example.com/refuse-all: '), error);
    for (const name of ['xdg-open', 'gio', 'gnome-open', 'kde-open', 'wslview']) ok(error.includes(`${name}: failed with`), error);
    await rejectsWith(openUrl('https://any.example/x', 'no-such-program'), 'no-such-program: No such file or directory');
    await rejectsWith(openUrl('https://any.example/x', ''), 'no program opened https://any.example/x');
  },

  async files_in_the_default_program() {
    const path = await file('a ü.txt');
    await openPath(path);
    equal(await opened('a ü.txt'), [`xdg-open|${path}`]);
    const folder = path.slice(0, path.lastIndexOf('/'));
    await rejects(openPath(folder), `not allowed to open path ${folder}`);
  },

  async files_in_a_named_program() {
    const path = await file('named/a');
    await openPath(path, 'recorder');
    equal(await opened('named/a'), [`recorder|${path}`]);
    await rejects(openPath(path, 'gio'), `not allowed to open path ${path} with gio`);
    const other = await file('unnamed');
    await rejects(openPath(other, 'recorder'), `not allowed to open path ${other} with recorder`);
  },

  async files_that_are_refused() {
    const outside = await join(await tempDir(), 'opener-outside');
    await invoke('put', { path: outside, text: 'x' });
    const inside = await file('here');
    const link = `${inside}-link`;
    await invoke('link', { path: link, target: outside });
    const denied = await file('denied/a');
    for (const path of [outside, link, denied, '/etc/passwd', `${inside}/../../x`, await file('.hidden')]) {
      await rejects(openPath(path), `not allowed to open path ${path}`);
    }
    equal(await opened('opener-outside'), []);
    await rejectsWith(openPath(`${inside}-missing`), `failed to open ${inside}-missing: No such file or directory`);
  },

  async items_in_the_file_manager() {
    const [one, other] = [await file('reveal one'), await file('reveal other')];
    const address = (path) => new URL(`file://${path}`).href;
    await revealItemInDir(one);
    equal(await opened('ShowItems'), [`ShowItems|(['${address(one)}'], '')`]);
    await revealItemInDir([other, one]);
    equal((await opened('ShowItems')).slice(1), [`ShowItems|(['${address(other)}', '${address(one)}'], '')`]);
    await revealItemInDir([]);
    await rejectsWith(revealItemInDir([one, `${one}-missing`]), `failed to open ${one}-missing`);
    equal((await opened('ShowItems')).length, 2);
  },

  async links_that_ask_for_a_window_of_their_own() {
    const inner = document.createElement('b');
    equal(click({ href: 'https://example.com/blank', target: '_blank' }), true);
    equal(click({ href: 'https://example.com/inner', target: '_blank' }, {}, inner), true, 'from what is inside');
    equal(click({ href: 'https://example.com/control' }, { ctrlKey: true }), true);
    equal(click({ href: 'https://example.com/shift' }, { shiftKey: true }), true);
    equal(click({ href: 'mailto:click@b.example', target: '_blank' }), true);
    for (const name of ['/blank', '/inner', '/control', '/shift', 'mailto:click']) {
      await until(async () => (await opened(name)).length === 1);
    }
  },

  async links_that_may_not_be_opened_are_told() {
    equal(click({ href: 'https://denied.example/clicked', target: '_blank' }), true);
    equal(await nextErrors(1), ['not allowed to open url https://denied.example/clicked']);
    equal(await opened('clicked'), []);
  },

  async links_that_do_not() {
    equal(click({ href: 'https://example.com/ordinary' }), false);
    equal(click({ href: 'https://example.com/ordinary', target: '_self' }), false);
    equal(click({ href: 'https://example.com/ordinary', target: '_blank' }, { altKey: true }), false);
    equal(click({ href: 'https://example.com/ordinary', target: '_blank' }, { metaKey: true }), false);
    equal(click({ href: 'https://example.com/ordinary', target: '_blank' }, { button: 1 }), false);
    equal(click({ href: 'ftp://example.com/ordinary', target: '_blank' }), false);
    equal(click({ href: '/ordinary', target: '_blank' }), false, 'the app has a scheme of its own');
    equal(click({ target: '_blank' }), false, 'no address');
    const taken = (event) => event.preventDefault();
    document.addEventListener('click', taken, { once: true });
    equal(click({ href: 'https://example.com/ordinary', target: '_blank' }), true, 'somebody else took it');
    await turn();
    equal(await opened('ordinary'), []);
  },
};
