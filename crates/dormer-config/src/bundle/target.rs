//! [`BundleTarget`]: `bundle.targets`.

use serde::de::{self, Deserializer};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use crate::unexpected::{unexpected, wrong_shape};

/// Kinds of packages to make.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum BundleTarget {
    /// Every kind that the system has.
    #[default]
    All,
    /// One kind.
    One(BundleType),
    /// These kinds.
    List(Vec<BundleType>),
}

/// A kind of package. Read in any case, written in lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BundleType {
    /// For Debian and its kin.
    Deb,
    /// For Fedora, openSUSE and their kin.
    Rpm,
    /// The one-file package for Linux.
    AppImage,
    /// The installer of Windows.
    Msi,
    /// An installer program for Windows.
    Nsis,
    /// An app folder for macOS.
    App,
    /// A disk image for macOS.
    Dmg,
}

/// The kinds by name.
const KINDS: [(&str, BundleType); 7] = [
    ("deb", BundleType::Deb),
    ("rpm", BundleType::Rpm),
    ("appimage", BundleType::AppImage),
    ("msi", BundleType::Msi),
    ("nsis", BundleType::Nsis),
    ("app", BundleType::App),
    ("dmg", BundleType::Dmg),
];

const EXPECTED: &str =
    "`all`, one of `deb`, `rpm`, `appimage`, `msi`, `nsis`, `app`, `dmg`, or a list of these";
const EXPECTED_ONE: &str = "one of `deb`, `rpm`, `appimage`, `msi`, `nsis`, `app`, `dmg`";

impl BundleType {
    /// Every kind.
    pub const ALL: [Self; KINDS.len()] = {
        let mut all = [Self::Deb; KINDS.len()];
        let mut index = 0;
        while index < all.len() {
            all[index] = KINDS[index].1;
            index += 1;
        }
        all
    };

    /// The name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        KINDS.iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| name)
    }

    fn named(text: &str) -> Option<Self> {
        KINDS.iter().find(|(name, _)| name.eq_ignore_ascii_case(text)).map(|(_, kind)| *kind)
    }
}

impl Serialize for BundleType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for BundleType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::named(&text).ok_or_else(|| de::Error::invalid_value(de::Unexpected::Str(&text), &EXPECTED_ONE))
    }
}

impl Serialize for BundleTarget {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::All => serializer.serialize_str("all"),
            Self::One(kind) => kind.serialize(serializer),
            Self::List(kinds) => kinds.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for BundleTarget {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::String(text) if text.eq_ignore_ascii_case("all") => Ok(Self::All),
            Value::String(text) => BundleType::named(&text)
                .map(Self::One)
                .ok_or_else(|| de::Error::invalid_value(de::Unexpected::Str(&text), &EXPECTED)),
            Value::Array(items) => {
                let kind = |item: &Value| {
                    let kind = item.as_str().and_then(BundleType::named);
                    kind.ok_or_else(|| de::Error::invalid_value(unexpected(item), &EXPECTED_ONE))
                };
                items.iter().map(kind).collect::<Result<_, _>>().map(Self::List)
            }
            other => Err(wrong_shape(&other, EXPECTED)),
        }
    }
}
