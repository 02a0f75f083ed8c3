//! Searches in folders made for the purpose. Not here: patterns and globs (`query`), packing (`batch`).

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;

use tempfile::TempDir;

use super::*;
use crate::query::SearchOptions;

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn query(folder: &TempDir, change: impl FnOnce(&mut SearchOptions)) -> Query {
    let root = folder.path().display().to_string();
    let mut options = SearchOptions { root, pattern: "needle".into(), ..Default::default() };
    change(&mut options);
    Query::new(&options).unwrap()
}

/// All rows as `path` → `line:text`, and how the search ended.
fn collect(query: &Query) -> (BTreeMap<String, Vec<String>>, Summary) {
    let mut names = BTreeMap::new();
    let mut rows: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let summary = run(query, &AtomicBool::new(false), &mut |update| {
        let Update::Batch(batch) = update else { return ControlFlow::Continue(()) };
        let units: Vec<u16> = batch.text.encode_utf16().collect();
        let (mut row, mut from) = (0, 0);
        for (index, file) in batch.files.iter().enumerate() {
            if let Some(path) = &batch.paths[index] {
                assert_eq!(names.insert(*file, path.clone()), None, "a path is told once");
            }
            for _ in 0..batch.counts[index] {
                let to = batch.ends[row] as usize;
                let text = String::from_utf16_lossy(&units[from..to]);
                rows.entry(names[file].clone()).or_default().push(format!("{}:{text}", batch.lines[row]));
                (row, from) = (row + 1, to);
            }
        }
        assert_eq!(row, batch.lines.len());
        ControlFlow::Continue(())
    });
    (rows, summary)
}

fn paths(query: &Query) -> Vec<String> {
    collect(query).0.into_keys().collect()
}

#[test]
fn finds_lines_with_their_numbers() {
    let folder =
        folder(&[("a.txt", "x\n  a needle\nNeedle needle\n"), ("b/c.txt", "needle"), ("d.txt", "hay\n")]);
    let (rows, summary) = collect(&query(&folder, |_| {}));
    assert_eq!(rows["a.txt"], ["2:a needle", "3:Needle needle"]);
    assert_eq!(rows["b/c.txt"], ["1:needle"]);
    assert_eq!((summary.matches, summary.files_with_matches, summary.files_searched), (3, 2, 3));
    assert_eq!(summary.bytes, 37);
    assert!(!summary.cancelled && !summary.limit_hit && summary.errors.is_empty());
}

#[test]
fn hidden_and_ignored_files_only_on_request() {
    let files = [(".gitignore", "*.log\n"), (".env", "needle"), ("a.log", "needle"), ("a.txt", "needle")];
    let folder = folder(&files);
    assert_eq!(paths(&query(&folder, |_| {})), ["a.txt"]);
    assert_eq!(paths(&query(&folder, |options| options.hidden = true)), [".env", "a.log", "a.txt"]);
}

#[test]
fn globs_narrow_the_search() {
    let folder = folder(&[("a.rs", "needle"), ("a.txt", "needle"), ("src/b.rs", "needle")]);
    assert_eq!(paths(&query(&folder, |options| options.include = "*.rs".into())), ["a.rs", "src/b.rs"]);
    assert_eq!(paths(&query(&folder, |options| options.include = "*.rs,!src/".into())), ["a.rs"]);
}

#[test]
fn binary_files_and_links_are_passed_over() {
    let folder = folder(&[("a.bin", "\0\nneedle\n"), ("a.txt", "needle")]);
    std::os::unix::fs::symlink(folder.path().join("a.txt"), folder.path().join("link.txt")).unwrap();
    std::os::unix::fs::symlink(folder.path(), folder.path().join("loop")).unwrap();
    assert_eq!(paths(&query(&folder, |_| {})), ["a.txt"]);
}

