// The client's own functions for the app and for paths.

import { getIdentifier, getName, getTauriVersion, getVersion } from '@tauri-apps/api/app';
import * as path from '@tauri-apps/api/path';
import { getAllWebviews } from '@tauri-apps/api/webview';
import { getAllWindows } from '@tauri-apps/api/window';
import { equal, ok, rejection } from '../assert.js';

export default {
  async facts_about_the_app() {
    equal([await getName(), await getVersion(), await getIdentifier()], ['Subject', '1.2.3', 'dev.dormer.subject']);
    ok(/^\d+\.\d+\.\d+/.test(await getTauriVersion()), 'a version');
  },

  async windows_and_web_views() {
    equal((await getAllWindows()).map((window) => window.label), ['main']);
    equal((await getAllWebviews()).map((webview) => [webview.label, webview.window.label]), [['main', 'main']]);
  },

  async paths_as_text() {
    equal(await path.normalize('/a//b/../c/.'), '/a/c');
    equal(await path.join('a', '..', 'b', 'ü'), 'b/ü');
    equal(await path.dirname('/a/b.txt'), '/a');
    equal(await path.basename('/a/b.txt'), 'b.txt');
    equal(await path.basename('/a/b.txt', '.txt'), 'b');
    equal(await path.extname('/a/b.tar.gz'), 'gz');
    equal([await path.isAbsolute('/a'), await path.isAbsolute('a')], [true, false]);
    equal(await path.resolve('/a', 'b', '../c'), '/a/c');
  },

  async paths_that_have_no_such_part() {
    for (const call of [path.extname('/a/b'), path.basename('/')]) ok(typeof (await rejection(call)) === 'string', 'a text');
  },

  async folders() {
    const home = await path.homeDir();
    ok(home.startsWith('/'), home);
    for (const folder of [path.appDataDir, path.appConfigDir, path.appCacheDir, path.appLocalDataDir]) {
      const found = await folder();
      ok(found.startsWith('/') && found.includes('dev.dormer.subject'), found);
    }
    ok((await path.tempDir()).startsWith('/'), 'the folder for temporary files');
    ok((await path.resolveResource('a/b')).endsWith('/a/b'), 'a path below the resources');
  },
};
