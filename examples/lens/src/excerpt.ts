// The part of a file that the preview shows, read from the bytes of the core (`preview.rs`). No elements here.

/** Longer lines are cut: an engine lays out a line of half a megabyte for seconds. */
export const MAX_COLUMNS = 2000;
/** How much stays in front of the first hit when the beginning of a line is cut off. */
const LEAD = 200;

const CUT_BEFORE = 1;
const CUT_AFTER = 2;

/** A line ready to be painted. Marks are pairs of start and length within the text. */
export interface ExcerptLine {
  text: string;
  marks: number[];
}

export class Excerpt {
  readonly firstLine: number;
  /** Size of the whole file, bytes. */
  readonly size: number;
  readonly cutBefore: boolean;
  readonly cutAfter: boolean;
  /** The longest line in columns, as painted. */
  readonly columns: number;
  readonly #text: string;
  /** Where each line begins; one more at the end. */
  readonly #starts: Uint32Array;
  /** Line, start, length of each hit, in order. */
  readonly #hits: Uint32Array;

  constructor(bytes: ArrayBuffer) {
    const header = new DataView(bytes);
    const hits = header.getUint32(4, true);
    const flags = header.getUint32(16, true);
    this.firstLine = header.getUint32(0, true);
    this.size = Number(header.getBigUint64(8, true));
    this.cutBefore = (flags & CUT_BEFORE) !== 0;
    this.cutAfter = (flags & CUT_AFTER) !== 0;
    this.#hits = new Uint32Array(hits * 3);
    for (let at = 0; at < this.#hits.length; at++) this.#hits[at] = header.getUint32(24 + at * 4, true);
    this.#text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(new Uint8Array(bytes, 24 + hits * 12));
    this.#starts = lineStarts(this.#text);
    this.columns = this.#longest();
  }

  get lineCount(): number {
    return this.#starts.length - 1;
  }

  get hitCount(): number {
    return this.#hits.length / 3;
  }

  /** The line at `index`, from 0. */
  line(index: number): ExcerptLine {
    const start = this.#starts[index]!;
    let end = this.#starts[index + 1]! - 1;
    if (end > start && this.#text.charCodeAt(end - 1) === 13) end--;
    const hit = this.#firstHit(index);
    const first = this.#hits[hit * 3] === index ? this.#hits[hit * 3 + 1]! : 0;
    const from = first > MAX_COLUMNS - LEAD ? first - LEAD : 0;
    const length = end - start - from;
    const before = from > 0 ? "…" : "";
    const after = length > MAX_COLUMNS ? "…" : "";
    const body = this.#text.slice(start + from, start + from + Math.min(length, MAX_COLUMNS));
    const marks: number[] = [];
    for (let at = hit; this.#hits[at * 3] === index; at++) {
      const column = this.#hits[at * 3 + 1]! - from;
      const shown = Math.min(this.#hits[at * 3 + 2]!, body.length - column);
      if (shown <= 0) break;
      marks.push(column + before.length, shown);
    }
    return { text: before + body + after, marks };
  }

  /** The first hit at or after a line. */
  #firstHit(line: number): number {
    let low = 0;
    let high = this.hitCount;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#hits[middle * 3]! < line) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #longest(): number {
    let longest = 0;
    for (let line = 0; line < this.lineCount; line++) {
      const length = this.#starts[line + 1]! - this.#starts[line]!;
      if (length > longest) longest = length;
    }
    return Math.min(longest, MAX_COLUMNS + 2);
  }
}

function lineStarts(text: string): Uint32Array {
  const starts: number[] = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  // The empty rest after the last line break is no line of its own.
  if (starts.length > 1 && starts[starts.length - 1] === text.length) starts.pop();
  starts.push(text.endsWith("\n") ? text.length : text.length + 1);
  return Uint32Array.from(starts);
}
