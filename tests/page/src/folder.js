// A folder for one case, in the program's data, where the permissions of these pages let files be read and written.

import { appDataDir, join } from '@tauri-apps/api/path';
import { mkdir } from '@tauri-apps/plugin-fs';

/** Makes the folder of this name; gives a function from names in it to paths. */
export async function folder(name) {
  const path = await join(await appDataDir(), name);
  await mkdir(path, { recursive: true });
  return (...names) => [path, ...names].join('/');
}

export const text = (bytes) => new TextDecoder().decode(bytes);
export const bytes = (text) => new TextEncoder().encode(text);
