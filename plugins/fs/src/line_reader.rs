//! The lines of a file, in the bytes of its encoding. Not here: decoding, which is the page's matter.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::sync::{Mutex, PoisonError};

use dormer::Resource;

/// What ends a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LineFeed {
    /// One byte, in UTF-8 and everything that extends ASCII.
    Byte,
    /// Two bytes, the low one first.
    Utf16Le,
    /// Two bytes, the high one first.
    Utf16Be,
}

impl LineFeed {
    /// By the label of the encoding that the page will decode with.
    pub(crate) fn of(label: Option<&str>) -> Self {
        match label.map(str::to_ascii_lowercase).as_deref() {
            Some("utf-16le" | "utf-16") => Self::Utf16Le,
            Some("utf-16be") => Self::Utf16Be,
            _ => Self::Byte,
        }
    }

    fn unit(self, ascii: u8) -> [u8; 2] {
        match self {
            Self::Utf16Be => [0, ascii],
            _ => [ascii, 0],
        }
    }
}

/// Reads a file line by line.
pub(crate) struct LineReader {
    feed: LineFeed,
    reader: Mutex<BufReader<File>>,
}

impl Resource for LineReader {}

impl LineReader {
    pub(crate) fn new(file: File, feed: LineFeed) -> Self {
        Self { feed, reader: Mutex::new(BufReader::with_capacity(64 * 1024, file)) }
    }

    /// The next line without its end; `None` at the end of the file.
    pub(crate) fn next(&self) -> io::Result<Option<Vec<u8>>> {
        next_line(&mut *self.reader.lock().unwrap_or_else(PoisonError::into_inner), self.feed)
    }
}

fn next_line(reader: &mut impl BufRead, feed: LineFeed) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    if feed == LineFeed::Byte {
        if reader.read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        if line.pop_if(|last| *last == b'\n').is_some() {
            line.pop_if(|last| *last == b'\r');
        }
        return Ok(Some(line));
    }
    let (newline, carriage) = (feed.unit(b'\n'), feed.unit(b'\r'));
    loop {
        let available = match reader.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            outcome => outcome?,
        };
        if available.is_empty() {
            return Ok((!line.is_empty()).then_some(line));
        }
        // A unit may lie across two reads.
        let first = line.len() % 2;
        let crossing = first == 1 && [line[line.len() - 1], available[0]] == newline;
        let end = match crossing {
            true => Some(1),
            false => units_end(&available[first..], newline).map(|end| end + first),
        };
        let taken = end.unwrap_or(available.len());
        line.extend_from_slice(&available[..taken]);
        reader.consume(taken);
        if end.is_some() {
            line.truncate(line.len() - 2);
            if line.ends_with(&carriage) && line.len() % 2 == 0 {
                line.truncate(line.len() - 2);
            }
            return Ok(Some(line));
        }
    }
}

/// Where the first of these units ends.
fn units_end(bytes: &[u8], unit: [u8; 2]) -> Option<usize> {
    bytes.chunks_exact(2).position(|pair| pair == unit).map(|at| 2 * at + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(bytes: &[u8], feed: LineFeed, capacity: usize) -> Vec<Vec<u8>> {
        let mut reader = BufReader::with_capacity(capacity, bytes);
        std::iter::from_fn(|| next_line(&mut reader, feed).unwrap()).collect()
    }

    #[test]
    fn lines_end_as_systems_end_them() {
        for (text, expected) in [
            ("", &[][..]),
            ("a", &["a"][..]),
            ("a\n", &["a"]),
            ("a\nb", &["a", "b"]),
            ("a\r\n\r\nb\r", &["a", "", "b\r"]),
            ("\n\n", &["", ""]),
            ("ä\u{a0a}\u{d0a}x\ny", &["ä\u{a0a}\u{d0a}x", "y"]),
        ] {
            for capacity in [1, 2, 3, 64] {
                let plain: Vec<Vec<u8>> = expected.iter().map(|line| line.as_bytes().to_vec()).collect();
                assert_eq!(lines(text.as_bytes(), LineFeed::Byte, capacity), plain, "{text:?}");
                for (feed, to_bytes) in [
                    (LineFeed::Utf16Le, u16::to_le_bytes as fn(u16) -> [u8; 2]),
                    (LineFeed::Utf16Be, u16::to_be_bytes),
                ] {
                    let encode = |text: &str| text.encode_utf16().flat_map(to_bytes).collect::<Vec<u8>>();
                    let wide: Vec<Vec<u8>> = expected.iter().map(|line| encode(line)).collect();
                    assert_eq!(lines(&encode(text), feed, capacity), wide, "{text:?} {feed:?} {capacity}");
                }
            }
        }
    }

    #[test]
    fn half_a_unit_at_the_end_is_kept() {
        assert_eq!(lines(b"a\0\n\0b", LineFeed::Utf16Le, 3), [b"a\0".to_vec(), b"b".to_vec()]);
    }

    #[test]
    fn labels() {
        for (label, expected) in [
            (None, LineFeed::Byte),
            (Some("utf-8"), LineFeed::Byte),
            (Some("utf-16le"), LineFeed::Utf16Le),
            (Some("UTF-16BE"), LineFeed::Utf16Be),
            (Some("shift_jis"), LineFeed::Byte),
        ] {
            assert_eq!(LineFeed::of(label), expected, "{label:?}");
        }
    }
}
