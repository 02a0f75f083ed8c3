// Small helpers for elements. Text is set as text, never as markup.

const SVG = "http://www.w3.org/2000/svg";

/** The element of the page with this id. */
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no element #${id}`);
  return element as T;
}

/** A new element with a class and contents. */
export function make(tag: string, className: string, ...contents: (Node | string)[]): HTMLElement {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...contents);
  return element;
}

/** One of the icons in `index.html`. */
export function icon(name: string): SVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

/** Sets text when it changed. */
export function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** Fills an element with text whose marks (pairs of start and length) are highlighted. */
export function setMarked(element: HTMLElement, text: string, marks: ArrayLike<number>): void {
  const parts: (Node | string)[] = [];
  let end = 0;
  for (let at = 0; at + 1 < marks.length; at += 2) {
    const start = marks[at]!;
    if (start > end) parts.push(text.slice(end, start));
    end = start + marks[at + 1]!;
    parts.push(make("mark", "", text.slice(start, end)));
  }
  if (end < text.length) parts.push(text.slice(end));
  element.replaceChildren(...parts);
}

/** What to show where there is nothing else: an icon, a headline, more words. Nothing hides it. */
export function setNotice(
  element: HTMLElement,
  notice: { icon: string; title: string; text?: string; code?: string; tone?: "error" } | null,
): void {
  element.hidden = notice === null;
  if (!notice) return element.replaceChildren();
  element.dataset["tone"] = notice.tone ?? "";
  if (notice.tone) element.setAttribute("role", "alert");
  else element.removeAttribute("role");
  element.replaceChildren(icon(notice.icon), make("h2", "", notice.title));
  if (notice.text) element.append(make("p", "", notice.text));
  if (notice.code) element.append(make("pre", "", notice.code));
}
