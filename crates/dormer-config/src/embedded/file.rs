//! [`Embedded`]: the file as a whole, and how it is read.

use super::asset_table::{number, part};
use super::pack::Unpacker;
use super::{Assets, Icon};
use crate::{Config, PackageInfo};

pub(super) const MAGIC: [u8; 8] = *b"\x89DORMER\n";
pub(super) const VERSION: u32 = 3;

/// Everything that the build put into the program.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Embedded {
    /// The resolved configuration.
    pub config: Config,
    /// The program's own package.
    pub package: PackageInfo,
    /// The default icon of windows.
    pub icon: Option<Icon>,
    /// The files of the front end.
    pub assets: Assets,
    /// The page of the isolation frame, alone under `/index.html`; empty if the program has none.
    pub isolation: Assets,
    /// The table of permissions, as the build wrote it; empty if it wrote none.
    pub permissions: &'static [u8],
    /// What permissions added at run time are resolved with; empty if the build wrote none.
    pub manifests: &'static [u8],
}

/// Why an embedded file was not read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// The bytes are something else.
    #[error("these bytes are no embedded file: include the one that the build script wrote")]
    Foreign,
    /// Written by another version of the build crate.
    #[error(
        "the embedded file has format {0}, this program reads format 3: use the build crate of the same version"
    )]
    Version(u32),
    /// Part of the file is missing, or the named part is damaged.
    #[error("the embedded file is damaged: {0}")]
    Damaged(&'static str),
}

impl Embedded {
    /// Reads an embedded file. Reads the configuration and checks the table of assets; inflates nothing.
    pub fn decode(file: &'static [u8]) -> Result<Self, DecodeError> {
        if !file.starts_with(&MAGIC) {
            return Err(DecodeError::Foreign);
        }
        let version = number(file, 8).and_then(|version| u32::try_from(version).ok());
        match version {
            Some(VERSION) => {}
            Some(other) => return Err(DecodeError::Version(other)),
            None => return Err(DecodeError::Damaged("header")),
        }
        if number(file, 12) != Some(file.len()) {
            return Err(DecodeError::Damaged("length"));
        }
        let section = |index: usize, name| {
            let at = 16 + index * 8;
            let found = number(file, at).zip(number(file, at + 4));
            found.and_then(|(at, len)| part(file, at, len)).ok_or(DecodeError::Damaged(name))
        };
        Ok(Self {
            config: Unpacker::read(section(0, "configuration")?)
                .ok_or(DecodeError::Damaged("configuration"))?,
            package: package(section(1, "package")?).ok_or(DecodeError::Damaged("package"))?,
            icon: Icon::decode(section(2, "icon")?).ok_or(DecodeError::Damaged("icon"))?,
            assets: Assets::decode(section(3, "assets")?).ok_or(DecodeError::Damaged("assets"))?,
            permissions: section(4, "permissions")?,
            manifests: section(5, "manifests")?,
            isolation: Assets::decode(section(6, "isolation")?).ok_or(DecodeError::Damaged("isolation"))?,
        })
    }
}

/// Reads the five texts, each with its length before it.
fn package(section: &'static [u8]) -> Option<PackageInfo> {
    let mut at = 0;
    let mut text = || {
        let len = number(section, at)?;
        let bytes = part(section, at + 4, len)?;
        at += 4 + len;
        std::str::from_utf8(bytes).ok()
    };
    Some(PackageInfo {
        name: text()?.to_owned(),
        version: text()?.to_owned(),
        authors: text()?,
        description: text()?,
        crate_name: text()?,
    })
}

#[cfg(test)]
mod tests {
    use super::{DecodeError, Embedded};

    #[track_caller]
    fn check(file: &'static [u8], expected: &str) {
        let error = Embedded::decode(file).unwrap_err();
        assert_eq!(error.to_string(), expected);
    }

    #[test]
    fn other_bytes_are_refused() {
        let foreign = "these bytes are no embedded file: include the one that the build script wrote";
        check(b"", foreign);
        check(b"\x89PNG\r\n\x1a\n", foreign);
        check(b"\x89DORMER\n", "the embedded file is damaged: header");
        check(b"\x89DORMER\n\x03\0\0\0", "the embedded file is damaged: length");
        check(
            b"\x89DORMER\n\x07\0\0\0",
            "the embedded file has format 7, this program reads format 3: use the build crate of the same version",
        );
    }

    #[test]
    fn the_error_crosses_threads() {
        fn is_shared<T: Send + Sync>() {}
        is_shared::<DecodeError>();
    }
}
