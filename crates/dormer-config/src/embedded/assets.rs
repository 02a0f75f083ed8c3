//! [`Assets`]: the files of the front end, found by path without allocation.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use super::PagePlan;
use super::asset_table::{self, Entry};
use super::deflate::inflate;

/// The files of the front end. Copying it copies a pointer.
#[derive(Clone, Copy, Default)]
pub struct Assets {
    table: &'static [u8],
    count: usize,
}

impl fmt::Debug for Assets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter().map(|asset| asset.path)).finish()
    }
}

impl Assets {
    /// No files.
    #[must_use]
    pub const fn empty() -> Self {
        Self { table: &[], count: 0 }
    }

    /// Files from memory, for tests. The bytes are kept for the life of the program; a later pair replaces
    /// an earlier one with the same path. Types follow from the paths.
    ///
    /// # Panics
    ///
    /// If all files together pass 4 GiB.
    #[must_use]
    pub fn from_pairs<P: AsRef<str>, B: Into<Vec<u8>>>(pairs: impl IntoIterator<Item = (P, B)>) -> Self {
        let entry = |(path, bytes): (P, B)| {
            let key = asset_table::key(path.as_ref());
            let entry = Entry::stored(&key, bytes.into());
            (key, entry)
        };
        let entries: BTreeMap<_, _> = pairs.into_iter().map(entry).collect();
        let table = asset_table::encode(&entries).expect("files in memory stay below 4 GiB");
        Self { table: table.leak(), count: entries.len() }
    }

    /// The assets of a checked table.
    pub(super) fn decode(table: &'static [u8]) -> Option<Self> {
        Some(Self { table, count: asset_table::check(table)? })
    }

    /// How many files there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.count
    }

    /// True if there are no files.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The file at exactly this path, such as `/index.html`; the first slash may be left out.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<Asset<'static>> {
        let path = path.strip_prefix('/').unwrap_or(path).as_bytes();
        let (mut low, mut high) = (0, self.count);
        while low < high {
            let middle = low.midpoint(high);
            match asset_table::path(self.table, middle)?.get(1..)?.cmp(path) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return self.at(middle),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// All files, sorted by path.
    #[must_use]
    pub fn iter(&self) -> AssetsIter {
        AssetsIter { assets: *self, next: 0 }
    }

    fn at(&self, index: usize) -> Option<Asset<'static>> {
        let record = asset_table::record(self.table, index)?;
        Some(Asset {
            path: record.path,
            mime: record.mime,
            etag: record.etag,
            len: record.len,
            data: record.data,
            deflated: record.deflated,
            plan: record.plan,
        })
    }
}

impl IntoIterator for &Assets {
    type Item = Asset<'static>;
    type IntoIter = AssetsIter;

    fn into_iter(self) -> AssetsIter {
        self.iter()
    }
}

/// Walks all files, sorted by path.
#[derive(Debug, Clone)]
pub struct AssetsIter {
    assets: Assets,
    next: usize,
}

impl Iterator for AssetsIter {
    type Item = Asset<'static>;

    fn next(&mut self) -> Option<Asset<'static>> {
        if self.next == self.assets.count {
            return None;
        }
        self.next += 1;
        self.assets.at(self.next - 1)
    }
}

/// One file of the front end.
#[derive(Clone, Copy)]
pub struct Asset<'a> {
    /// Path from the root of the front end, with a slash before it.
    pub path: &'a str,
    /// MIME type.
    pub mime: &'a str,
    /// Entity tag with its quotes, as an `ETag` header carries it. Equal contents have equal tags.
    pub etag: &'a str,
    /// Length of the contents, in bytes.
    pub len: usize,
    data: &'a [u8],
    deflated: bool,
    plan: &'a [u8],
}

impl<'a> Asset<'a> {
    /// What a policy must admit in this page; empty for other files, and when the file is damaged.
    #[must_use]
    pub fn plan(&self) -> PagePlan {
        if self.plan.is_empty() {
            return PagePlan::default();
        }
        serde_json::from_slice(self.plan).unwrap_or_default()
    }

    /// The contents: borrowed if they are stored as they are, else inflated on each call.
    pub fn bytes(&self) -> Result<Cow<'a, [u8]>, DamagedAsset> {
        if !self.deflated {
            return Ok(Cow::Borrowed(self.data));
        }
        inflate(self.data, self.len).map(Cow::Owned).ok_or_else(|| DamagedAsset(self.path.to_owned()))
    }
}

impl fmt::Debug for Asset<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, mime, len, .. } = self;
        f.debug_struct("Asset")
            .field("path", path)
            .field("mime", mime)
            .field("len", len)
            .finish_non_exhaustive()
    }
}

/// The contents of an embedded file cannot be inflated: the program file is damaged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the embedded file `{0}` is damaged")]
pub struct DamagedAsset(String);

#[cfg(test)]
mod tests {
    use super::Assets;

    fn sample() -> Assets {
        Assets::from_pairs([
            ("/index.html", "<p>"),
            ("a/b.js", "1"),
            ("/index.html", "<b>"),
            ("/empty", ""),
            ("/é.txt", "e"),
        ])
    }

    #[track_caller]
    fn check(path: &str, expected: Option<&str>) {
        let asset = sample().get(path);
        let actual = asset.map(|asset| String::from_utf8(asset.bytes().unwrap().into_owned()).unwrap());
        assert_eq!(actual.as_deref(), expected, "{path}");
    }

    #[test]
    fn files_are_found_by_path() {
        check("/index.html", Some("<b>"));
        check("index.html", Some("<b>"));
        check("/a/b.js", Some("1"));
        check("/empty", Some(""));
        check("/é.txt", Some("e"));
        check("//index.html", None);
        check("/index", None);
        check("", None);
        check("/zzz", None);
    }

    #[test]
    fn they_are_listed_in_order() {
        let paths: Vec<_> = sample().iter().map(|asset| asset.path).collect();
        assert_eq!(paths, ["/a/b.js", "/empty", "/index.html", "/é.txt"]);
        assert_eq!((sample().len(), Assets::empty().iter().count()), (4, 0));
    }

    #[test]
    fn tags_follow_the_contents() {
        let assets = Assets::from_pairs([("/a.css", "x"), ("/b.css", "x"), ("/c.css", "y")]);
        let etag = |path| assets.get(path).map(|asset| asset.etag);
        assert_eq!(etag("/a.css"), etag("/b.css"));
        assert_ne!(etag("/a.css"), etag("/c.css"));
        assert_eq!(etag("/a.css").map(str::len), Some(18));
        assert_eq!(assets.get("/a.css").map(|asset| asset.mime), Some("text/css; charset=utf-8"));
    }
}
