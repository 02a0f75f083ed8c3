// The results: files and their matching lines, as compact as they came. No object per row; a row's text is cut
// out of its batch when it is painted.

import type { Batch } from "./api";
import { Fenwick } from "./fenwick";

/** One batch. Row `r` has the text from `ends[r - 1]` to `ends[r]` and the marks from `markEnds[r - 1]` to `markEnds[r]`. */
interface Chunk {
  text: string;
  lines: Float64Array | Uint32Array;
  ends: Uint32Array;
  marks: Uint16Array;
  markEnds: Uint32Array;
}

/** Where a row of the list leads. `line` is −1 for the row that names the file. */
export interface Place {
  file: number;
  line: number;
}

/** A matching line, ready to be painted. Marks are pairs of start and length within the text. */
export interface Line {
  number: number;
  text: string;
  marks: Uint16Array;
}

const NONE = -1;

/** Grows a typed array to hold `length` items. */
function grown(array: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  if (length <= array.length) return array;
  const bigger = new Int32Array(Math.max(length, array.length * 2));
  bigger.set(array);
  return bigger;
}

/**
 * The list of results: for each file a row with its name, then its matching lines unless it is folded.
 * Files are numbered by the core and stand in the order of their first match until they are sorted.
 */
export class RowStore {
  #chunks: Chunk[] = [];
  #paths: string[] = [];
  /** Rows of files in list order. */
  #visible = new Fenwick();
  /** File at each position of the list, and the other way round. */
  #order = new Int32Array(1024);
  #position = new Int32Array(1024);
  #folded = new Set<number>();
  /** Per file: matching lines, first and last piece. */
  #counts = new Int32Array(1024);
  #firstPiece = new Int32Array(1024);
  #lastPiece = new Int32Array(1024);
  /** Pieces: consecutive rows of one file within one chunk, linked in order. */
  #pieceChunk = new Int32Array(1024);
  #pieceStart = new Int32Array(1024);
  #pieceCount = new Int32Array(1024);
  #pieceNext = new Int32Array(1024);
  #pieces = 0;
  #matches = 0;
  /** The piece found last, and how many lines of its file come before it: painting asks for neighbors. */
  #lastFound = { file: NONE, piece: NONE, base: 0 };

  /** Files in the list. */
  get fileCount(): number {
    return this.#visible.length;
  }

  /** Matching lines, folded ones included. */
  get matchCount(): number {
    return this.#matches;
  }

  /** Rows of the list. */
  get rowCount(): number {
    return this.#visible.total;
  }

  /** Takes over the rows of a batch. */
  add(batch: Batch): void {
    const chunk = this.#chunks.length;
    this.#chunks.push(pack(batch));
    let start = 0;
    for (let index = 0; index < batch.files.length; index++) {
      const file = batch.files[index]!;
      const count = batch.counts[index]!;
      const path = batch.paths[index];
      if (path != null) this.#addFile(file, path);
      this.#addPiece(file, chunk, start, count);
      start += count;
    }
  }

