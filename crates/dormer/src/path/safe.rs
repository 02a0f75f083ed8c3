//! Paths that do not lead upwards. Not here: whether they may be opened (scopes).

use std::path::{Component, Path, PathBuf};

use serde::de::{Deserialize, Deserializer, Error};

use super::PathError;

/// A path without any `..`: joined to a directory it cannot leave it by steps upwards (an absolute one still
/// replaces it).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SafePathBuf(PathBuf);

impl SafePathBuf {
    /// Checks a path.
    ///
    /// # Errors
    /// It has a `..`.
    pub fn new(path: PathBuf) -> Result<Self, PathError> {
        if path.components().any(|part| part == Component::ParentDir) {
            return Err(PathError::Upwards(path));
        }
        Ok(Self(path))
    }

    /// The path, for showing.
    #[must_use]
    pub fn display(&self) -> std::path::Display<'_> {
        self.0.display()
    }

    /// The plain path.
    #[must_use]
    pub fn into_inner(self) -> PathBuf {
        self.0
    }
}

impl AsRef<Path> for SafePathBuf {
    fn as_ref(&self) -> &Path {
        &self.0
    }
}

impl std::str::FromStr for SafePathBuf {
    type Err = PathError;

    fn from_str(text: &str) -> Result<Self, PathError> {
        Self::new(text.into())
    }
}

impl<'de> Deserialize<'de> for SafePathBuf {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(PathBuf::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_upwards_are_refused() {
        for good in ["", "a", "/a/b", "./a", "a..b", "..a", "a/...", "a/.hidden"] {
            assert_eq!(SafePathBuf::new(good.into()).unwrap().as_ref(), Path::new(good));
            assert_eq!(good.parse::<SafePathBuf>().unwrap().into_inner(), Path::new(good));
        }
        for bad in ["..", "../a", "a/..", "a/../b", "/..", "./../a"] {
            assert_eq!(SafePathBuf::new(bad.into()), Err(PathError::Upwards(bad.into())));
            let json = serde_json::to_string(bad).unwrap();
            let error = serde_json::from_str::<SafePathBuf>(&json).unwrap_err().to_string();
            assert_eq!(error, format!("the path `{bad}` must not contain `..`"));
        }
        assert_eq!(serde_json::from_str::<SafePathBuf>("\"a/b\"").unwrap().display().to_string(), "a/b");
    }
}
