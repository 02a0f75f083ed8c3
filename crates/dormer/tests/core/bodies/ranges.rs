//! Any text as a `Range` header against any length, beside a slow reading of the same rules.

use crate::range::{Unsatisfiable, parse};

/// The first eight bytes are the length, or its last byte alone where the first is even; the rest is the header.
pub(crate) fn ranges(input: &[u8]) {
    let Some((length, header)) = input.split_first_chunk::<8>() else { return };
    let (full, small) = (u64::from_be_bytes(*length), u64::from(length[7]));
    let length = if length[0].is_multiple_of(2) { small } else { full };
    let header = String::from_utf8_lossy(header);
    let answer = parse(&header, length);
    if let Ok(Some(range)) = answer {
        assert!(range.start <= range.end && range.end < length, "{header:?} of {length}: {range:?}");
    }
    if length <= 255 {
        let bytes = answer.map(|range| range.map(|range| (range.start..=range.end).collect::<Vec<_>>()));
        assert_eq!(bytes, slowly(&header, length), "{header:?} of {length}");
    }
    #[cfg(feature = "protocol-asset")]
    if let Ok(ranges) = crate::range::parse_all(&header, length) {
        let mut total = 0_u64;
        for range in &ranges {
            assert!(range.start <= range.end && range.end < length, "{header:?} of {length}: {range:?}");
            total = total.saturating_add(range.end - range.start + 1);
        }
        assert!(total <= length && ranges.len() <= 16, "{header:?} of {length} asks for {total}");
    }
}

/// Each byte is asked whether it is meant.
fn slowly(header: &str, length: u64) -> Result<Option<Vec<u64>>, Unsatisfiable> {
    let Some((unit, set)) = header.split_once('=') else { return Ok(None) };
    let mut ends = set.trim().splitn(2, '-');
    let (Some(first), Some(last)) = (ends.next(), ends.next()) else { return Ok(None) };
    let is_number = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    if !unit.trim().eq_ignore_ascii_case("bytes") || !is_number(first) || !is_number(last) {
        return Ok(None);
    }
    // Beyond what numbers hold is beyond every length here.
    let number = |text: &str| text.parse::<u128>().unwrap_or(u128::MAX);
    let length = u128::from(length);
    let is_meant = |at: u128| match (first, last) {
        ("", "") => false,
        ("", count) => at >= length.saturating_sub(number(count)),
        (start, "") => at >= number(start),
        (start, end) => number(start) <= at && at <= number(end),
    };
    let is_whole = match (first, last) {
        ("", "") => true,
        ("", count) => length == 0 && number(count) > 0,
        (_, "") => false,
        (start, end) => {
            // Numbers are compared as the header's reader holds them.
            let held = |text: &str| number(text).min(u128::from(u64::MAX));
            held(end) < held(start)
        }
    };
    if is_whole {
        return Ok(None);
    }
    let bytes: Vec<u64> =
        (0..length).filter(|at| is_meant(*at)).filter_map(|at| u64::try_from(at).ok()).collect();
    if bytes.is_empty() { Err(Unsatisfiable) } else { Ok(Some(bytes)) }
}
