//! Matches on their way to the page: rows cut to size, packed in compact arrays, grouped per file.
//! Not here: finding them (`search`) and sending them (`commands`).

use std::ops::Range;
use std::time::{Duration, Instant};

use serde::Serialize;

/// A batch is sent when it holds this many rows.
const MAX_ROWS: usize = 512;
/// A batch is sent when its first row is this old.
const MAX_AGE: Duration = Duration::from_millis(30);
/// A row shows at most this many bytes of its line.
const MAX_ROW_BYTES: usize = 320;
/// How much of the line stays visible before the first hit when the start of the line is cut off.
const LEAD_BYTES: usize = 60;
/// At most this many hits are marked in one row.
const MAX_MARKS: usize = 16;

/// Rows of one or more files, as parallel arrays. Lengths of text count UTF-16 units, as the page does.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Batch {
    /// The number of each file in this batch; a file that continues an earlier batch keeps its number.
    pub(crate) files: Vec<u32>,
    /// The path of each file below the searched folder; `None` when an earlier batch told it.
    pub(crate) paths: Vec<Option<String>>,
    /// How many rows each file has in this batch.
    pub(crate) counts: Vec<u32>,
    /// Line number of each row.
    pub(crate) lines: Vec<u64>,
    /// Where the text of each row ends in `text`.
    pub(crate) ends: Vec<u32>,
    /// How many hits are marked in each row.
    pub(crate) mark_counts: Vec<u8>,
    /// Start and length of each mark, relative to the text of its row.
    pub(crate) marks: Vec<u16>,
    /// The text of all rows, one after another.
    pub(crate) text: String,
}

/// Collects the rows of one worker and says when they are due.
#[derive(Debug, Default)]
pub(crate) struct Batcher {
    batch: Batch,
    units: u32,
    oldest: Option<Instant>,
}

impl Batcher {
    /// Rows that follow belong to this file. `path` is given with the first rows of a file only.
    pub(crate) fn begin_file(&mut self, file: u32, path: Option<String>) {
        self.batch.files.push(file);
        self.batch.paths.push(path);
        self.batch.counts.push(0);
    }

    /// Adds one line with its hits (byte ranges in `line`, in order). [`Batcher::begin_file`] comes first,
    /// also after each [`Batcher::take`].
    pub(crate) fn push(&mut self, number: u64, line: &[u8], hits: &[Range<usize>]) {
        let Some(count) = self.batch.counts.last_mut() else { return };
        *count += 1;
        let shown = Window::of(line, hits.first());
        let mut row = RowText { out: &mut self.batch.text, units: 0 };
        if shown.cut_before {
            row.raw("…");
        }
        let mut at = shown.range.start;
        let mut marked = 0;
        for hit in hits {
            let (start, end) = (hit.start.max(at), hit.end.min(shown.range.end));
            if start >= end || marked == MAX_MARKS {
                continue;
            }
            row.bytes(&line[at..start]);
            let from = row.units;
            row.bytes(&line[start..end]);
            self.batch.marks.extend([from as u16, (row.units - from) as u16]);
            marked += 1;
            at = end;
        }
        row.bytes(&line[at..shown.range.end]);
        if shown.cut_after {
            row.raw("…");
        }
        self.units += row.units;
        self.batch.lines.push(number);
        self.batch.ends.push(self.units);
        self.batch.mark_counts.push(marked as u8);
        self.oldest.get_or_insert_with(Instant::now);
    }

    /// True when the rows collected so far should be sent.
    pub(crate) fn is_due(&self) -> bool {
        self.batch.lines.len() >= MAX_ROWS || self.oldest.is_some_and(|then| then.elapsed() >= MAX_AGE)
    }

    /// True when there is nothing to send.
    pub(crate) fn is_empty(&self) -> bool {
        self.batch.lines.is_empty()
    }

    /// Hands out the rows collected so far and starts afresh.
    pub(crate) fn take(&mut self) -> Batch {
        self.units = 0;
        self.oldest = None;
        std::mem::take(&mut self.batch)
    }
}

/// The part of a line that its row shows.
struct Window {
    range: Range<usize>,
    cut_before: bool,
    cut_after: bool,
}

impl Window {
    fn of(line: &[u8], first_hit: Option<&Range<usize>>) -> Self {
        let indent = line.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let hit = first_hit.map_or(indent, |hit| hit.start);
        // A hit in the indentation itself keeps what it covers.
        let mut start = indent.min(hit);
        let mut cut_before = false;
        if hit - start > MAX_ROW_BYTES / 2 {
            start = char_start(line, hit - LEAD_BYTES);
            cut_before = true;
        }
        let mut end = line.len();
        let cut_after = end - start > MAX_ROW_BYTES;
        if cut_after {
            end = char_start(line, start + MAX_ROW_BYTES);
        } else {
            end -= line[start..].iter().rev().take_while(|byte| byte.is_ascii_whitespace()).count();
        }
        Self { range: start..end, cut_before, cut_after }
    }
}

/// The start of the UTF-8 character that `at` falls into, looking back no further than a character is long.
fn char_start(line: &[u8], at: usize) -> usize {
    (at.saturating_sub(3)..=at).rev().find(|&at| line[at] & 0xC0 != 0x80).unwrap_or(at)
}

