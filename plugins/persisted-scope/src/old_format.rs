//! The file of the plugin of the same name for Tauri 2: two lists of patterns, each text after its length in eight bytes,
//! the lowest first.

use std::path::{Path, PathBuf};

use dormer::scope::fs::{Grant, Reach};

/// The grants in a file; `None` when it is none of this kind.
pub(crate) fn read(bytes: &[u8]) -> Option<Vec<Grant>> {
    let mut rest = bytes;
    let mut grants = Vec::new();
    for forbidden in [false, true] {
        for _ in 0..number(&mut rest)? {
            let length = usize::try_from(number(&mut rest)?).ok()?;
            let (text, after) = rest.split_at_checked(length)?;
            rest = after;
            grants.extend(grant(std::str::from_utf8(text).ok()?, forbidden));
        }
    }
    rest.is_empty().then_some(grants)
}

fn number(rest: &mut &[u8]) -> Option<u64> {
    let (number, after) = rest.split_first_chunk()?;
    *rest = after;
    Some(u64::from_le_bytes(*number))
}

/// A pattern as what it was made of. A name that ends with a star was escaped, so it is no wildcard.
fn grant(pattern: &str, forbidden: bool) -> Option<Grant> {
    let whole = Path::new(pattern);
    let (path, reach) = match whole.file_name()?.to_str()? {
        "**" => (whole.parent()?, Reach::Tree),
        "*" => (whole.parent()?, Reach::Directory),
        _ => (whole, Reach::File),
    };
    let path = PathBuf::from(plain(path.to_str()?));
    path.is_absolute().then_some(Grant { path, reach, forbidden })
}

/// Without escapes: `[*]` is `*`.
fn plain(text: &str) -> String {
    ['*', '?', '[', ']']
        .into_iter()
        .fold(text.to_owned(), |text, c| {
            // Marks first, so that what comes out of one escape is not taken for a part of another.
            text.replace(&format!("[{c}]"), &mark(c))
        })
        .chars()
        .map(|c| match c {
            '\u{f0000}' => '*',
            '\u{f0001}' => '?',
            '\u{f0002}' => '[',
            '\u{f0003}' => ']',
            other => other,
        })
        .collect()
}

fn mark(c: char) -> String {
    let mark = match c {
        '*' => '\u{f0000}',
        '?' => '\u{f0001}',
        '[' => '\u{f0002}',
        _ => '\u{f0003}',
    };
    mark.to_string()
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    fn file(allowed: &[&str], forbidden: &[&str]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for list in [allowed, forbidden] {
            bytes.extend((list.len() as u64).to_le_bytes());
            for text in list {
                bytes.extend((text.len() as u64).to_le_bytes());
                bytes.extend(text.as_bytes());
            }
        }
        bytes
    }

    #[test]
    fn patterns_become_grants() {
        for (pattern, path, reach) in [
            ("/a/b", "/a/b", Reach::File),
            ("/a/*", "/a", Reach::Directory),
            ("/a/**", "/a", Reach::Tree),
            ("/a/[*]", "/a/*", Reach::File),
            ("/a/[[]x[]]/**", "/a/[x]", Reach::Tree),
            ("/a/b[?]c", "/a/b?c", Reach::File),
            ("/a/[[][*][]]", "/a/[*]", Reach::File),
        ] {
            for forbidden in [false, true] {
                let bytes = if forbidden { file(&[], &[pattern]) } else { file(&[pattern], &[]) };
                let expected = Grant { path: path.into(), reach, forbidden };
                assert_eq!(read(&bytes), Some(vec![expected]), "{pattern}");
            }
        }
        assert_eq!(read(&file(&["a", "/"], &[])), Some(vec![]), "relative paths and the root are left out");
    }

    #[test]
    fn other_files_are_none() {
        let good = file(&["/a"], &[]);
        let mut long = good.clone();
        long.push(0);
        for bad in [&b""[..], b"{}", &good[..good.len() - 1], &long, &[0xff; 64]] {
            assert_eq!(read(bad), None);
        }
    }
}
