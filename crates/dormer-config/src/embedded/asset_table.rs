//! The table of assets inside the file: a count, then one record of fixed size per asset, sorted by path.
//!
//! Offsets count from the start of the table, so that a table also stands alone (in tests).

use std::collections::BTreeMap;

use super::deflate::is_plausible;
use crate::mime;

/// Numbers of one record, in the order of the file: offset and length of path, type, tag and data;
/// length once inflated; 1 if the data is deflated; offset and length of the plan of a page.
const FIELDS: usize = 12;
const RECORD: usize = FIELDS * 4;

/// One record, checked against the table it came from.
pub(super) struct Record {
    pub(super) path: &'static str,
    pub(super) mime: &'static str,
    pub(super) etag: &'static str,
    pub(super) data: &'static [u8],
    pub(super) len: usize,
    pub(super) deflated: bool,
    pub(super) plan: &'static [u8],
}

/// A number of the file as an index.
pub(super) fn number(file: &[u8], at: usize) -> Option<usize> {
    let bytes = file.get(at..at.checked_add(4)?)?;
    usize::try_from(u32::from_le_bytes(bytes.try_into().ok()?)).ok()
}

/// The part of `file` that starts at `at`.
pub(super) fn part(file: &'static [u8], at: usize, len: usize) -> Option<&'static [u8]> {
    file.get(at..at.checked_add(len)?)
}

/// How many records the table claims to have; zero for an empty table.
pub(super) fn count(table: &[u8]) -> Option<usize> {
    if table.is_empty() {
        return Some(0);
    }
    let count = number(table, 0)?;
    (count.checked_mul(RECORD)?.checked_add(4)? <= table.len()).then_some(count)
}

/// The bytes of a record's path alone, for searching.
pub(super) fn path(table: &'static [u8], index: usize) -> Option<&'static [u8]> {
    let base = index.checked_mul(RECORD)?.checked_add(4)?;
    part(table, number(table, base)?, number(table, base + 4)?)
}

/// A record; `None` if any of its numbers leads astray.
pub(super) fn record(table: &'static [u8], index: usize) -> Option<Record> {
    let fields = part(table, index.checked_mul(RECORD)?.checked_add(4)?, RECORD)?;
    let section = |at: usize| part(table, number(fields, at)?, number(fields, at + 4)?);
    let text = |at: usize| std::str::from_utf8(section(at)?).ok();
    let deflated = match number(fields, 36)? {
        0 => false,
        1 => true,
        _ => return None,
    };
    let (data, len) = (section(24)?, number(fields, 32)?);
    let record =
        Record { path: text(0)?, mime: text(8)?, etag: text(16)?, data, len, deflated, plan: section(40)? };
    is_plausible(data.len(), len, deflated).then_some(record)
}

/// Checks every record and the order of paths; returns how many there are.
pub(super) fn check(table: &'static [u8]) -> Option<usize> {
    let count = count(table)?;
    let mut last = None;
    for index in 0..count {
        let path = record(table, index)?.path;
        if !path.starts_with('/') || last.is_some_and(|last| last >= path) {
            return None;
        }
        last = Some(path);
    }
    Some(count)
}

/// An asset on its way into a table.
pub(super) struct Entry {
    mime: &'static str,
    etag: String,
    data: Vec<u8>,
    len: usize,
    deflated: bool,
    plan: Vec<u8>,
}

impl Entry {
    /// An asset as it is. The type follows from the path.
    pub(super) fn stored(path: &str, data: Vec<u8>) -> Self {
        Self {
            mime: mime::of(path),
            etag: etag(&data),
            len: data.len(),
            data,
            deflated: false,
            plan: Vec::new(),
        }
    }

    /// The same with the plan of a page, which is JSON.
    #[cfg(feature = "build")]
    pub(super) fn with_plan(self, plan: Vec<u8>) -> Self {
        Self { plan, ..self }
    }

    /// An asset deflated at `level` (1–10), unless that gains less than 5 %.
    #[cfg(feature = "build")]
    pub(super) fn deflated(path: &str, data: Vec<u8>, level: u8) -> Self {
        let entry = Self::stored(path, data);
        if level == 0 || mime::is_packed(entry.mime) {
            return entry;
        }
        let packed = miniz_oxide::deflate::compress_to_vec(&entry.data, level);
        if packed.len() * 20 > entry.len * 19 {
            return entry;
        }
        Self { data: packed, deflated: true, ..entry }
    }
}

/// An entity tag with its quotes: FNV-1a, 64 bits. Tells versions apart; it is no proof of identity.
fn etag(data: &[u8]) -> String {
    let hash = data.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("\"{hash:016x}\"")
}

/// The key of a path in a table: with one slash before it.
pub(super) fn key(path: &str) -> String {
    format!("/{}", path.trim_start_matches('/'))
}

/// Writes a table; `None` if it would pass 4 GiB. Keys come from [`key`].
pub(super) fn encode(entries: &BTreeMap<String, Entry>) -> Option<Vec<u8>> {
    let mut table = u32::try_from(entries.len()).ok()?.to_le_bytes().to_vec();
    let mut tail: Vec<u8> = Vec::new();
    let start = 4 + entries.len() * RECORD;
    let mut types: BTreeMap<&str, usize> = BTreeMap::new();
    let push = |tail: &mut Vec<u8>, bytes: &[u8]| {
        let at = start + tail.len();
        tail.extend_from_slice(bytes);
        at
    };
    for (path, entry) in entries {
        let path_at = push(&mut tail, path.as_bytes());
        let mime_at = match types.get(entry.mime) {
            Some(at) => *at,
            None => push(&mut tail, entry.mime.as_bytes()),
        };
        types.insert(entry.mime, mime_at);
        let etag_at = push(&mut tail, entry.etag.as_bytes());
        let data_at = push(&mut tail, &entry.data);
        let plan_at = push(&mut tail, &entry.plan);
        let numbers: [usize; FIELDS] = [
            path_at,
            path.len(),
            mime_at,
            entry.mime.len(),
            etag_at,
            entry.etag.len(),
            data_at,
            entry.data.len(),
            entry.len,
            usize::from(entry.deflated),
            plan_at,
            entry.plan.len(),
        ];
        for number in numbers {
            table.extend_from_slice(&u32::try_from(number).ok()?.to_le_bytes());
        }
    }
    table.append(&mut tail);
    Some(table)
}
