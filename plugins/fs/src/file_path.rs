//! A path as pages write it: plain, or as a URL. Not here: base directories and scopes.

use std::convert::Infallible;
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use dormer::path::SafePathBuf;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use url::Url;

use crate::{Error, Result};

/// A path, or a URL that stands for one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FilePath {
    /// `file://…`, or on Android `content://…`.
    Url(Url),
    /// A plain path.
    Path(PathBuf),
}

/// A [`FilePath`] without any `..`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SafeFilePath {
    /// `file://…`, or on Android `content://…`.
    Url(Url),
    /// A plain path.
    Path(SafePathBuf),
}

impl FilePath {
    /// The plain path.
    ///
    /// # Errors
    /// A URL that stands for no file of this machine.
    pub fn into_path(self) -> Result<PathBuf> {
        match self {
            Self::Url(url) => url.to_file_path().map_err(|()| no_file(&url)),
            Self::Path(path) => Ok(path),
        }
    }

    /// The plain path, unless this is a URL.
    #[must_use]
    pub fn as_path(&self) -> Option<&Path> {
        match self {
            Self::Url(_) => None,
            Self::Path(path) => Some(path),
        }
    }

    /// A URL of a file as its path; a path without Windows' prefix `\\?\`, where it is not needed.
    #[must_use]
    pub fn simplified(self) -> Self {
        match self {
            Self::Url(url) => match url.to_file_path() {
                Ok(path) => Self::Path(path),
                Err(()) => Self::Url(url),
            },
            Self::Path(path) => {
                let plain = path.to_str().and_then(|text| text.strip_prefix(r"\\?\"));
                match plain.filter(|plain| plain.as_bytes().get(1) == Some(&b':')) {
                    Some(plain) => Self::Path(plain.into()),
                    None => Self::Path(path),
                }
            }
        }
    }
}

impl SafeFilePath {
    /// The plain path.
    ///
    /// # Errors
    /// A URL that stands for no file of this machine.
    pub fn into_path(self) -> Result<PathBuf> {
        FilePath::from(self).into_path()
    }

    /// The plain path, unless this is a URL.
    #[must_use]
    pub fn as_path(&self) -> Option<&Path> {
        match self {
            Self::Url(_) => None,
            Self::Path(path) => Some(path.as_ref()),
        }
    }

    /// As [`FilePath::simplified`].
    ///
    /// # Errors
    /// The path of the URL leads upwards.
    pub fn simplified(self) -> Result<Self> {
        FilePath::from(self).simplified().try_into()
    }
}

fn no_file(url: &Url) -> Error {
    Error::Path(format!("the url {url} is not a valid path"))
}

/// Whether a text is a URL: `scheme:/…` with a scheme that is no drive letter.
fn as_url(text: &str) -> Option<Url> {
    let (scheme, rest) = text.split_once(':')?;
    (scheme.len() > 1 && rest.starts_with('/')).then(|| Url::parse(text).ok()).flatten()
}

impl FromStr for FilePath {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(as_url(text).map_or_else(|| Self::Path(text.into()), Self::Url))
    }
}

impl FromStr for SafeFilePath {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        match text.parse() {
            Ok(path) => FilePath::try_into(path),
        }
    }
}

impl TryFrom<FilePath> for SafeFilePath {
    type Error = Error;

    fn try_from(path: FilePath) -> Result<Self> {
        let safe = |path| SafePathBuf::new(path).map_err(|error| Error::Path(error.to_string()));
        match path {
            FilePath::Url(url) => {
                // Parsing has removed `..` between slashes, but not what was written with escapes.
                if let Ok(path) = url.to_file_path() {
                    safe(path)?;
                }
                Ok(Self::Url(url))
            }
            FilePath::Path(path) => safe(path).map(Self::Path),
        }
    }
}

impl From<SafeFilePath> for FilePath {
    fn from(path: SafeFilePath) -> Self {
        match path {
            SafeFilePath::Url(url) => Self::Url(url),
            SafeFilePath::Path(path) => Self::Path(path.into_inner()),
        }
    }
}

impl From<PathBuf> for FilePath {
    fn from(path: PathBuf) -> Self {
        Self::Path(path)
    }
}

impl From<&Path> for FilePath {
    fn from(path: &Path) -> Self {
        Self::Path(path.into())
    }
}

impl From<&PathBuf> for FilePath {
    fn from(path: &PathBuf) -> Self {
        Self::Path(path.clone())
    }
}

impl From<Url> for FilePath {
    fn from(url: Url) -> Self {
        Self::Url(url)
    }
}

impl TryFrom<FilePath> for PathBuf {
    type Error = Error;

    fn try_from(path: FilePath) -> Result<Self> {
        path.into_path()
    }
}

impl TryFrom<SafeFilePath> for PathBuf {
    type Error = Error;

    fn try_from(path: SafeFilePath) -> Result<Self> {
        path.into_path()
    }
}

impl fmt::Display for FilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Url(url) => url.fmt(f),
            Self::Path(path) => path.display().fmt(f),
        }
    }
}

impl fmt::Display for SafeFilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Url(url) => url.fmt(f),
            Self::Path(path) => path.display().fmt(f),
        }
    }
}

impl Serialize for FilePath {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Url(url) => url.serialize(serializer),
            Self::Path(path) => path.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for FilePath {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match String::deserialize(deserializer)?.parse() {
            Ok(path) => Ok(path),
        }
    }
}

impl<'de> Deserialize<'de> for SafeFilePath {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_paths_unless_they_look_like_urls() {
        for (text, path) in [
            ("/a/b", Some("/a/b")),
            ("a", Some("a")),
            ("C:/x", Some("C:/x")),
            ("notes:2024.txt", Some("notes:2024.txt")),
            ("file:///a%20b", Some("/a b")),
            ("file:/a", Some("/a")),
            ("file://localhost/a", Some("/a")),
            ("file://elsewhere/a", None),
            ("https://example.com/a", None),
            ("content://x/1", None),
        ] {
            let parsed: FilePath = text.parse().unwrap();
            assert_eq!(parsed.into_path().ok(), path.map(PathBuf::from), "{text}");
        }
    }

    #[test]
    fn steps_upwards_are_refused() {
        for bad in ["../a", "/a/../b", "a/..", "file:///a/%2e%2e/%2e%2e%2fb"] {
            let parsed = bad.parse::<SafeFilePath>();
            match parsed {
                Err(error) => assert!(error.to_string().contains("must not contain `..`"), "{error}"),
                // The parser of URLs has resolved the escapes itself.
                Ok(path) => assert!(!path.into_path().unwrap().to_string_lossy().contains(".."), "{bad}"),
            }
        }
        let text = serde_json::from_str::<SafeFilePath>("\"../a\"").unwrap_err().to_string();
        assert!(text.contains("the path `../a` must not contain `..`"), "{text}");
        assert_eq!("a..b".parse::<SafeFilePath>().unwrap().to_string(), "a..b");
    }

    #[test]
    fn simple_forms() {
        let simple = |text: &str| FilePath::from_str(text).unwrap().simplified().to_string();
        for (text, expected) in [
            ("file:///a/b", "/a/b"),
            (r"\\?\C:\a", r"C:\a"),
            (r"\\?\UNC\s\a", r"\\?\UNC\s\a"),
            ("https://a/b", "https://a/b"),
        ] {
            assert_eq!(simple(text), expected);
        }
    }
}