#[test]
fn a_file_in_many_batches_keeps_its_order() {
    let text: String = (1..=5000).map(|line| format!("needle {line}\n")).collect();
    let folder = folder(&[("long.txt", &text), ("other.txt", &text)]);
    let (rows, summary) = collect(&query(&folder, |_| {}));
    let expected: Vec<_> = (1..=5000).map(|line| format!("{line}:needle {line}")).collect();
    assert_eq!(rows["long.txt"], expected);
    assert_eq!(rows["other.txt"], expected);
    assert_eq!(summary.matches, 10_000);
}

#[test]
fn the_limit_is_exact() {
    let text = "needle\n".repeat(3000);
    let folder = folder(&[("a.txt", &text), ("b.txt", &text)]);
    let (rows, summary) = collect(&query(&folder, |options| options.max_matches = Some(4000)));
    assert_eq!(rows.values().map(Vec::len).sum::<usize>(), 4000);
    assert_eq!((summary.matches, summary.limit_hit, summary.cancelled), (4000, true, false));
    let (_, summary) = collect(&query(&folder, |options| options.max_matches = Some(6000)));
    assert!(!summary.limit_hit, "all matches were found");
}

#[test]
fn a_search_can_be_cancelled() {
    let text = "needle\n".repeat(100_000);
    let folder = folder(&[("a.txt", &text), ("b.txt", &text), ("c.txt", &text)]);
    let cancel = AtomicBool::new(false);
    let mut batches = 0;
    let summary = run(&query(&folder, |_| {}), &cancel, &mut |update| {
        if matches!(update, Update::Batch(_)) {
            batches += 1;
            cancel.store(true, Relaxed);
        }
        ControlFlow::Continue(())
    });
    assert!(summary.cancelled && summary.matches < 300_000, "{summary:?}");
    assert_eq!(batches, 1, "rows found after the end are not delivered");
}

#[test]
fn a_slow_consumer_holds_the_workers_and_a_gone_one_ends_them() {
    let text = "needle\n".repeat(200_000);
    let folder = folder(&[("a.txt", &text), ("b.txt", &text)]);
    let mut seen = 0;
    let summary = run(&query(&folder, |_| {}), &AtomicBool::new(false), &mut |update| {
        let Update::Batch(_) = update else { return ControlFlow::Continue(()) };
        std::thread::sleep(Duration::from_millis(150));
        seen += 1;
        if seen == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    let workers = std::thread::available_parallelism().unwrap().get() as u64;
    // Taken: 2 batches; waiting: the queue, and up to one full batch in the hands of each worker.
    let bound = (2 + QUEUE as u64 + 2 * workers) * 512;
    assert!(summary.matches <= bound, "{} matches were found, the bound is {bound}", summary.matches);
    assert!(summary.cancelled);
}

#[test]
fn what_cannot_be_read_is_told() {
    let folder = folder(&[("a.txt", "needle"), ("locked/b.txt", "needle"), ("c.txt", "needle")]);
    let locked = folder.path().join("locked");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o0)).unwrap();
    let refused = fs::read_dir(&locked).is_err();
    let (rows, summary) = collect(&query(&folder, |_| {}));
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o755)).unwrap();
    assert!(rows.contains_key("a.txt") && rows.contains_key("c.txt"));
    // The super-user reads everything; then there is nothing to tell.
    assert_eq!(summary.error_count, u64::from(refused));
    assert_eq!(summary.errors.iter().any(|error| error.contains("locked")), refused);
}

#[test]
fn a_hundred_thousand_rows_in_many_files() {
    let text = "a needle\nhay\n".repeat(100);
    let files: Vec<_> = (0..1000).map(|file| (format!("{}/{file}.txt", file % 7), text.as_str())).collect();
    let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let (rows, summary) = collect(&query(&folder(&files), |_| {}));
    assert_eq!((summary.matches, summary.files_with_matches), (100_000, 1000));
    assert!(rows.values().all(|rows| rows.len() == 100 && rows[99] == "199:a needle"));
}
