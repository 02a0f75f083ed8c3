// Puts `dist/` together: the official client as npm delivers it, our own modules, and the list of cases. No bundler.

import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const api = 'node_modules/@tauri-apps/api';

await rm('dist', { recursive: true, force: true });
await mkdir('dist/api', { recursive: true });
for (const entry of await readdir(api, { recursive: true })) {
  if (entry.endsWith('.js')) await cp(join(api, entry), join('dist/api', entry));
}
await cp('src', 'dist', { recursive: true });

const { modules } = await import('./src/cases/index.js');
const names = Object.entries(modules).flatMap(([module, cases]) => Object.keys(cases).map((name) => `${module}::${name}`));
if (new Set(names).size !== names.length) throw new Error('two cases have one name');
await writeFile('dist/cases.json', `${JSON.stringify(names, null, 1)}\n`);
