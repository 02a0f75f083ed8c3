//! [`EmbeddedBuilder`]: writes the file that [`super::Embedded`] reads.

use std::collections::BTreeMap;

use super::PagePlan;
use super::asset_table::{self, Entry};
use super::file::{MAGIC, VERSION};
use super::icon::pixels;
use super::pack::Pack;
use crate::Config;

/// Magic, version, length, and offset and length of seven sections.
const HEADER: usize = 8 + 4 + 4 + 7 * 8;

/// What a program knows about its own package, on the way into the file.
#[derive(Debug, Clone, Copy, Default)]
pub struct PackageText<'a> {
    /// Name shown to people.
    pub name: &'a str,
    /// Version of the app.
    pub version: &'a str,
    /// Authors, joined by `:`.
    pub authors: &'a str,
    /// Description of the package.
    pub description: &'a str,
    /// Name of the package.
    pub crate_name: &'a str,
}

/// Why a file was not written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EncodeError {
    /// Two assets have one path.
    #[error("two files of the front end have the path `{0}`")]
    Duplicate(String),
    /// The numbers of the format have 32 bits.
    #[error("the front end is larger than 4 GiB: ship the large files as resources instead")]
    TooLarge,
    /// Not four bytes for each pixel.
    #[error("an icon of {width} x {height} pixels needs four bytes for each, not {len} bytes in all")]
    IconSize {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
        /// Bytes given.
        len: usize,
    },
    /// The plan of a page cannot be written as JSON.
    #[error("the plan of a page cannot be written")]
    Plan(#[source] serde_json::Error),
}

/// Collects the contents of an embedded file. Equal contents give equal bytes.
#[derive(Default)]
pub struct EmbeddedBuilder {
    level: u8,
    icon: Vec<u8>,
    permissions: Vec<u8>,
    manifests: Vec<u8>,
    entries: BTreeMap<String, Entry>,
    isolation: BTreeMap<String, Entry>,
}

impl EmbeddedBuilder {
    /// An empty file. `level` is that of deflate, 1 (fast) to 10 (small); 0 stores all assets as they are.
    #[must_use]
    pub fn new(level: u8) -> Self {
        Self { level, ..Self::default() }
    }

    /// Sets the icon: red, green, blue and alpha of each pixel, row by row from the top.
    pub fn icon(&mut self, width: u32, height: u32, rgba: &[u8]) -> Result<(), EncodeError> {
        if pixels(width, height) != Some(rgba.len()) {
            return Err(EncodeError::IconSize { width, height, len: rgba.len() });
        }
        self.icon = [width.to_le_bytes(), height.to_le_bytes()].concat();
        self.icon.extend(miniz_oxide::deflate::compress_to_vec(rgba, self.level.max(1)));
        Ok(())
    }

    /// Sets the table of permissions, and the manifests that permissions added at run time are resolved with. What
    /// the bytes mean is no matter of this file.
    pub fn permissions(&mut self, table: Vec<u8>, manifests: Vec<u8>) {
        self.permissions = table;
        self.manifests = manifests;
    }

    /// Adds a file of the front end; a slash is put before `path` if it has none.
    pub fn asset(&mut self, path: &str, bytes: Vec<u8>) -> Result<(), EncodeError> {
        self.page(path, bytes, &PagePlan::default())
    }

    /// Adds a page of the front end with what a policy must admit in it.
    pub fn page(&mut self, path: &str, bytes: Vec<u8>, plan: &PagePlan) -> Result<(), EncodeError> {
        let key = asset_table::key(path);
        let entry = self.entry(&key, bytes, plan)?;
        match self.entries.insert(key, entry) {
            None => Ok(()),
            Some(_) => Err(EncodeError::Duplicate(asset_table::key(path))),
        }
    }

    /// Sets the page of the isolation frame.
    pub fn isolation(&mut self, bytes: Vec<u8>, plan: &PagePlan) -> Result<(), EncodeError> {
        let key = asset_table::key("index.html");
        let entry = self.entry(&key, bytes, plan)?;
        self.isolation = BTreeMap::from([(key, entry)]);
        Ok(())
    }

    fn entry(&self, key: &str, bytes: Vec<u8>, plan: &PagePlan) -> Result<Entry, EncodeError> {
        let plan =
            if plan.is_empty() { Vec::new() } else { serde_json::to_vec(plan).map_err(EncodeError::Plan)? };
        Ok(Entry::deflated(key, bytes, self.level).with_plan(plan))
    }

    /// The file. Of the configuration it holds what [`Config::into_runtime`] keeps.
    pub fn finish(&self, config: &Config, package: &PackageText<'_>) -> Result<Vec<u8>, EncodeError> {
        let mut fields = Vec::new();
        config.pack(&mut fields);
        let mut texts = Vec::new();
        let PackageText { name, version, authors, description, crate_name } = package;
        for text in [name, version, authors, description, crate_name] {
            texts.extend(bound(text.len())?);
            texts.extend(text.as_bytes());
        }
        let table = asset_table::encode(&self.entries).ok_or(EncodeError::TooLarge)?;
        let isolation = asset_table::encode(&self.isolation).ok_or(EncodeError::TooLarge)?;
        let sections: [&[u8]; 7] =
            [&fields, &texts, &self.icon, &table, &self.permissions, &self.manifests, &isolation];
        let mut file = MAGIC.to_vec();
        file.extend(VERSION.to_le_bytes());
        let mut at = HEADER;
        file.extend(bound(at + sections.iter().map(|section| section.len()).sum::<usize>())?);
        for section in sections {
            file.extend(bound(at)?);
            file.extend(bound(section.len())?);
            at += section.len();
        }
        for section in sections {
            file.extend_from_slice(section);
        }
        Ok(file)
    }
}