  /** Which file and line stand at `row`. */
  at(row: number): Place {
    const position = this.#visible.find(row);
    return { file: this.#order[position]!, line: row - this.#visible.before(position) - 1 };
  }

  /** The row of a place; of a folded line, the row of its file. */
  rowOf(place: Place): number {
    const line = this.#folded.has(place.file) ? NONE : place.line;
    return this.#visible.before(this.#position[place.file]!) + line + 1;
  }

  /** The path of a file below the searched folder. */
  path(file: number): string {
    return this.#paths[file] ?? "";
  }

  /** The matching lines of a file. */
  count(file: number): number {
    return this.#counts[file] ?? 0;
  }

  /** A matching line of a file, from 0. */
  line(file: number, line: number): Line {
    const { piece, base } = this.#pieceOf(file, line);
    const chunk = this.#chunks[this.#pieceChunk[piece]!]!;
    const row = this.#pieceStart[piece]! + line - base;
    return {
      number: chunk.lines[row]!,
      text: chunk.text.slice(row === 0 ? 0 : chunk.ends[row - 1]!, chunk.ends[row]!),
      marks: chunk.marks.subarray(row === 0 ? 0 : chunk.markEnds[row - 1]!, chunk.markEnds[row]!),
    };
  }

  isFolded(file: number): boolean {
    return this.#folded.has(file);
  }

  /** Hides or shows the lines of a file. */
  fold(file: number, folded: boolean): void {
    if (folded) this.#folded.add(file);
    else this.#folded.delete(file);
    this.#visible.set(this.#position[file]!, this.#height(file));
  }

  /** Puts the files in the order of their paths. */
  sort(): void {
    const order = Array.from(this.#order.subarray(0, this.fileCount));
    const paths = this.#paths;
    order.sort((a, b) => (paths[a]! < paths[b]! ? -1 : paths[a]! > paths[b]! ? 1 : 0));
    order.forEach((file, position) => {
      this.#order[position] = file;
      this.#position[file] = position;
    });
    this.#visible.reset(order.map((file) => this.#height(file)));
  }

  #height(file: number): number {
    return this.#folded.has(file) ? 1 : 1 + this.#counts[file]!;
  }

  #addFile(file: number, path: string): void {
    const position = this.fileCount;
    this.#order = grown(this.#order, position + 1);
    this.#order[position] = file;
    this.#position = grown(this.#position, file + 1);
    this.#counts = grown(this.#counts, file + 1);
    this.#firstPiece = grown(this.#firstPiece, file + 1);
    this.#lastPiece = grown(this.#lastPiece, file + 1);
    this.#paths[file] = path;
    this.#position[file] = position;
    this.#counts[file] = 0;
    this.#firstPiece[file] = NONE;
    this.#lastPiece[file] = NONE;
    this.#visible.push(1);
  }

  #addPiece(file: number, chunk: number, start: number, count: number): void {
    const piece = this.#pieces++;
    this.#pieceChunk = grown(this.#pieceChunk, this.#pieces);
    this.#pieceStart = grown(this.#pieceStart, this.#pieces);
    this.#pieceCount = grown(this.#pieceCount, this.#pieces);
    this.#pieceNext = grown(this.#pieceNext, this.#pieces);
    this.#pieceChunk[piece] = chunk;
    this.#pieceStart[piece] = start;
    this.#pieceCount[piece] = count;
    this.#pieceNext[piece] = NONE;
    const last = this.#lastPiece[file]!;
    if (last === NONE) this.#firstPiece[file] = piece;
    else this.#pieceNext[last] = piece;
    this.#lastPiece[file] = piece;
    this.#counts[file]! += count;
    this.#matches += count;
    this.#visible.set(this.#position[file]!, this.#height(file));
  }

  #pieceOf(file: number, line: number): { piece: number; base: number } {
    const last = this.#lastFound;
    const near = last.file === file && last.base <= line;
    let piece = near ? last.piece : this.#firstPiece[file]!;
    let base = near ? last.base : 0;
    while (line >= base + this.#pieceCount[piece]!) {
      base += this.#pieceCount[piece]!;
      piece = this.#pieceNext[piece]!;
    }
    this.#lastFound = { file, piece, base };
    return { piece, base };
  }
}

function pack(batch: Batch): Chunk {
  const markEnds = new Uint32Array(batch.markCounts.length);
  let end = 0;
  batch.markCounts.forEach((count, row) => {
    end += count * 2;
    markEnds[row] = end;
  });
  // Line numbers beyond 32 bits exist in huge files only.
  const wide = batch.lines.some((line) => line > 0xffff_ffff);
  return {
    text: batch.text,
    lines: wide ? Float64Array.from(batch.lines) : Uint32Array.from(batch.lines),
    ends: Uint32Array.from(batch.ends),
    marks: Uint16Array.from(batch.marks),
    markEnds,
  };
}
