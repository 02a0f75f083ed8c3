//! Which files are shown, and which part of them.

use std::fs;
use std::os::unix::fs::symlink;

use tempfile::TempDir;

use super::*;

fn matcher(pattern: &str) -> RegexMatcher {
    grep_regex::RegexMatcherBuilder::new().line_terminator(Some(b'\n')).build(pattern).unwrap()
}

fn folder(name: &str, bytes: &[u8]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap().join("root");
    fs::create_dir(&root).unwrap();
    fs::write(root.join(name), bytes).unwrap();
    (folder, root)
}

fn read(bytes: &[u8], line: u64) -> Preview {
    let (_folder, root) = folder("a.txt", bytes);
    Preview::read(&root, "a.txt", line, &matcher("needle")).unwrap()
}

fn refusal(root: &Path, path: &str) -> String {
    Preview::read(root, path, 1, &matcher("needle")).unwrap_err().to_string()
}

#[test]
fn a_small_file_is_shown_whole_with_its_hits() {
    let preview = read("one\nä needle, needle\nneedle".as_bytes(), 2);
    assert_eq!((preview.first_line, preview.size, preview.flags), (1, 28, 0));
    assert_eq!(preview.hits, [[1, 2, 6], [1, 10, 6], [2, 0, 6]]);
    assert_eq!(read(b"", 1).text, "");
    assert_eq!(read(b"short\n", 99).first_line, 1);
}

#[test]
fn the_bytes_are_laid_out_as_documented() {
    let bytes = Preview { first_line: 7, size: 1 << 33, flags: 3, hits: vec![[1, 2, 3]], text: "ä".into() }
        .into_bytes();
    let mut expected = vec![7, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0];
    expected.extend([1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 0xC3, 0xA4]);
    assert_eq!(bytes, expected);
}

#[test]
fn paths_that_lead_out_are_refused() {
    let (folder, root) = folder("a.txt", b"x");
    fs::write(folder.path().join("secret.txt"), "needle").unwrap();
    fs::create_dir(folder.path().join("root2")).unwrap();
    fs::write(folder.path().join("root2/b.txt"), "needle").unwrap();
    let absolute = folder.path().join("secret.txt").display().to_string();
    for path in ["../secret.txt", "../root2/b.txt", "/etc/passwd", &absolute, "x/../../secret.txt", "../none"]
    {
        assert_eq!(refusal(&root, path), format!("`{path}` is not inside the searched folder"));
    }
}

#[test]
fn symbolic_links_that_lead_out_are_refused() {
    let (folder, root) = folder("a.txt", b"x");
    fs::create_dir(folder.path().join("other")).unwrap();
    fs::write(folder.path().join("other/secret.txt"), "needle").unwrap();
    symlink("../other/secret.txt", root.join("file")).unwrap();
    symlink("../other", root.join("folder")).unwrap();
    symlink("a.txt", root.join("inside")).unwrap();
    assert!(refusal(&root, "file").ends_with("is not inside the searched folder"));
    assert!(refusal(&root, "folder/secret.txt").ends_with("is not inside the searched folder"));
    assert_eq!(Preview::read(&root, "inside", 1, &matcher("x")).unwrap().text, "x");
}

#[test]
fn what_is_no_text_file_is_refused() {
    let (_folder, root) = folder("a.bin", b"needle\0");
    assert_eq!(refusal(&root, "a.bin"), "`a.bin` is a binary file, so there is no text to show");
    assert_eq!(refusal(&root, ""), "`` is not a regular file");
    assert_eq!(refusal(&root, "gone.txt"), "`gone.txt` cannot be read: it does not exist");
}

#[test]
fn a_big_file_is_shown_around_the_line() {
    let text: String = (1..=200_000).map(|line| format!("line {line}\n")).collect();
    for line in [1, 2, 40_000, 100_000, 199_999, 200_000] {
        let preview = read(text.as_bytes(), line);
        let shown: Vec<_> = preview.text.lines().collect();
        assert_eq!(shown[(line - u64::from(preview.first_line)) as usize], format!("line {line}"));
        assert_eq!(shown[0], format!("line {}", preview.first_line));
        assert!(preview.text.len() <= MAX_BYTES && preview.text.ends_with('\n'));
        assert_eq!(preview.flags & CUT_BEFORE != 0, preview.first_line > 1);
        assert_eq!(preview.flags & CUT_AFTER != 0, !preview.text.ends_with("line 200000\n"));
        assert_eq!(preview.size, text.len() as u64);
    }
}

#[test]
fn a_huge_line_is_clamped() {
    let text = format!("one\n{}\nthree\n", "ü".repeat(1 << 20));
    let preview = read(text.as_bytes(), 2);
    assert_eq!((preview.first_line, preview.flags), (1, CUT_AFTER));
    assert!(preview.text.len() <= MAX_BYTES && preview.text.len() > MAX_BYTES - 8);
    assert!(preview.text.starts_with("one\nü") && preview.text.ends_with('ü'), "no half character");
    let preview = read(text.as_bytes(), 3);
    assert_eq!((preview.text.as_str(), preview.first_line, preview.flags), ("three\n", 3, CUT_BEFORE));
}

#[test]
fn other_encodings_become_text() {
    let mut bytes = vec![0xFF, 0xFE];
    bytes.extend("one\nä needle\n".encode_utf16().flat_map(u16::to_le_bytes));
    let preview = read(&bytes, 2);
    assert_eq!((preview.text.as_str(), preview.hits), ("one\nä needle\n", vec![[1, 2, 6]]));
    assert_eq!(read("\u{feff}needle".as_bytes(), 1).hits, [[0, 0, 6]]);
    assert_eq!(read(b"\xe4 needle", 1).text, "\u{fffd} needle");
}
