// Paints the visible rows of a long list into a scrolling element; rows that leave are used again.

import { Scale } from "./scale";

/** Makes and fills the elements of rows. */
export interface RowPainter {
  create(): HTMLElement;
  paint(element: HTMLElement, row: number): void;
}

const STALE = -1;

export class VirtualRows {
  /** Called after each painting with the offset. */
  onPaint: ((offset: number) => void) | null = null;
  readonly layer = document.createElement("div");
  readonly #spacer = document.createElement("div");
  readonly #pool: HTMLElement[] = [];
  readonly #slots = new Map<Element, number>();
  /** The row that each element of the pool shows. */
  #shown: number[] = [];
  #scale: Scale;
  #offset = 0;
  /** Where the element was scrolled to from here; anything else is the user's doing. */
  #scrollTop = 0;
  #frame = 0;

  constructor(
    readonly scroller: HTMLElement,
    readonly rowHeight: number,
    readonly painter: RowPainter,
  ) {
    this.#scale = new Scale(0, rowHeight, scroller.clientHeight);
    this.layer.className = "layer";
    this.#spacer.className = "spacer";
    scroller.append(this.layer, this.#spacer);
    scroller.addEventListener("scroll", this.#onScroll, { passive: true });
    new ResizeObserver(() => this.setRows(this.rows)).observe(scroller);
  }

  get rows(): number {
    return this.#scale.rows;
  }

  /** Pixels of the list above the view. */
  get offset(): number {
    return this.#offset;
  }

  /** Rows that fit into the view. */
  get pageRows(): number {
    return Math.max(1, Math.floor(this.#scale.viewHeight / this.rowHeight) - 1);
  }

  /** Changes how many rows there are; the view stays, or goes to `offset`. */
  setRows(rows: number, offset = this.#offset): void {
    this.#scale = new Scale(rows, this.rowHeight, this.scroller.clientHeight);
    this.#spacer.style.height = `${this.#scale.height}px`;
    this.scrollTo(offset);
  }

  scrollTo(offset: number): void {
    const scrollTop = this.#scale.toScrollTop(offset);
    this.#offset = this.#scale.toOffset(scrollTop);
    if (Math.abs(scrollTop - this.#scrollTop) >= 0.5 || this.scroller.scrollTop !== this.#scrollTop) {
      this.scroller.scrollTop = scrollTop;
      this.#scrollTop = this.scroller.scrollTop;
    }
    this.schedule();
  }

  /** Scrolls as little as needed to show a row whole, below `covered` pixels. */
  reveal(row: number, covered = 0): void {
    this.scrollTo(this.#scale.reveal(row, this.#offset, covered));
  }

  /** Brings a row to the upper third, unless it is in view already. */
  center(row: number): void {
    if (this.#scale.reveal(row, this.#offset) !== this.#offset) this.scrollTo(this.#scale.center(row));
    else this.schedule();
  }

  /** Paints every visible row anew with the next frame. */
  invalidate(): void {
    this.#shown.fill(STALE);
    this.schedule();
  }

  /** The row that an element of the list belongs to, or −1. */
  rowOf(target: EventTarget | null): number {
    for (let node = target as Node | null; node && node !== this.layer; node = node.parentNode) {
      const slot = this.#slots.get(node as Element);
      if (slot !== undefined) return this.#shown[slot] ?? STALE;
    }
    return STALE;
  }

  /** The element that shows a row now. */
  elementOf(row: number): HTMLElement | null {
    const slot = row % this.#pool.length;
    return this.#shown[slot] === row ? this.#pool[slot]! : null;
  }

  schedule(): void {
    this.#frame ||= requestAnimationFrame(this.#render);
  }

  readonly #onScroll = (): void => {
    const scrollTop = this.scroller.scrollTop;
    // Rounding to whole pixels must not move a list that is longer than its element.
    if (Math.abs(scrollTop - this.#scrollTop) >= 1) {
      this.#scrollTop = scrollTop;
      this.#offset = this.#scale.toOffset(scrollTop);
    }
    this.schedule();
  };

  readonly #render = (): void => {
    this.#frame = 0;
    const { first, end } = this.#scale.visible(this.#offset);
    this.#reserve(end - first);
    const size = this.#pool.length;
    for (let slot = 0; slot < size; slot++) {
      const shown = this.#shown[slot]!;
      if (shown !== STALE && (shown < first || shown >= end)) this.#shown[slot] = STALE;
    }
    for (let row = first; row < end; row++) {
      const slot = row % size;
      const element = this.#pool[slot]!;
      if (this.#shown[slot] !== row) {
        this.#shown[slot] = row;
        this.painter.paint(element, row);
      }
      element.style.transform = `translateY(${Math.round(row * this.rowHeight - this.#offset)}px)`;
    }
    for (let slot = 0; slot < size; slot++) this.#pool[slot]!.hidden = this.#shown[slot] === STALE;
    this.onPaint?.(this.#offset);
  };

  /** Makes elements for `count` rows and one that comes in while another goes out. */
  #reserve(count: number): void {
    if (this.#pool.length > count) return;
    while (this.#pool.length <= count) {
      const element = this.painter.create();
      this.#slots.set(element, this.#pool.length);
      this.#pool.push(element);
      this.layer.append(element);
    }
    // Rows fall into other elements now.
    this.#shown = new Array<number>(this.#pool.length).fill(STALE);
  }
}
