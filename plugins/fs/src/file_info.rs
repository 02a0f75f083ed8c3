//! Facts about a file, as pages read them.

use std::fs::Metadata;
use std::time::SystemTime;

use serde::Serialize;

/// Facts about a file. Times are milliseconds since 1970.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FileInfo {
    is_file: bool,
    is_directory: bool,
    is_symlink: bool,
    size: u64,
    mtime: Option<i64>,
    atime: Option<i64>,
    birthtime: Option<i64>,
    readonly: bool,
    #[serde(flatten)]
    system: SystemInfo,
}

/// What only some systems know.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SystemInfo {
    pub(crate) file_attributes: Option<u32>,
    pub(crate) dev: Option<u64>,
    pub(crate) ino: Option<u64>,
    pub(crate) mode: Option<u32>,
    pub(crate) nlink: Option<u64>,
    pub(crate) uid: Option<u32>,
    pub(crate) gid: Option<u32>,
    pub(crate) rdev: Option<u64>,
    pub(crate) blksize: Option<u64>,
    pub(crate) blocks: Option<u64>,
}

impl From<&Metadata> for FileInfo {
    fn from(metadata: &Metadata) -> Self {
        Self {
            is_file: metadata.is_file(),
            is_directory: metadata.is_dir(),
            is_symlink: metadata.is_symlink(),
            size: metadata.len(),
            mtime: metadata.modified().ok().and_then(milliseconds),
            atime: metadata.accessed().ok().and_then(milliseconds),
            birthtime: metadata.created().ok().and_then(milliseconds),
            readonly: metadata.permissions().readonly(),
            system: crate::platform::system_info(metadata),
        }
    }
}

fn milliseconds(time: SystemTime) -> Option<i64> {
    match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_millis()).ok(),
        Err(before) => i64::try_from(before.duration().as_millis()).ok().map(|before| -before),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn times_count_from_1970_both_ways() {
        let epoch = SystemTime::UNIX_EPOCH;
        assert_eq!(milliseconds(epoch + Duration::from_millis(1500)), Some(1500));
        assert_eq!(milliseconds(epoch - Duration::from_millis(1500)), Some(-1500));
    }

    #[test]
    fn pages_find_every_key() {
        let info = FileInfo::from(&std::fs::metadata(".").unwrap());
        let json = serde_json::to_value(info).unwrap();
        for key in [
            "isFile",
            "isDirectory",
            "isSymlink",
            "size",
            "mtime",
            "atime",
            "birthtime",
            "readonly",
            "fileAttributes",
            "dev",
            "ino",
            "mode",
            "nlink",
            "uid",
            "gid",
            "rdev",
            "blksize",
            "blocks",
        ] {
            assert!(json.get(key).is_some(), "{key}");
        }
        assert_eq!(json["isDirectory"], true);
    }
}
