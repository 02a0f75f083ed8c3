// Measures the longest time between two frames while something runs.

export class FrameMeter {
  #longest = 0;
  #last = 0;
  #running = false;

  /** Milliseconds. */
  get longest(): number {
    return this.#longest;
  }

  start(): void {
    this.#longest = 0;
    this.#last = performance.now();
    if (this.#running) return;
    this.#running = true;
    requestAnimationFrame(this.#tick);
  }

  stop(): void {
    this.#running = false;
  }

  readonly #tick = (): void => {
    if (!this.#running) return;
    const now = performance.now();
    this.#longest = Math.max(this.#longest, now - this.#last);
    this.#last = now;
    requestAnimationFrame(this.#tick);
  };
}

/** Resolves when what was changed before the call is on the screen. */
export const painted = (): Promise<void> =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));