/// Appends to the common text and counts UTF-16 units.
struct RowText<'a> {
    out: &'a mut String,
    units: u32,
}

impl RowText<'_> {
    fn raw(&mut self, text: &str) {
        self.out.push_str(text);
        self.units += text.encode_utf16().count() as u32;
    }

    /// Appends bytes of a file; what is not text becomes a replacement character, control characters a space.
    fn bytes(&mut self, bytes: &[u8]) {
        for char in String::from_utf8_lossy(bytes).chars() {
            let char = if char.is_control() && char != '\t' { ' ' } else { char };
            self.out.push(char);
            self.units += char.len_utf16() as u32;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(line: &[u8], hits: &[Range<usize>]) -> Batch {
        let mut batcher = Batcher::default();
        batcher.begin_file(0, Some("a".into()));
        batcher.push(7, line, hits);
        batcher.take()
    }

    /// [`one`] with one hit.
    fn hit(line: &[u8], range: Range<usize>) -> Batch {
        one(line, std::slice::from_ref(&range))
    }

    /// The marked parts of a batch with one row, cut out the way the page does it.
    fn marked(batch: &Batch) -> Vec<String> {
        let units: Vec<u16> = batch.text.encode_utf16().collect();
        assert_eq!(units.len(), *batch.ends.last().unwrap() as usize);
        let cut = |pair: &[u16]| String::from_utf16_lossy(&units[pair[0].into()..(pair[0] + pair[1]).into()]);
        batch.marks.chunks(2).map(cut).collect()
    }

    #[test]
    fn indentation_goes_and_marks_follow() {
        let batch = one(b"\t    let needle = needle;  ", &[9..15, 18..24]);
        assert_eq!(batch.text, "let needle = needle;");
        assert_eq!(marked(&batch), ["needle", "needle"]);
        assert_eq!((batch.lines, batch.mark_counts, batch.counts), (vec![7], vec![2], vec![1]));
    }

    #[test]
    fn a_hit_in_the_indentation_keeps_it() {
        let batch = hit(b"    x", 2..5);
        assert_eq!(batch.text, "  x");
        assert_eq!(marked(&batch), ["  x"]);
        assert_eq!(marked(&hit(b"    ", 0..4)), Vec::<String>::new());
    }

    #[test]
    fn lengths_count_utf16_units() {
        let line = "𝄞 ä needle 日本".as_bytes();
        let at = line.windows(6).position(|part| part == b"needle").unwrap();
        let batch = hit(line, at..at + 6);
        assert_eq!(batch.marks, [5, 6]);
        assert_eq!(marked(&batch), ["needle"]);
    }

    #[test]
    fn bytes_that_are_no_text_are_replaced() {
        let batch = hit(b"a\xff\x07b needle", 5..11);
        assert_eq!(batch.text, "a\u{fffd} b needle");
        assert_eq!(marked(&batch), ["needle"]);
    }

    #[test]
    fn a_huge_line_is_cut_around_its_first_hit() {
        let mut line = "ü".repeat(500_000).into_bytes();
        let at = line.len();
        line.extend(b"needle");
        line.extend("ß".repeat(500_000).into_bytes());
        let batch = hit(&line, at..at + 6);
        assert!(batch.text.len() <= MAX_ROW_BYTES + 8, "{} bytes", batch.text.len());
        assert!(batch.text.starts_with("…ü") && batch.text.ends_with("ß…"), "{}", batch.text);
        assert_eq!(marked(&batch), ["needle"]);
    }

    #[test]
    fn a_hit_longer_than_the_row_is_cut() {
        let batch = hit(&[b'x'; 5000], 0..5000);
        assert_eq!(batch.marks, [0, MAX_ROW_BYTES as u16]);
        let many: Vec<_> = (0..200).map(|at| at..at + 1).collect();
        assert_eq!(one(&[b'x'; 200], &many).mark_counts, [MAX_MARKS as u8]);
    }

    #[test]
    fn a_batch_is_due_when_full_or_old() {
        let mut batcher = Batcher::default();
        batcher.begin_file(3, Some("a".into()));
        assert!(!batcher.is_due() && batcher.is_empty());
        batcher.push(1, b"x", &[]);
        assert!(!batcher.is_due());
        std::thread::sleep(MAX_AGE);
        assert!(batcher.is_due());
        assert_eq!(batcher.take().files, [3]);
        batcher.begin_file(3, None);
        for line in 0..MAX_ROWS as u64 {
            batcher.push(line, b"x", &[]);
        }
        assert!(batcher.is_due());
        let batch = batcher.take();
        assert_eq!((batch.paths, batch.counts), (vec![None], vec![MAX_ROWS as u32]));
        assert!(batcher.is_empty() && !batcher.is_due());
    }

    #[test]
    fn the_message_has_the_names_that_the_page_reads() {
        let json = serde_json::to_string(&hit(b"needle", 0..6)).unwrap();
        assert_eq!(
            json,
            r#"{"files":[0],"paths":["a"],"counts":[1],"lines":[7],"ends":[6],"markCounts":[1],"marks":[0,6],"text":"needle"}"#
        );
    }
}