fn bound(number: usize) -> Result<[u8; 4], EncodeError> {
    u32::try_from(number).map(u32::to_le_bytes).map_err(|_| EncodeError::TooLarge)
}

#[cfg(test)]
mod tests {
    use super::{EmbeddedBuilder, EncodeError, PackageText};
    use crate::Config;
    use crate::embedded::{Embedded, NonceKind, NoncePlace, PagePlan};

    const PAGE: &str = "<!doctype html><p>hello hello hello hello hello hello hello hello</p>";

    fn sample() -> Vec<u8> {
        let mut builder = EmbeddedBuilder::new(6);
        builder.icon(2, 1, &[1, 2, 3, 4, 5, 6, 7, 8]).unwrap();
        builder.asset("index.html", PAGE.into()).unwrap();
        builder.asset("/picture.png", PAGE.into()).unwrap();
        builder.asset("/tiny.txt", "abc".into()).unwrap();
        let config = Config { identifier: "com.example.notes".to_owned(), ..Config::default() };
        let package = PackageText {
            name: "Notes",
            version: "1.2.3",
            authors: "A:B",
            description: "About",
            crate_name: "notes",
        };
        builder.finish(&config, &package).unwrap()
    }

    #[test]
    fn a_page_keeps_its_plan() {
        let plan = PagePlan {
            places: vec![NoncePlace(3, NonceKind::OwnScript), NoncePlace(9, NonceKind::StyleValue)],
            scripts: vec!["sha256-x".into()],
            styles: vec!["sha256-y".into()],
        };
        let mut builder = EmbeddedBuilder::new(0);
        builder.page("a.html", PAGE.into(), &plan).unwrap();
        builder.asset("b.html", PAGE.into()).unwrap();
        builder.isolation("frame".into(), &plan).unwrap();
        let file = builder.finish(&Config::default(), &PackageText::default()).unwrap();
        let Embedded { assets, isolation, .. } = Embedded::decode(file.leak()).unwrap();
        assert_eq!(
            (isolation.len(), isolation.get("/index.html").map(|page| page.plan())),
            (1, Some(plan.clone()))
        );
        assert!(assets.get("/index.html").is_none(), "the app's pages do not hold it");
        assert_eq!(assets.get("a.html").map(|page| page.plan()), Some(plan));
        assert_eq!(assets.get("b.html").map(|page| page.plan()), Some(PagePlan::default()));
    }

    /// Reads a file and touches everything in it; damage may show as an error, never as a panic.
    fn touch(file: Vec<u8>) -> bool {
        let Ok(embedded) = Embedded::decode(file.leak()) else { return false };
        let icon = embedded.icon.is_none_or(|icon| icon.rgba().is_ok());
        let listed = embedded.assets.iter().filter(|asset| asset.bytes().is_ok()).count();
        icon && listed == 3 && embedded.assets.get("/index.html").is_some()
    }

    #[test]
    fn what_is_written_is_read() {
        let embedded = Embedded::decode(sample().leak()).unwrap();
        assert_eq!(embedded.config.identifier, "com.example.notes");
        assert!(embedded.isolation.is_empty());
        let package = &embedded.package;
        assert_eq!((package.name.as_str(), package.version.as_str()), ("Notes", "1.2.3"));
        assert_eq!((package.authors, package.description, package.crate_name), ("A:B", "About", "notes"));
        let icon = embedded.icon.unwrap();
        assert_eq!((icon.width(), icon.height(), icon.rgba().unwrap()), (2, 1, vec![1, 2, 3, 4, 5, 6, 7, 8]));
        let page = embedded.assets.get("/index.html").unwrap();
        assert_eq!((page.len, page.mime), (PAGE.len(), "text/html; charset=utf-8"));
        let bytes = page.bytes().unwrap();
        assert_eq!((bytes.as_ref(), matches!(bytes, std::borrow::Cow::Owned(_))), (PAGE.as_bytes(), true));
        for stored in ["/picture.png", "/tiny.txt"] {
            let bytes = embedded.assets.get(stored).unwrap().bytes().unwrap();
            assert!(matches!(bytes, std::borrow::Cow::Borrowed(_)), "{stored}");
        }
        assert_eq!(sample(), sample());
    }

    #[test]
    fn a_truncated_file_is_refused() {
        let file = sample();
        for len in 0..file.len() {
            assert!(Embedded::decode(file[..len].to_vec().leak()).is_err(), "{len}");
        }
        let mut longer = file;
        longer.push(0);
        assert!(Embedded::decode(longer.leak()).is_err());
    }

    #[test]
    fn damage_never_panics() {
        let file = sample();
        assert!(touch(file.clone()));
        let mut noticed = 0;
        for at in 0..file.len() {
            for bit in 0..8 {
                let mut damaged = file.clone();
                damaged[at] ^= 1 << bit;
                noticed += usize::from(!touch(damaged));
            }
        }
        assert!(noticed > file.len(), "only {noticed} of {} flips were noticed", file.len() * 8);
        for at in (12..file.len()).step_by(4) {
            let mut damaged = file.clone();
            damaged[at..].iter_mut().take(4).for_each(|byte| *byte = 0xff);
            touch(damaged);
        }
    }

    #[test]
    fn what_cannot_be_written_is_refused() {
        let mut builder = EmbeddedBuilder::new(0);
        builder.asset("a", Vec::new()).unwrap();
        assert!(matches!(builder.asset("/a", Vec::new()), Err(EncodeError::Duplicate(path)) if path == "/a"));
        assert!(matches!(builder.icon(1, 1, &[0; 3]), Err(EncodeError::IconSize { len: 3, .. })));
    }
}
