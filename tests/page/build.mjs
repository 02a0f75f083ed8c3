// Puts `dist/` together: the official clients as npm delivers them, our own modules, and the list of cases. No bundler.

import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Folders of clients, and where the import map of the page expects their modules. */
const clients = {
  'node_modules/@tauri-apps/api': 'dist/api',
  'node_modules/@tauri-apps/plugin-fs/dist-js': 'dist/plugin-fs',
  'node_modules/@tauri-apps/plugin-opener/dist-js': 'dist/plugin-opener',
};

await rm('dist', { recursive: true, force: true });
for (const [from, to] of Object.entries(clients)) {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { recursive: true })) {
    if (entry.endsWith('.js')) await cp(join(from, entry), join(to, entry));
  }
}
await cp('src', 'dist', { recursive: true });

const { modules } = await import('./src/cases/index.js');
const names = Object.entries(modules).flatMap(([module, cases]) => Object.keys(cases).map((name) => `${module}::${name}`));
if (new Set(names).size !== names.length) throw new Error('two cases have one name');
await writeFile('dist/cases.json', `${JSON.stringify(names, null, 1)}\n`);
