//! MIME types by file extension. Contents are never looked at: the same path always gives the same type.
//!
//! ```
//! assert_eq!(dormer_config::mime::of("/assets/main.js"), "text/javascript; charset=utf-8");
//! ```

/// Type of everything that the table does not know.
pub const OCTET_STREAM: &str = "application/octet-stream";

/// Extension (lower case) and type, sorted by extension.
const TABLE: &[(&str, &str)] = &[
    ("3gp", "video/3gpp"),
    ("7z", "application/x-7z-compressed"),
    ("aac", "audio/aac"),
    ("apng", "image/apng"),
    ("atom", "application/atom+xml"),
    ("avi", "video/x-msvideo"),
    ("avif", "image/avif"),
    ("bmp", "image/bmp"),
    ("br", "application/x-brotli"),
    ("bz2", "application/x-bzip2"),
    ("cjs", "text/javascript; charset=utf-8"),
    ("css", "text/css; charset=utf-8"),
    ("csv", "text/csv; charset=utf-8"),
    ("cur", "image/x-icon"),
    ("eot", "application/vnd.ms-fontobject"),
    ("epub", "application/epub+zip"),
    ("flac", "audio/flac"),
    ("geojson", "application/geo+json"),
    ("gif", "image/gif"),
    ("glb", "model/gltf-binary"),
    ("gltf", "model/gltf+json"),
    ("gz", "application/gzip"),
    ("heic", "image/heic"),
    ("htm", "text/html; charset=utf-8"),
    ("html", "text/html; charset=utf-8"),
    ("ico", "image/x-icon"),
    ("ics", "text/calendar; charset=utf-8"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("js", "text/javascript; charset=utf-8"),
    ("json", "application/json"),
    ("json5", "application/json5"),
    ("jsonld", "application/ld+json"),
    ("jxl", "image/jxl"),
    ("less", "text/css; charset=utf-8"),
    ("m3u8", "application/vnd.apple.mpegurl"),
    ("m4a", "audio/mp4"),
    ("m4v", "video/mp4"),
    ("map", "application/json"),
    ("md", "text/markdown; charset=utf-8"),
    ("mid", "audio/midi"),
    ("midi", "audio/midi"),
    ("mjs", "text/javascript; charset=utf-8"),
    ("mkv", "video/x-matroska"),
    ("mov", "video/quicktime"),
    ("mp3", "audio/mpeg"),
    ("mp4", "video/mp4"),
    ("mpd", "application/dash+xml"),
    ("mpeg", "video/mpeg"),
    ("mpg", "video/mpeg"),
    ("oga", "audio/ogg"),
    ("ogg", "audio/ogg"),
    ("ogv", "video/ogg"),
    ("opus", "audio/ogg"),
    ("otf", "font/otf"),
    ("pdf", "application/pdf"),
    ("png", "image/png"),
    ("rss", "application/rss+xml"),
    ("rtf", "application/rtf"),
    ("sass", "text/css; charset=utf-8"),
    ("scss", "text/css; charset=utf-8"),
    ("srt", "text/plain; charset=utf-8"),
    ("styl", "text/css; charset=utf-8"),
    ("svg", "image/svg+xml"),
    ("tar", "application/x-tar"),
    ("tif", "image/tiff"),
    ("tiff", "image/tiff"),
    ("toml", "application/toml"),
    ("ts", "video/mp2t"),
    ("ttc", "font/collection"),
    ("ttf", "font/ttf"),
    ("txt", "text/plain; charset=utf-8"),
    ("vtt", "text/vtt; charset=utf-8"),
    ("wasm", "application/wasm"),
    ("wav", "audio/wav"),
    ("weba", "audio/webm"),
    ("webm", "video/webm"),
    ("webmanifest", "application/manifest+json"),
    ("webp", "image/webp"),
    ("woff", "font/woff"),
    ("woff2", "font/woff2"),
    ("xhtml", "application/xhtml+xml"),
    ("xml", "text/xml; charset=utf-8"),
    ("xsl", "text/xml; charset=utf-8"),
    ("yaml", "application/yaml"),
    ("yml", "application/yaml"),
    ("zip", "application/zip"),
    ("zst", "application/zstd"),
];

/// The MIME type of a path, by the extension of its last part in any case.
///
/// Types of text carry `; charset=utf-8`; an unknown extension gives [`OCTET_STREAM`].
#[must_use]
pub fn of(path: &str) -> &'static str {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let Some((_, extension)) = name.rsplit_once('.') else { return OCTET_STREAM };
    let extension = extension.to_ascii_lowercase();
    TABLE.binary_search_by_key(&extension.as_str(), |(known, _)| known).map_or(OCTET_STREAM, |at| TABLE[at].1)
}

/// True for types whose data is compressed already, so that compressing again is a waste of time.
#[must_use]
pub fn is_packed(mime: &str) -> bool {
    const PLAIN: &[&str] =
        &["image/svg+xml", "image/bmp", "image/x-icon", "image/tiff", "audio/wav", "audio/midi"];
    const PACKED: &[&str] = &[
        "application/epub+zip",
        "application/gzip",
        "application/x-7z-compressed",
        "application/x-brotli",
        "application/x-bzip2",
        "application/zip",
        "application/zstd",
        "font/woff",
        "font/woff2",
    ];
    let media = ["image/", "audio/", "video/"].iter().any(|prefix| mime.starts_with(prefix));
    (media && !PLAIN.contains(&mime)) || PACKED.contains(&mime)
}

#[cfg(test)]
mod tests {
    use super::{TABLE, is_packed, of};

    #[test]
    fn the_table_is_sorted_and_unique() {
        assert!(TABLE.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn text_says_its_encoding() {
        for (extension, mime) in TABLE {
            assert_eq!(mime.starts_with("text/"), mime.ends_with("; charset=utf-8"), "{extension}");
        }
    }

    #[test]
    fn paths_have_types() {
        let cases = [
            ("/index.html", "text/html; charset=utf-8"),
            ("/assets/Main.JS", "text/javascript; charset=utf-8"),
            ("/a.b/module.mjs", "text/javascript; charset=utf-8"),
            ("/app.wasm", "application/wasm"),
            ("/app.js.map", "application/json"),
            ("/font.woff2", "font/woff2"),
            ("/v.d/file", "application/octet-stream"),
            ("/x.unknown", "application/octet-stream"),
            ("/.html", "text/html; charset=utf-8"),
            ("", "application/octet-stream"),
        ];
        for (path, mime) in cases {
            assert_eq!(of(path), mime, "{path}");
        }
    }

    #[test]
    fn packed_types_are_not_packed_again() {
        assert!(["a.png", "a.mp4", "a.woff2", "a.zip"].iter().all(|path| is_packed(of(path))));
        assert!(!["a.svg", "a.ttf", "a.wasm", "a.html", "a.wav"].iter().any(|path| is_packed(of(path))));
    }
}
