// The preview: the text of the selected file around the selected line.

import { readPreview } from "./api";
import { byId, make, setMarked, setNotice, setText } from "./dom";
import { Excerpt } from "./excerpt";
import { plural, size, splitPath } from "./format";
import { VirtualRows } from "./virtual";

const ROW_HEIGHT = 20;
/** Moving through the list with a held key asks for the last file only. */
const DELAY_MS = 60;

export class Preview {
  readonly #head = byId("preview-head");
  readonly #notice = byId("preview-notice");
  readonly #list: VirtualRows;
  #excerpt: Excerpt | null = null;
  #path = "";
  #line = 0;
  #timer = 0;
  /** The latest wish; answers to earlier ones are dropped. */
  #wish = 0;

  constructor() {
    this.#list = new VirtualRows(byId("preview"), ROW_HEIGHT, {
      create: () => make("div", "row code", make("span", "number"), make("span", "text")),
      paint: (element, row) => this.#paint(element, row),
    });
    this.clear();
  }

  /** Shows nothing. */
  clear(): void {
    this.#wish++;
    clearTimeout(this.#timer);
    this.#set(null);
    this.#path = "";
    setNotice(this.#notice, { icon: "file", title: "No file selected", text: "Select a match to see it in its file." });
  }

  /** Shows a line of a file, soon. */
  show(path: string, line: number): void {
    this.#line = line;
    clearTimeout(this.#timer);
    if (path === this.#path && this.#has(line)) {
      this.#wish++;
      this.#list.invalidate();
      this.#list.center(line - this.#excerpt!.firstLine);
      return;
    }
    const wish = ++this.#wish;
    this.#timer = window.setTimeout(() => void this.#load(path, line, wish), DELAY_MS);
  }

  async #load(path: string, line: number, wish: number): Promise<void> {
    try {
      const excerpt = new Excerpt(await readPreview(path, line));
      if (wish !== this.#wish) return;
      this.#set(excerpt);
      this.#path = path;
      this.#title(path, excerpt);
      setNotice(this.#notice, null);
      this.#list.center(line - excerpt.firstLine);
    } catch (error) {
      if (wish !== this.#wish) return;
      this.#set(null);
      this.#path = "";
      setNotice(this.#notice, { icon: "alert", title: "No preview", text: String(error) });
    }
  }

  #has(line: number): boolean {
    const excerpt = this.#excerpt;
    return excerpt !== null && line >= excerpt.firstLine && line < excerpt.firstLine + excerpt.lineCount;
  }

  #set(excerpt: Excerpt | null): void {
    this.#excerpt = excerpt;
    this.#head.hidden = excerpt === null;
    const { scroller } = this.#list;
    scroller.style.setProperty("--columns", String(excerpt?.columns ?? 0));
    const last = excerpt ? excerpt.firstLine + excerpt.lineCount : 0;
    scroller.style.setProperty("--digits", String(Math.max(3, String(last).length)));
    scroller.scrollLeft = 0;
    this.#list.setRows(excerpt?.lineCount ?? 0, 0);
    this.#list.invalidate();
  }

  #title(path: string, excerpt: Excerpt): void {
    const [folder, name] = splitPath(path);
    setText(byId("preview-folder"), folder);
    setText(byId("preview-name"), name);
    this.#head.title = path;
    const part = `lines ${excerpt.firstLine}–${excerpt.firstLine + excerpt.lineCount - 1}`;
    const lines = excerpt.cutBefore || excerpt.cutAfter ? part : plural(excerpt.lineCount, "line");
    setText(byId("preview-info"), `${lines} · ${size(excerpt.size)}`);
  }

  #paint(element: HTMLElement, row: number): void {
    const excerpt = this.#excerpt;
    if (!excerpt) return;
    const number = excerpt.firstLine + row;
    element.classList.toggle("current", number === this.#line);
    const [numberPart, textPart] = element.children as unknown as [HTMLElement, HTMLElement];
    setText(numberPart, String(number));
    const line = excerpt.line(row);
    setMarked(textPart, line.text, line.marks);
  }
}
