//! A part of one file for the preview: who may be read, which part, and how it is laid out in bytes.
//! Not here: the searched folder and the pattern (`query`), the command (`commands`).

use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use grep_matcher::Matcher;
use grep_regex::RegexMatcher;

use crate::query::plain;

/// At most this much of a file is shown, bytes.
const MAX_BYTES: usize = 512 << 10;
/// Of a file in UTF-16 only this much from its beginning is looked at, bytes.
const MAX_UTF16_BYTES: u64 = 4 << 20;
/// At most this many hits are marked.
const MAX_HITS: usize = 20_000;
/// Flag: the file has lines before the part.
const CUT_BEFORE: u32 = 1;
/// Flag: the file goes on after the part.
const CUT_AFTER: u32 = 2;

/// Why a file is not shown. The texts are shown to the user.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PreviewError {
    /// Only files of the current search are shown.
    #[error("`{0}` is not inside the searched folder")]
    Outside(String),
    /// Folders, sockets, devices.
    #[error("`{0}` is not a regular file")]
    NotAFile(String),
    /// It has bytes that are no text.
    #[error("`{0}` is a binary file, so there is no text to show")]
    Binary(String),
    /// The system refused.
    #[error("`{path}` cannot be read: {reason}")]
    Io {
        /// The path as asked for.
        path: String,
        /// What the system says.
        reason: String,
    },
}

/// A part of a file, as text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Preview {
    /// Number of the first line of `text`, from 1.
    first_line: u32,
    /// Size of the whole file, bytes.
    size: u64,
    /// [`CUT_BEFORE`], [`CUT_AFTER`].
    flags: u32,
    /// Line (from 0, within `text`), start and length (UTF-16 units, within the line) of each hit.
    hits: Vec<[u32; 3]>,
    text: String,
}

impl Preview {
    /// Reads the part around `line` (from 1) of the file at `path`, which is relative to `root`. `root` is
    /// canonical; a path that leads out of it, also by a symbolic link, is refused.
    pub(crate) fn read(
        root: &Path,
        path: &str,
        line: u64,
        matcher: &RegexMatcher,
    ) -> Result<Self, PreviewError> {
        let file = confine(root, path)?;
        let io = |error: io::Error| PreviewError::Io { path: path.into(), reason: plain(&error) };
        let metadata = file.metadata().map_err(io)?;
        // Opening a pipe would wait for its writer.
        if !metadata.is_file() {
            return Err(PreviewError::NotAFile(path.into()));
        }
        let mut file = File::open(&file).map_err(io)?;
        let part = match utf16_start(&mut file, metadata.len()).map_err(io)? {
            Some(text) => Part::around(&mut Cursor::new(text), line),
            None => Part::around(&mut file, line),
        };
        let part = part.map_err(io)?;
        if part.bytes.contains(&0) {
            return Err(PreviewError::Binary(path.into()));
        }
        let text = String::from_utf8_lossy(&part.bytes).into_owned();
        let mut flags = 0;
        if part.cut_before {
            flags |= CUT_BEFORE;
        }
        if part.cut_after {
            flags |= CUT_AFTER;
        }
        let first_line = u32::try_from(part.first_line).unwrap_or(u32::MAX);
        Ok(Self { first_line, size: metadata.len(), flags, hits: hits(&text, matcher), text })
    }

    /// Little-endian: first line `u32`, number of hits `u32`, size of the file `u64`, flags `u32`, zero `u32`;
    /// then three `u32` for each hit; then the text in UTF-8.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(24 + self.hits.len() * 12 + self.text.len());
        bytes.extend(self.first_line.to_le_bytes());
        bytes.extend((self.hits.len() as u32).to_le_bytes());
        bytes.extend(self.size.to_le_bytes());
        bytes.extend(self.flags.to_le_bytes());
        bytes.extend(0_u32.to_le_bytes());
        for number in self.hits.iter().flatten() {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend(self.text.as_bytes());
        bytes
    }
}

/// The real place of the file, which lies below `root`.
fn confine(root: &Path, path: &str) -> Result<PathBuf, PreviewError> {
    let real = root.join(path).canonicalize();
    match real {
        Ok(real) if real.starts_with(root) => Ok(real),
        // Whether a file exists elsewhere is nobody's business.
        Ok(_) => Err(PreviewError::Outside(path.into())),
        Err(_) if !stays_below(path) => Err(PreviewError::Outside(path.into())),
        Err(error) => Err(PreviewError::Io { path: path.into(), reason: plain(&error) }),
    }
}

fn stays_below(path: &str) -> bool {
    Path::new(path).components().all(|part| matches!(part, std::path::Component::Normal(_)))
}

