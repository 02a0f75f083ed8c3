//! The `Range` header of one request against a known length (RFC 9110, section 14). Not here: the answer that
//! is made of it.

/// The bytes to send, both ends included; `start <= end < length`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ByteRange {
    /// First byte.
    pub(crate) start: u64,
    /// Last byte.
    pub(crate) end: u64,
}

/// The one range asked for lies behind the end: status 416 with `Content-Range: bytes */length`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the range asked for lies behind the end of the file")]
pub(crate) struct Unsatisfiable;

/// Reads one `Range` header. `None` means: send the whole thing.
///
/// That is also the answer to what a server may ignore: another unit, broken syntax, several ranges.
pub(crate) fn parse(header: &str, length: u64) -> Result<Option<ByteRange>, Unsatisfiable> {
    let Some((first, last)) = single_range(header) else { return Ok(None) };
    let range = match (first, last) {
        (Some(start), Some(end)) if end < start => return Ok(None),
        (Some(start), _) if start >= length => return Err(Unsatisfiable),
        (Some(start), end) => ByteRange { start, end: end.unwrap_or(u64::MAX).min(length - 1) },
        (None, Some(0)) => return Err(Unsatisfiable),
        // The tail of nothing is valid but cannot be written down as a range.
        (None, Some(_)) if length == 0 => return Ok(None),
        (None, Some(count)) => ByteRange { start: length.saturating_sub(count), end: length - 1 },
        (None, None) => return Ok(None),
    };
    Ok(Some(range))
}

/// As [`parse`], but with every range that a header with several names: those that lie behind the end are left out, and
/// when none is left the whole header cannot be satisfied. An empty list means: send the whole thing. That is also the
/// answer to more than [`GREATEST_COUNT`] ranges, and to ranges that together ask for more than there is.
#[cfg(feature = "protocol-asset")]
pub(crate) fn parse_all(header: &str, length: u64) -> Result<Vec<ByteRange>, Unsatisfiable> {
    let set = header.split_once('=').map(|(_, set)| set).unwrap_or_default();
    if !set.contains(',') {
        return Ok(parse(header, length)?.into_iter().collect());
    }
    let mut ranges = Vec::new();
    for range in set.split(',').map(str::trim).filter(|range| !range.is_empty()) {
        match parse(&format!("bytes={range}"), length) {
            Ok(Some(range)) if ranges.len() < GREATEST_COUNT => ranges.push(range),
            Ok(_) => return Ok(Vec::new()),
            Err(Unsatisfiable) => {}
        }
    }
    let total: u64 = ranges.iter().fold(0, |total, range| total.saturating_add(range.end - range.start + 1));
    match ranges.len() {
        0 => Err(Unsatisfiable),
        _ if total > length || !header.trim_start().to_ascii_lowercase().starts_with("bytes") => {
            Ok(Vec::new())
        }
        _ => Ok(ranges),
    }
}

/// Ranges of one header.
#[cfg(feature = "protocol-asset")]
const GREATEST_COUNT: usize = 16;

/// Both ends of `bytes=a-b`, either of which may be missing; `None` unless it is exactly one range of bytes.
fn single_range(header: &str) -> Option<(Option<u64>, Option<u64>)> {
    let (unit, set) = header.split_once('=')?;
    if !unit.trim().eq_ignore_ascii_case("bytes") {
        return None;
    }
    let (first, last) = set.trim().split_once('-')?;
    Some((position(first)?, position(last)?))
}

/// `Some(None)` for no text, `None` for anything but digits. Numbers beyond `u64` lie behind every end
/// anyway.
fn position(text: &str) -> Option<Option<u64>> {
    if text.is_empty() {
        return Some(None);
    }
    text.bytes().all(|b| b.is_ascii_digit()).then(|| Some(text.parse().unwrap_or(u64::MAX)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(feature = "protocol-asset")]
    #[test]
    fn several_ranges_against_a_length() {
        let many = "0-0,".repeat(20);
        for (header, want) in [
            ("bytes=1-2", Ok(vec![(1, 2)])),
            ("bytes=0-1,5-6", Ok(vec![(0, 1), (5, 6)])),
            ("bytes=0-1, 90-99 ,-1", Ok(vec![(0, 1), (9, 9)])),
            ("bytes=90-,91-", Err(Unsatisfiable)),
            ("bytes=0-1,x", Ok(vec![])),
            ("bytes=0-,0-", Ok(vec![])),
            ("items=0-1,2-3", Ok(vec![])),
            (&*format!("bytes={many}"), Ok(vec![])),
        ] {
            let got = parse_all(header, 10);
            assert_eq!(
                got.map(|all| all.iter().map(|r| (r.start, r.end)).collect::<Vec<_>>()),
                want,
                "{header:?}"
            );
        }
    }

    #[test]
    fn one_header_against_a_length() {
        let part = |start, end| Ok(Some(ByteRange { start, end }));
        let whole = Ok(None);
        for (header, length, want) in [
            ("bytes=0-0", 10, part(0, 0)),
            ("bytes=0-9", 10, part(0, 9)),
            ("bytes=2-5", 10, part(2, 5)),
            ("bytes=2-50", 10, part(2, 9)),
            ("bytes=9-", 10, part(9, 9)),
            ("bytes=0-", 10, part(0, 9)),
            ("bytes=-3", 10, part(7, 9)),
            ("bytes=-10", 10, part(0, 9)),
            ("bytes=-11", 10, part(0, 9)),
            ("Bytes = 1-2", 10, part(1, 2)),
            ("bytes=0-99999999999999999999999", 10, part(0, 9)),
            ("bytes=0-18446744073709551615", u64::MAX, part(0, u64::MAX - 1)),
            ("bytes=10-", 10, Err(Unsatisfiable)),
            ("bytes=10-12", 10, Err(Unsatisfiable)),
            ("bytes=99999999999999999999999-", 10, Err(Unsatisfiable)),
            ("bytes=-0", 10, Err(Unsatisfiable)),
            ("bytes=0-", 0, Err(Unsatisfiable)),
            ("bytes=0-0", 0, Err(Unsatisfiable)),
            ("bytes=-5", 0, whole),
            ("bytes=5-2", 10, whole),
            ("bytes=50-20", 10, whole),
            ("bytes=0-1,3-4", 10, whole),
            ("bytes=0-1,", 10, whole),
            ("bytes=-", 10, whole),
            ("bytes=", 10, whole),
            ("bytes=3", 10, whole),
            ("bytes=a-b", 10, whole),
            ("bytes=+1-2", 10, whole),
            ("bytes=1--2", 10, whole),
            ("bytes=1-2-3", 10, whole),
            ("bytes 0-1", 10, whole),
            ("items=0-1", 10, whole),
            ("", 10, whole),
        ] {
            assert_eq!(parse(header, length), want, "{header:?} of {length}");
        }
    }
}
