// The list of results: painting, selection, folding, the name of the file that stays on top.

import { byId, icon, make, setMarked, setText } from "./dom";
import { count, splitPath } from "./format";
import { RowStore, type Place } from "./rows";
import { VirtualRows } from "./virtual";

const ROW_HEIGHT = 24;

/** The parts of a row's element. */
interface Parts {
  name: HTMLElement;
  folder: HTMLElement;
  badge: HTMLElement;
  number: HTMLElement;
  text: HTMLElement;
  /** What the element shows. While rows stream in, most rows in view stay as they are. */
  shown: string;
}

export class Results {
  /** Called when another matching line is selected. */
  onSelect: ((path: string, line: number) => void) | null = null;
  #store = new RowStore();
  readonly #list: VirtualRows;
  readonly #parts = new WeakMap<HTMLElement, Parts>();
  readonly #top: HTMLElement;
  #selected: Place | null = null;
  /** What stood at the top of the view at the last painting, and how far it was scrolled out. */
  #anchor: { place: Place; hidden: number } | null = null;
  #topFile = -1;
  #searches = 0;

  constructor() {
    const scroller = byId("results");
    this.#list = new VirtualRows(scroller, ROW_HEIGHT, {
      create: () => this.#create(),
      paint: (element, row) => this.#paint(element, row),
    });
    this.#list.onPaint = (offset) => this.#painted(offset);
    this.#top = this.#create();
    this.#top.className = "row file top";
    this.#top.setAttribute("aria-hidden", "true");
    this.#list.layer.append(this.#top);
    scroller.addEventListener("click", (event) => this.#click(event));
    scroller.addEventListener("keydown", (event) => {
      if (this.key(event)) event.preventDefault();
    });
  }

  get store(): RowStore {
    return this.#store;
  }

  /** Starts with an empty list. */
  clear(): void {
    this.#store = new RowStore();
    this.#searches++;
    this.#selected = null;
    this.#anchor = null;
    this.#topFile = -1;
    this.#list.setRows(0, 0);
    this.#list.invalidate();
  }

  /** Shows what was added to the store. Rows in view stay where they are. */
  update(): void {
    const anchor = this.#list.offset > 0 ? this.#anchor : null;
    const offset = anchor ? this.#store.rowOf(anchor.place) * ROW_HEIGHT + anchor.hidden : this.#list.offset;
    this.#list.setRows(this.#store.rowCount, offset);
    this.#list.invalidate();
  }

  /** Puts the files in order; the selection, or else the top of the view, stays in place. */
  sort(): void {
    const selected = this.#selected;
    const before = selected ? this.#store.rowOf(selected) * ROW_HEIGHT - this.#list.offset : -1;
    this.#store.sort();
    const inView = before >= 0 && before < this.#list.scroller.clientHeight;
    if (selected && inView) this.#anchor = { place: selected, hidden: -before };
    if (selected && inView && this.#list.offset === 0) {
      this.#list.setRows(this.#store.rowCount, this.#store.rowOf(selected) * ROW_HEIGHT - before);
      this.#list.invalidate();
    } else this.update();
  }

  /** Selects the first matching line unless one is selected already. */
  selectFirst(): void {
    if (!this.#selected && this.#store.rowCount > 1) this.#select(1);
  }

  /** Handles a key that moves in the list; true when it did something. */
  key(event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.altKey || event.metaKey || this.#store.rowCount === 0) return false;
    const last = this.#store.rowCount - 1;
    const row = this.#selected ? this.#store.rowOf(this.#selected) : -1;
    switch (event.key) {
      case "ArrowDown":
        this.#select(Math.min(row < 0 ? 1 : row + 1, last));
        return true;
      case "ArrowUp":
        this.#select(Math.max(row - 1, 0));
        return true;
      case "PageDown":
        this.#select(Math.min(Math.max(row, 0) + this.#list.pageRows, last));
        return true;
      case "PageUp":
        this.#select(Math.max(row - this.#list.pageRows, 0));
        return true;
      case "Home":
        this.#select(0);
        return true;
      case "End":
        this.#select(last);
        return true;
      case "ArrowLeft":
        return this.#foldSelected(true);
      case "ArrowRight":
        return this.#foldSelected(false);
      default:
        return false;
    }
  }

  #select(row: number): void {
    const place = this.#store.at(row);
    this.#selected = place;
    // The name that stays on top covers a row, except at the very top.
    this.#list.reveal(row, place.line < 0 ? 0 : ROW_HEIGHT);
    this.#list.invalidate();
    const line = Math.max(place.line, 0);
    this.onSelect?.(this.#store.path(place.file), this.#store.line(place.file, line).number);
  }

  #foldSelected(folded: boolean): boolean {
    const place = this.#selected;
    if (!place) return false;
    if (folded && place.line >= 0) this.#select(this.#store.rowOf({ file: place.file, line: -1 }));
    else if (!folded && !this.#store.isFolded(place.file)) this.#select(this.#store.rowOf(place) + (place.line < 0 ? 1 : 0));
    else this.#fold(place.file, folded);
    return true;
  }

  #fold(file: number, folded: boolean): void {
    const header = this.#store.rowOf({ file, line: -1 }) * ROW_HEIGHT;
    this.#store.fold(file, folded);
    if (folded && this.#selected?.file === file) this.#selected = { file, line: -1 };
    this.#list.setRows(this.#store.rowCount, Math.min(this.#list.offset, folded ? header : Infinity));
    this.#list.invalidate();
  }

  #click(event: MouseEvent): void {
    this.#list.scroller.focus({ preventScroll: true });
    if (this.#top.contains(event.target as Node)) {
      this.#select(this.#store.rowOf({ file: this.#topFile, line: -1 }));
      return;
    }
    const row = this.#list.rowOf(event.target);
    if (row < 0) return;
    const place = this.#store.at(row);
    if (place.line < 0) this.#fold(place.file, !this.#store.isFolded(place.file));
    this.#select(this.#store.rowOf(place));
  }

  #create(): HTMLElement {
    const parts: Parts = {
      name: make("span", "name"),
      folder: make("span", "folder"),
      badge: make("span", "badge"),
      number: make("span", "number"),
      text: make("span", "text"),
      shown: "",
    };
    const element = make("div", "row", icon("chevron"), parts.name, parts.folder, parts.badge, parts.number, parts.text);
    element.setAttribute("role", "treeitem");
    this.#parts.set(element, parts);
    return element;
  }

  #paint(element: HTMLElement, row: number): void {
    const place = this.#store.at(row);
    const parts = this.#parts.get(element)!;
    const isFile = place.line < 0;
    const selected = this.#selected?.file === place.file && this.#selected.line === place.line;
    const shown = `${this.#searches} ${place.file} ${isFile ? this.#fileState(place.file) : place.line} ${selected}`;
    if (parts.shown === shown) return;
    parts.shown = shown;
    element.className = isFile ? "row file" : "row match";
    element.id = selected ? "selected" : "";
    element.removeAttribute("title");
    element.setAttribute("aria-selected", String(selected));
    element.setAttribute("aria-level", isFile ? "1" : "2");
    if (selected) this.#list.scroller.setAttribute("aria-activedescendant", "selected");
    if (isFile) {
      this.#paintFile(element, place.file);
    } else {
      element.removeAttribute("aria-expanded");
      const line = this.#store.line(place.file, place.line);
      setText(parts.number, String(line.number));
      setMarked(parts.text, line.text, line.marks);
    }
  }

  #fileState(file: number): string {
    return `#${this.#store.count(file)} ${this.#store.isFolded(file)}`;
  }

  #paintFile(element: HTMLElement, file: number): void {
    const parts = this.#parts.get(element)!;
    const path = this.#store.path(file);
    const [folder, name] = splitPath(path);
    setText(parts.name, name);
    setText(parts.folder, folder.slice(0, -1));
    setText(parts.badge, count(this.#store.count(file)));
    element.title = path;
    element.setAttribute("aria-expanded", String(!this.#store.isFolded(file)));
  }

  #painted(offset: number): void {
    if (this.#store.rowCount === 0) {
      this.#top.hidden = true;
      return;
    }
    const row = Math.floor(offset / ROW_HEIGHT);
    const place = this.#store.at(row);
    this.#anchor = { place, hidden: offset - row * ROW_HEIGHT };
    this.#top.hidden = offset <= 0;
    if (this.#top.hidden) return;
    this.#topFile = place.file;
    const parts = this.#parts.get(this.#top)!;
    const shown = `${this.#searches} ${place.file} ${this.#fileState(place.file)}`;
    if (parts.shown !== shown) {
      parts.shown = shown;
      this.#paintFile(this.#top, place.file);
    }
    // The next file's name pushes this one out.
    const folded = this.#store.isFolded(place.file);
    const next = this.#store.rowOf({ file: place.file, line: -1 }) + 1 + (folded ? 0 : this.#store.count(place.file));
    const shift = Math.min(0, Math.round((next - 1) * ROW_HEIGHT - offset));
    this.#top.style.transform = `translateY(${shift}px)`;
  }
}
