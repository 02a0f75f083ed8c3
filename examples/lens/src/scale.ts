// The arithmetic of a list that is longer than an element may be tall. No elements here.

/** Engines stop laying out correctly somewhere beyond this height, in CSS pixels. */
export const MAX_HEIGHT = 15_000_000;

/** Rows to paint: from `first` up to, not including, `end`. */
export interface Span {
  first: number;
  end: number;
}

/**
 * Maps the scroll position of an element, at most `MAX_HEIGHT` tall, to an offset in a list of any length.
 * Up to that height both are the same.
 */
export class Scale {
  constructor(
    readonly rows: number,
    readonly rowHeight: number,
    readonly viewHeight: number,
  ) {}

  /** The height of all rows. */
  get listHeight(): number {
    return this.rows * this.rowHeight;
  }

  /** The height of the element that stands for them. */
  get height(): number {
    return Math.min(this.listHeight, MAX_HEIGHT);
  }

  /** The list's largest offset. */
  get maxOffset(): number {
    return Math.max(0, this.listHeight - this.viewHeight);
  }

  get #factor(): number {
    const range = this.height - this.viewHeight;
    return range > 0 ? this.maxOffset / range : 1;
  }

  /** The list's offset at a scroll position. */
  toOffset(scrollTop: number): number {
    return this.#clamp(scrollTop * this.#factor);
  }

  /** The scroll position that shows an offset. */
  toScrollTop(offset: number): number {
    return this.#clamp(offset) / this.#factor;
  }

  /** The rows that an offset shows, partly visible ones included. */
  visible(offset: number): Span {
    const first = Math.max(0, Math.floor(offset / this.rowHeight));
    return { first, end: Math.min(this.rows, Math.ceil((offset + this.viewHeight) / this.rowHeight)) };
  }

  /** The offset nearest to `offset` that shows `row` whole, below `covered` pixels at the top. */
  reveal(row: number, offset: number, covered = 0): number {
    const top = row * this.rowHeight;
    if (top < offset + covered) return this.#clamp(top - covered);
    if (top + this.rowHeight > offset + this.viewHeight) return this.#clamp(top + this.rowHeight - this.viewHeight);
    return this.#clamp(offset);
  }

  /** The offset that puts `row` a third from the top. */
  center(row: number): number {
    return this.#clamp(row * this.rowHeight - Math.floor(this.viewHeight / 3));
  }

  #clamp(offset: number): number {
    return Math.min(Math.max(0, offset), this.maxOffset);
  }
}
