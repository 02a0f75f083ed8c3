// What the core offers, typed. The names and shapes are those of `commands.rs`.

import { Channel, invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";

export interface SearchOptions {
  root: string;
  pattern: string;
  caseSensitive: boolean;
  wholeWord: boolean;
  regex: boolean;
  include: string;
  hidden: boolean;
}

/** Rows of one or more files, as parallel arrays; see `batch.rs`. */
export interface Batch {
  files: number[];
  paths: (string | null)[];
  counts: number[];
  lines: number[];
  ends: number[];
  markCounts: number[];
  marks: number[];
  text: string;
}

export interface Summary {
  matches: number;
  filesWithMatches: number;
  filesSearched: number;
  bytes: number;
  elapsedMs: number;
  cancelled: boolean;
  limitHit: boolean;
  errors: string[];
  errorCount: number;
}

export interface Progress {
  id: number;
  files: number;
  bytes: number;
  matches: number;
}

export interface Initial {
  root: string;
  pattern: string;
  demo: boolean;
  report: boolean;
}

export interface Report {
  matches: number;
  files: number;
  elapsedMs: number;
  firstResultMs: number;
  longestFrameMs: number;
}

/** Why a search did not start; `startSearch` rejects with it. */
export interface Refusal {
  field: "pattern" | "include" | "root" | null;
  text: string;
}

/** What a call rejected with, when the program itself did not word it. */
export function asRefusal(error: unknown): Refusal {
  if (typeof error === "object" && error !== null && "text" in error) return error as Refusal;
  return { field: null, text: String(error) };
}

type SearchEvent = ({ type: "batch" } & Batch) | ({ type: "done" } & Summary);

export interface SearchListener {
  batch(batch: Batch): void;
  done(summary: Summary): void;
}

export const initial = (): Promise<Initial> => invoke("initial");

/** Starts a search and answers with its number; one that is running ends. */
export function startSearch(options: SearchOptions, listener: SearchListener): Promise<number> {
  const onEvent = new Channel<SearchEvent>();
  onEvent.onmessage = (event) => {
    if (event.type === "batch") listener.batch(event);
    else listener.done(event);
  };
  return invoke("start_search", { options, onEvent });
}

export const cancelSearch = (id: number): Promise<void> => invoke("cancel_search", { id });

/** A part of a file in the layout of `preview.rs`. */
export const readPreview = (path: string, line: number): Promise<ArrayBuffer> =>
  invoke("preview", { path, line });

export const recentSearches = (): Promise<SearchOptions[]> => invoke("recent_searches");

export const onProgress = (handler: (progress: Progress) => void): Promise<() => void> =>
  listen<Progress>("lens://progress", (event) => handler(event.payload));

export const report = (summary: Report): Promise<void> => invoke("report", { summary });
