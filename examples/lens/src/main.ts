// Puts the parts together: one search at a time, from the first key to the last row.

import * as api from "./api";
import type { Initial, Progress, Refusal, Summary } from "./api";
import { Bar } from "./bar";
import { byId, setNotice } from "./dom";
import { FrameMeter, painted } from "./frames";
import { plural } from "./format";
import { Preview } from "./preview";
import { Results } from "./results";
import { installSplitter } from "./splitter";
import { Status } from "./status";

/** The search that the page shows. */
interface Search {
  id: number | null;
  started: number;
  firstResult: number | null;
  progress: Progress | null;
  stopped: boolean;
  running: boolean;
}

const bar = new Bar();
const results = new Results();
const preview = new Preview();
const status = new Status();
const meter = new FrameMeter();
const notice = byId("notice");
let current: Search | null = null;
let start: Initial | null = null;
let frame = 0;

function search(): void {
  bar.closeMenu();
  const options = bar.options;
  const mine: Search = { id: null, started: performance.now(), firstResult: null, progress: null, stopped: false, running: true };
  current = mine;
  results.clear();
  preview.clear();
  status.clear();
  setNotice(notice, null);
  bar.refused = null;
  bar.running = true;
  const accepted = api.startSearch(options, {
    batch(batch) {
      if (mine !== current) return;
      if (mine.firstResult === null) {
        mine.firstResult = performance.now() - mine.started;
        meter.start();
      }
      results.store.add(batch);
      schedule();
    },
    done(summary) {
      if (mine === current) void finish(mine, summary);
    },
  });
  accepted.then(
    (id) => {
      mine.id = id;
      if (mine.stopped) void api.cancelSearch(id);
    },
    (error) => {
      if (mine === current) refuse(mine, api.asRefusal(error));
    },
  );
  schedule();
}

/** One painting per frame, however many messages came. */
function schedule(): void {
  frame ||= requestAnimationFrame(() => {
    frame = 0;
    if (!current?.running) return;
    results.update();
    status.running(results.store.matchCount, results.store.fileCount, current.progress);
  });
}

async function finish(mine: Search, summary: Summary): Promise<void> {
  end(mine);
  results.sort();
  status.done(summary);
  if (summary.matches === 0) {
    setNotice(notice, summary.cancelled ? { icon: "search", title: "Stopped" } : noMatch(summary));
  } else if (!summary.cancelled) results.selectFirst();
  await painted();
  meter.stop();
  if (!start?.report || mine !== current) return;
  await api.report({
    matches: results.store.matchCount,
    files: summary.filesSearched,
    elapsedMs: summary.elapsedMs,
    firstResultMs: mine.firstResult ?? 0,
    longestFrameMs: meter.longest,
  });
}

function noMatch(summary: Summary): Parameters<typeof setNotice>[1] {
  const where = `${plural(summary.filesSearched, "file")} searched.`;
  const hint = bar.options.hidden ? "" : " Hidden and ignored files were left out.";
  return { icon: "search", title: "No matches", text: where + hint };
}

function refuse(mine: Search, { field, text }: Refusal): void {
  end(mine);
  meter.stop();
  status.clear();
  bar.refused = field;
  const several = text.includes("\n");
  setNotice(notice, {
    icon: "alert",
    tone: "error",
    title: "This search cannot run",
    ...(several ? { code: text } : { text: text.charAt(0).toUpperCase() + text.slice(1) }),
  });
}

function end(mine: Search): void {
  mine.running = false;
  bar.running = false;
}

function cancel(): void {
  if (!current?.running || current.stopped) return;
  current.stopped = true;
  if (current.id !== null) void api.cancelSearch(current.id);
}

function onKey(event: KeyboardEvent): void {
  const inField = event.target instanceof HTMLInputElement;
  if (event.key === "Escape") {
    if (!bar.closeMenu()) cancel();
  } else if (event.ctrlKey && event.key.toLowerCase() === "l") {
    bar.focus();
  } else if (inField && (event.key === "ArrowDown" || event.key === "ArrowUp" || event.key.startsWith("Page"))) {
    results.key(event);
  } else if (!bar.key(event)) {
    return;
  }
  event.preventDefault();
}

bar.onSearch = search;
bar.onCancel = cancel;
results.onSelect = (path, line) => preview.show(path, line);
document.addEventListener("keydown", onKey);
installSplitter();
bar.running = false;
setNotice(notice, {
  icon: "search",
  title: "Search in files",
  text: "Type a text and press Enter. Arrow keys move through the matches, Ctrl+L comes back here.",
});
void api.onProgress((progress) => {
  if (current?.running && progress.id === current.id) {
    current.progress = progress;
    schedule();
  }
});
void api.initial().then((given) => {
  start = given;
  bar.fill(given);
  bar.focus();
  if (given.demo) search();
});
