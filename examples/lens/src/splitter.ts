// The bar between the panes: dragged, or moved with the arrow keys.

import { byId } from "./dom";

/** Share of the left pane, percent. */
const MIN = 20;
const MAX = 80;
const STEP = 2;

export function installSplitter(): void {
  const panes = byId("panes");
  const splitter = byId("splitter");
  let share = 44;

  const set = (value: number): void => {
    share = Math.min(MAX, Math.max(MIN, value));
    panes.style.setProperty("--left", `${share}fr`);
    panes.style.setProperty("--right", `${100 - share}fr`);
    splitter.setAttribute("aria-valuenow", String(Math.round(share)));
  };
  set(share);

  splitter.addEventListener("pointerdown", (event) => {
    splitter.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  splitter.addEventListener("pointermove", (event) => {
    if (!splitter.hasPointerCapture(event.pointerId)) return;
    const { left, width } = panes.getBoundingClientRect();
    set(((event.clientX - left) / width) * 100);
  });
  splitter.addEventListener("keydown", (event) => {
    const step = event.key === "ArrowLeft" ? -STEP : event.key === "ArrowRight" ? STEP : 0;
    if (step === 0) return;
    event.preventDefault();
    set(share + step);
  });
}
