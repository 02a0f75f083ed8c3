// The search bar: fields, toggles, recent searches. It knows what is typed, not what happens with it.

import { recentSearches, type Refusal, type SearchOptions } from "./api";
import { byId, make } from "./dom";

type Toggle = "caseSensitive" | "wholeWord" | "regex" | "hidden";

const TOGGLES: Record<Toggle, { id: string; key: string; tag: string }> = {
  caseSensitive: { id: "case", key: "c", tag: "Aa" },
  wholeWord: { id: "word", key: "w", tag: "ab" },
  regex: { id: "regex", key: "r", tag: ".*" },
  hidden: { id: "hidden", key: "h", tag: "hidden" },
};

export class Bar {
  /** The user wants to search. */
  onSearch: (() => void) | null = null;
  /** The user wants the running search to end. */
  onCancel: (() => void) | null = null;
  readonly #pattern = byId<HTMLInputElement>("pattern");
  readonly #root = byId<HTMLInputElement>("root");
  readonly #include = byId<HTMLInputElement>("include");
  readonly #go = byId<HTMLButtonElement>("go");
  readonly #recent = byId<HTMLButtonElement>("recent");
  readonly #menu = byId("menu");
  #running = false;

  constructor() {
    byId("bar").addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.#running) this.onCancel?.();
      else this.onSearch?.();
    });
    for (const input of [this.#pattern, this.#root, this.#include]) {
      input.addEventListener("keydown", (event) => {
        if (event.key !== "Enter") return;
        event.preventDefault();
        // A new search may begin while one runs; with Ctrl, nothing is meant.
        if (!event.ctrlKey && !event.isComposing) this.onSearch?.();
      });
    }
    for (const { id } of Object.values(TOGGLES)) {
      const button = byId(id);
      button.addEventListener("click", () => press(button, !isPressed(button)));
    }
    this.#recent.addEventListener("click", () => void (this.#menu.hidden ? this.#openMenu() : this.closeMenu()));
    this.#menu.addEventListener("keydown", (event) => this.#menuKey(event));
    document.addEventListener("pointerdown", (event) => {
      if (!this.#menu.contains(event.target as Node) && !this.#recent.contains(event.target as Node)) this.closeMenu();
    });
  }

  get options(): SearchOptions {
    const pressed = (toggle: Toggle): boolean => isPressed(byId(TOGGLES[toggle].id));
    return {
      root: this.#root.value.trim(),
      pattern: this.#pattern.value,
      caseSensitive: pressed("caseSensitive"),
      wholeWord: pressed("wholeWord"),
      regex: pressed("regex"),
      include: this.#include.value.trim(),
      hidden: pressed("hidden"),
    };
  }

  /** Fills in what is given. */
  fill(options: Partial<SearchOptions>): void {
    if (options.pattern !== undefined) this.#pattern.value = options.pattern;
    if (options.root !== undefined) this.#root.value = options.root;
    if (options.include !== undefined) this.#include.value = options.include;
    for (const toggle of Object.keys(TOGGLES) as Toggle[]) {
      const value = options[toggle];
      if (value !== undefined) press(byId(TOGGLES[toggle].id), value);
    }
  }

  /** Shows whether a search runs. */
  set running(running: boolean) {
    this.#running = running;
    this.#go.textContent = running ? "Stop" : "Search";
    this.#go.title = running ? "Stop the search (Esc)" : "Search (Enter)";
    this.#go.classList.toggle("primary", !running);
    byId("progress").classList.toggle("running", running);
  }

  focus(): void {
    this.#pattern.focus();
    this.#pattern.select();
  }

  /** Marks the field that the search was refused for, or none. */
  set refused(field: Refusal["field"]) {
    const inputs = { pattern: this.#pattern, root: this.#root, include: this.#include };
    for (const input of Object.values(inputs)) input.removeAttribute("aria-invalid");
    if (field) inputs[field].setAttribute("aria-invalid", "true");
  }

  /** Alt and a letter presses a toggle; true when it did. */
  key(event: KeyboardEvent): boolean {
    if (!event.altKey || event.ctrlKey) return false;
    const toggle = Object.values(TOGGLES).find(({ key }) => key === event.key.toLowerCase());
    if (toggle) byId(toggle.id).click();
    return toggle !== undefined;
  }

  /** True when the menu was open. */
  closeMenu(): boolean {
    const open = !this.#menu.hidden;
    this.#menu.hidden = true;
    this.#recent.setAttribute("aria-expanded", "false");
    return open;
  }

  async #openMenu(): Promise<void> {
    const searches = await recentSearches();
    const items = searches.map((options) => this.#item(options));
    this.#menu.replaceChildren(...(items.length > 0 ? items : [make("p", "", "No searches yet")]));
    this.#menu.hidden = false;
    this.#recent.setAttribute("aria-expanded", "true");
    items[0]?.focus();
  }

  #item(options: SearchOptions): HTMLElement {
    const tags = (Object.keys(TOGGLES) as Toggle[]).filter((toggle) => options[toggle]);
    const details = [options.root, options.include].filter(Boolean).join("  ·  ");
    const item = make(
      "button",
      "item",
      make("span", "what", options.pattern),
      make("span", "tags", ...tags.map((toggle) => make("span", "tag", TOGGLES[toggle].tag))),
      make("span", "where", details),
    ) as HTMLButtonElement;
    item.type = "button";
    item.setAttribute("role", "menuitem");
    item.addEventListener("click", () => {
      this.closeMenu();
      this.fill(options);
      this.focus();
      this.onSearch?.();
    });
    return item;
  }

  #menuKey(event: KeyboardEvent): void {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const items = [...this.#menu.querySelectorAll<HTMLElement>(".item")];
    const at = items.indexOf(document.activeElement as HTMLElement) + step;
    items[(at + items.length) % items.length]?.focus();
  }
}

const isPressed = (button: HTMLElement): boolean => button.getAttribute("aria-pressed") === "true";
const press = (button: HTMLElement, pressed: boolean): void => button.setAttribute("aria-pressed", String(pressed));
