//! [`PermissionRequests`]: what pages may ask the web view for.

use serde::de::{self, Deserializer};
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use crate::unexpected::{unexpected, wrong_shape};

/// Something that a page asks the web view for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PagePermission {
    /// Pictures from a camera.
    Camera,
    /// Sound from a microphone.
    Microphone,
    /// Pictures of the screen or of other windows.
    DisplayCapture,
    /// Where the machine is.
    Geolocation,
    /// Notifications of the system.
    Notifications,
    /// The contents of the clipboard.
    Clipboard,
    /// Hiding the pointer and following its movements.
    PointerLock,
    /// Keys of protected media.
    MediaKeys,
    /// The list of cameras and microphones.
    DeviceInfo,
    /// Stored data from within a page of another site.
    StorageAccess,
}

/// The permissions by name.
const PERMISSIONS: [(&str, PagePermission); 10] = [
    ("camera", PagePermission::Camera),
    ("microphone", PagePermission::Microphone),
    ("displayCapture", PagePermission::DisplayCapture),
    ("geolocation", PagePermission::Geolocation),
    ("notifications", PagePermission::Notifications),
    ("clipboard", PagePermission::Clipboard),
    ("pointerLock", PagePermission::PointerLock),
    ("mediaKeys", PagePermission::MediaKeys),
    ("deviceInfo", PagePermission::DeviceInfo),
    ("storageAccess", PagePermission::StorageAccess),
];

/// What is said of a name that is not among [`PERMISSIONS`].
const EXPECTED: &str = "`camera`, `microphone`, `displayCapture`, `geolocation`, `notifications`, `clipboard`, \
                        `pointerLock`, `mediaKeys`, `deviceInfo` or `storageAccess`";

impl PagePermission {
    /// Every permission.
    pub const ALL: [Self; PERMISSIONS.len()] = {
        let mut all = [Self::Camera; PERMISSIONS.len()];
        let mut index = 0;
        while index < all.len() {
            all[index] = PERMISSIONS[index].1;
            index += 1;
        }
        all
    };

    /// The name in files, such as `pointerLock`.
    #[must_use]
    pub fn name(self) -> &'static str {
        PERMISSIONS[self as usize].0
    }
}

/// What pages of the app may ask the web view for: `app.security.permissionRequests`.
///
/// Read from a list of names, or from an object from names to `true` or `false`; written as such an object.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PermissionRequests(
    /// One bit for each of [`PagePermission::ALL`].
    pub(crate) u16,
);

impl PermissionRequests {
    /// Whether pages may have this.
    #[must_use]
    pub fn allows(self, permission: PagePermission) -> bool {
        self.0 & (1 << permission as u16) != 0
    }

    /// Allows this too.
    #[must_use]
    pub fn and(self, permission: PagePermission) -> Self {
        Self(self.0 | 1 << permission as u16)
    }

    /// Everything that is allowed.
    pub fn iter(self) -> impl Iterator<Item = PagePermission> {
        PagePermission::ALL.into_iter().filter(move |permission| self.allows(*permission))
    }
}

impl Serialize for PermissionRequests {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for permission in self.iter() {
            map.serialize_entry(permission.name(), &true)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for PermissionRequests {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        fn named<E: de::Error>(name: &str) -> Result<PagePermission, E> {
            let found = PERMISSIONS.iter().find(|(known, _)| *known == name);
            found
                .map(|(_, permission)| *permission)
                .ok_or_else(|| E::invalid_value(de::Unexpected::Str(name), &EXPECTED))
        }
        let mut requests = Self::default();
        match Value::deserialize(deserializer)? {
            Value::Array(items) => {
                for item in &items {
                    let name = item.as_str();
                    let name = name.ok_or_else(|| de::Error::invalid_type(unexpected(item), &EXPECTED))?;
                    requests = requests.and(named(name)?);
                }
            }
            Value::Object(flags) => {
                for (name, flag) in &flags {
                    let permission = named(name)?;
                    match flag {
                        Value::Bool(true) => requests = requests.and(permission),
                        Value::Bool(false) => {}
                        other => return Err(wrong_shape(other, "`true` or `false`")),
                    }
                }
            }
            other => return Err(wrong_shape(&other, "a list of names or an object of switches")),
        }
        Ok(requests)
    }
}

#[cfg(test)]
mod tests {
    use super::{PERMISSIONS, PagePermission, PermissionRequests};

    #[track_caller]
    fn check(json: &str, expected: &str) {
        let actual = serde_json::from_str::<PermissionRequests>(json).map_or_else(
            |error| error.to_string(),
            |requests| {
                let text = serde_json::to_string(&requests).unwrap();
                assert_eq!(serde_json::from_str::<PermissionRequests>(&text).unwrap(), requests);
                text
            },
        );
        assert_eq!(actual, expected);
    }

    #[test]
    fn lists_and_objects_are_read() {
        check("[]", "{}");
        check(r#"["camera", "mediaKeys", "camera"]"#, r#"{"camera":true,"mediaKeys":true}"#);
        check(r#"{ "clipboard": true, "camera": false }"#, r#"{"clipboard":true}"#);
        check(r#"["Camera"]"#, &format!("invalid value: string \"Camera\", expected {}", super::EXPECTED));
        check(r#"{ "camera": 1 }"#, "invalid type: integer `1`, expected `true` or `false`");
        check("true", "invalid type: boolean `true`, expected a list of names or an object of switches");
    }

    #[test]
    fn names_and_permissions_agree() {
        for (place, (name, permission)) in PERMISSIONS.into_iter().enumerate() {
            assert_eq!((permission as usize, permission.name()), (place, name));
            assert!(super::EXPECTED.contains(&format!("`{name}`")));
            let one = PermissionRequests::default().and(permission);
            assert_eq!(one.iter().collect::<Vec<_>>(), [permission]);
        }
        assert!(!PermissionRequests::default().allows(PagePermission::Camera));
    }
}
