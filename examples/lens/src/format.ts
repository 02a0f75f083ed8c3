// Numbers as people read them.

const whole = new Intl.NumberFormat("en-US");
const tenths = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1, minimumFractionDigits: 1 });

export const count = (value: number): string => whole.format(value);

/** "1 file", "1,234 files". */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** Bytes in decimal units. */
export function size(bytes: number): string {
  if (bytes < 1000) return plural(bytes, "byte");
  let value = bytes;
  for (const unit of ["kB", "MB", "GB"]) {
    value /= 1000;
    if (value < 999.95) return `${tenths.format(value)} ${unit}`;
  }
  return `${tenths.format(value / 1000)} TB`;
}

/** Milliseconds, as "85 ms" or "1.2 s". */
export function duration(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${tenths.format(milliseconds / 1000)} s`;
}

/** Splits a path into its folder (with the last slash) and its name. */
export function splitPath(path: string): [folder: string, name: string] {
  const at = path.lastIndexOf("/") + 1;
  return [path.slice(0, at), path.slice(at)];
}
