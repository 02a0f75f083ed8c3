//! The type of a file, from its first bytes, or else from its name.

use std::path::Path;

use dormer_config::mime;

/// First bytes that tell a type, with where they stand.
const MAGIC: &[(usize, &[u8], &str)] = &[
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF8", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftypavif", "image/avif"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypqt", "video/quicktime"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1a\x45\xdf\xa3", "video/webm"),
    (0, b"OggS", "application/ogg"),
    (8, b"WAVE", "audio/wav"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"fLaC", "audio/flac"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"wOFF", "font/woff"),
    (0, b"wOF2", "font/woff2"),
    (0, b"BM", "image/bmp"),
    (0, b"\0asm", "application/wasm"),
];

/// The type of a file.
pub(super) fn mime(path: &Path, head: &[u8]) -> &'static str {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let by_name = mime::of(name);
    let unknown = by_name.starts_with("application/octet-stream");
    let found =
        MAGIC.iter().find(|(at, magic, _)| head.get(*at..).is_some_and(|rest| rest.starts_with(magic)));
    match found {
        // Many formats are archives, containers or other things inside; the name knows which.
        Some((_, _, kind)) if unknown || kind.starts_with("image/") => kind,
        None if unknown => text(head).unwrap_or(by_name),
        _ => by_name,
    }
}

fn text(head: &[u8]) -> Option<&'static str> {
    let start = head.trim_ascii_start();
    let html = [&b"<!doctype html"[..], b"<html"];
    let is_html =
        html.iter().any(|tag| start.get(..tag.len()).is_some_and(|it| it.eq_ignore_ascii_case(tag)));
    if is_html {
        return Some("text/html; charset=utf-8");
    }
    // The last character may be cut.
    let valid = match std::str::from_utf8(head) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    };
    (!head.is_empty() && valid && !head.contains(&0)).then_some("text/plain; charset=utf-8")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_before_names_before_guesses() {
        let check =
            |name: &str, head: &[u8], kind: &str| assert_eq!(mime(Path::new(name), head), kind, "{name}");
        check("/a/x", b"\x89PNG\r\n\x1a\n...", "image/png");
        check("/a/x.jpg", b"\x89PNG\r\n\x1a\n...", "image/png");
        check("/a/x", b"RIFF....WEBP", "image/webp");
        check("/a/x", b"....ftypisom", "video/mp4");
        check("/a/x.svg", b"<svg/>", "image/svg+xml");
        check("/a/x", b"plain words", "text/plain; charset=utf-8");
        check("/a/x", b" <!DOCTYPE HTML>", "text/html; charset=utf-8");
        check("/a/x", "caf\u{e9}".as_bytes().get(..4).unwrap_or_default(), "text/plain; charset=utf-8");
        check("/a/x", b"\0\x01", "application/octet-stream");
        check("/a/x", b"", "application/octet-stream");
    }
}