/// The beginning of a file in UTF-16, recoded to UTF-8; `None` for other files. The file is at its start after.
fn utf16_start(file: &mut File, size: u64) -> io::Result<Option<Vec<u8>>> {
    let mut mark = [0; 2];
    let marked = size >= 2 && file.read_exact(&mut mark).is_ok();
    file.seek(SeekFrom::Start(0))?;
    let decode: fn([u8; 2]) -> u16 = match mark {
        [0xFF, 0xFE] if marked => u16::from_le_bytes,
        [0xFE, 0xFF] if marked => u16::from_be_bytes,
        _ => return Ok(None),
    };
    let mut bytes = Vec::new();
    file.take(MAX_UTF16_BYTES).read_to_end(&mut bytes)?;
    let units = bytes[2..].chunks_exact(2).map(|pair| decode([pair[0], pair[1]]));
    let text: String =
        char::decode_utf16(units).map(|char| char.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    Ok(Some(text.into_bytes()))
}

/// Whole lines around a line; of a line longer than a part, its beginning.
#[derive(Debug)]
struct Part {
    bytes: Vec<u8>,
    first_line: u64,
    cut_before: bool,
    cut_after: bool,
}

impl Part {
    fn around(source: &mut (impl Read + Seek), line: u64) -> io::Result<Self> {
        let (offset, line) = find_line(source, line)?;
        let mut start = offset.saturating_sub(MAX_BYTES as u64 / 2);
        let mut bytes = Vec::new();
        source.seek(SeekFrom::Start(start))?;
        // One byte more tells whether the file goes on.
        source.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
        let cut_after = bytes.len() > MAX_BYTES;
        let mut wanted = (offset - start) as usize;
        if start == 0 && bytes.starts_with("\u{feff}".as_bytes()) {
            bytes.drain(..3);
            wanted = wanted.saturating_sub(3);
        } else if start > 0 {
            // The line break before the wanted line is in reach, so this finds one.
            let cut = bytes.iter().position(|byte| *byte == b'\n').map_or(0, |at| at + 1).min(wanted);
            bytes.drain(..cut);
            wanted -= cut;
            start += cut as u64;
        }
        if cut_after {
            let end = match bytes.iter().rposition(|byte| *byte == b'\n') {
                Some(end) if end >= wanted => end + 1,
                _ => whole_chars(&bytes),
            };
            bytes.truncate(end);
        }
        let before = bytes[..wanted.min(bytes.len())].iter().filter(|byte| **byte == b'\n').count() as u64;
        Ok(Self { first_line: line - before, bytes, cut_before: start > 0, cut_after })
    }
}

/// The offset at which a line starts, and its number; the last line when there are fewer.
fn find_line(source: &mut impl Read, line: u64) -> io::Result<(u64, u64)> {
    let mut buffer = vec![0; 64 << 10];
    let (mut offset, mut start, mut number) = (0_u64, 0_u64, 1_u64);
    while number < line {
        let count = source.read(&mut buffer)?;
        if count == 0 {
            break;
        }
        for (at, _) in buffer[..count].iter().enumerate().filter(|(_, byte)| **byte == b'\n') {
            if number == line {
                break;
            }
            number += 1;
            start = offset + at as u64 + 1;
        }
        offset += count as u64;
    }
    Ok((start, number))
}

/// The length without a character that was cut in two at the end; at least one byte goes.
fn whole_chars(bytes: &[u8]) -> usize {
    let last = bytes.len().saturating_sub(1);
    (last.saturating_sub(3)..=last).rev().find(|&at| bytes[at] & 0xC0 != 0x80).unwrap_or(last)
}

/// Finds the hits again in the lines of `text`.
fn hits(text: &str, matcher: &RegexMatcher) -> Vec<[u32; 3]> {
    let mut hits = Vec::new();
    for (row, line) in text.split('\n').enumerate() {
        let units = |range: std::ops::Range<usize>| {
            String::from_utf8_lossy(&line.as_bytes()[range]).encode_utf16().count() as u32
        };
        let (mut at, mut column) = (0, 0);
        // The matcher of a checked pattern has no error to tell.
        let _ = matcher.find_iter(line.as_bytes(), |hit| {
            let length = units(hit.start()..hit.end());
            column += units(at..hit.start());
            if length > 0 {
                hits.push([row as u32, column, length]);
            }
            column += length;
            at = hit.end();
            hits.len() < MAX_HITS
        });
        if hits.len() >= MAX_HITS {
            break;
        }
    }
    hits
}

#[cfg(test)]
mod tests;
