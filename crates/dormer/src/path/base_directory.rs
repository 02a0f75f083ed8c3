//! The directories that pages and configuration can name, with their numbers and variables. Not here: where
//! they are.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

/// A directory by its purpose. On the wire: its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u16)]
#[non_exhaustive]
pub enum BaseDirectory {
    /// The user's music.
    Audio = 1,
    /// Files that may be deleted at any time.
    Cache = 2,
    /// Settings.
    Config = 3,
    /// Data of programs.
    Data = 4,
    /// Data of programs that stays on this machine.
    LocalData = 5,
    /// The user's documents.
    Document = 6,
    /// What the user downloaded.
    Download = 7,
    /// The user's pictures.
    Picture = 8,
    /// What the user shares.
    Public = 9,
    /// The user's videos.
    Video = 10,
    /// Files that were installed with the program.
    Resource = 11,
    /// Files for a moment.
    Temp = 12,
    /// The program's settings.
    AppConfig = 13,
    /// The program's data.
    AppData = 14,
    /// The program's data that stays on this machine.
    AppLocalData = 15,
    /// The program's files that may be deleted at any time.
    AppCache = 16,
    /// The program's logs.
    AppLog = 17,
    /// What lies on the user's desktop.
    Desktop = 18,
    /// The user's own programs.
    Executable = 19,
    /// The user's own fonts.
    Font = 20,
    /// The user's home.
    Home = 21,
    /// Sockets and the like of this login.
    Runtime = 22,
    /// Files to start new documents from.
    Template = 23,
}

/// Every directory with its variable; the place in the table is the number less one.
const ALL: [(BaseDirectory, &str); 23] = [
    (BaseDirectory::Audio, "$AUDIO"),
    (BaseDirectory::Cache, "$CACHE"),
    (BaseDirectory::Config, "$CONFIG"),
    (BaseDirectory::Data, "$DATA"),
    (BaseDirectory::LocalData, "$LOCALDATA"),
    (BaseDirectory::Document, "$DOCUMENT"),
    (BaseDirectory::Download, "$DOWNLOAD"),
    (BaseDirectory::Picture, "$PICTURE"),
    (BaseDirectory::Public, "$PUBLIC"),
    (BaseDirectory::Video, "$VIDEO"),
    (BaseDirectory::Resource, "$RESOURCE"),
    (BaseDirectory::Temp, "$TEMP"),
    (BaseDirectory::AppConfig, "$APPCONFIG"),
    (BaseDirectory::AppData, "$APPDATA"),
    (BaseDirectory::AppLocalData, "$APPLOCALDATA"),
    (BaseDirectory::AppCache, "$APPCACHE"),
    (BaseDirectory::AppLog, "$APPLOG"),
    (BaseDirectory::Desktop, "$DESKTOP"),
    (BaseDirectory::Executable, "$EXE"),
    (BaseDirectory::Font, "$FONT"),
    (BaseDirectory::Home, "$HOME"),
    (BaseDirectory::Runtime, "$RUNTIME"),
    (BaseDirectory::Template, "$TEMPLATE"),
];

impl BaseDirectory {
    /// The variable that stands for it at the start of a path, with the `$`.
    #[must_use]
    pub fn variable(self) -> &'static str {
        ALL[usize::from(self as u16) - 1].1
    }

    /// The directory that a variable, written with the `$`, stands for.
    #[must_use]
    pub fn from_variable(variable: &str) -> Option<Self> {
        ALL.iter().find(|(_, name)| *name == variable).map(|(directory, _)| *directory)
    }

    fn from_number(number: u64) -> Option<Self> {
        let place = usize::try_from(number).ok()?.checked_sub(1)?;
        ALL.get(place).map(|(directory, _)| *directory)
    }
}

impl Serialize for BaseDirectory {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u16(*self as u16)
    }
}

impl<'de> Deserialize<'de> for BaseDirectory {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_u64(NumberVisitor)
    }
}

struct NumberVisitor;

impl de::Visitor<'_> for NumberVisitor {
    type Value = BaseDirectory;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the number of a base directory, 1 to 23")
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<BaseDirectory, E> {
        BaseDirectory::from_number(number)
            .ok_or_else(|| E::invalid_value(de::Unexpected::Unsigned(number), &self))
    }
}

#[cfg(test)]
pub(super) fn every() -> impl Iterator<Item = BaseDirectory> {
    ALL.iter().map(|(directory, _)| *directory)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_variables_go_both_ways() {
        for (place, directory) in every().enumerate() {
            let number = u16::try_from(place + 1).unwrap();
            assert_eq!(directory as u16, number);
            assert_eq!(serde_json::to_string(&directory).unwrap(), number.to_string());
            assert_eq!(serde_json::from_str::<BaseDirectory>(&number.to_string()).unwrap(), directory);
            assert_eq!(BaseDirectory::from_variable(directory.variable()), Some(directory));
        }
        assert_eq!(BaseDirectory::Template as u16, 23);
        assert_eq!(BaseDirectory::Executable.variable(), "$EXE");
    }

    #[test]
    fn nothing_else_is_one() {
        for bad in ["0", "24", "65537", "-1", "1.5", "\"1\"", "null"] {
            assert!(serde_json::from_str::<BaseDirectory>(bad).is_err(), "{bad}");
        }
        for bad in ["", "$", "HOME", "$home", "$HOME/", "$APP", "$LOG"] {
            assert_eq!(BaseDirectory::from_variable(bad), None, "{bad}");
        }
    }
}
