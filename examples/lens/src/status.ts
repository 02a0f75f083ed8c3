// The line at the bottom: how much was found so far, or in the end.

import type { Progress, Summary } from "./api";
import { byId, setText } from "./dom";
import { count, duration, plural, size } from "./format";

export class Status {
  readonly #count = byId("count");
  readonly #warning = byId("warning");
  readonly #detail = byId("detail");

  clear(): void {
    for (const part of [this.#count, this.#warning, this.#detail]) setText(part, "");
    this.#warning.title = "";
  }

  /** While a search runs. */
  running(matches: number, files: number, progress: Progress | null): void {
    setText(this.#count, found(matches, files));
    setText(this.#detail, progress ? `${plural(progress.files, "file")} searched · ${size(progress.bytes)}` : "Searching…");
  }

  /** After its end. */
  done(summary: Summary): void {
    setText(this.#count, found(summary.matches, summary.filesWithMatches));
    const warnings: string[] = [];
    if (summary.limitHit) warnings.push(`Stopped at ${count(summary.matches)} matches`);
    else if (summary.cancelled) warnings.push("Stopped before the end");
    if (summary.errorCount > 0) warnings.push(`${plural(summary.errorCount, "file or folder", "files or folders")} could not be read`);
    setText(this.#warning, warnings.join(" · "));
    const more = summary.errorCount - summary.errors.length;
    this.#warning.title = [...summary.errors, ...(more > 0 ? [`and ${count(more)} more`] : [])].join("\n");
    const { filesSearched, bytes, elapsedMs } = summary;
    setText(this.#detail, `${plural(filesSearched, "file")} searched · ${size(bytes)} · ${duration(elapsedMs)}`);
  }
}

const found = (matches: number, files: number): string =>
  `${plural(matches, "match", "matches")} in ${plural(files, "file")}`;
