//! [`SecurityConfig`]: the section `app.security`.

use std::path::PathBuf;

use serde::de::{self, Deserializer};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Value, json};

use crate::skip::is_default;
use crate::unexpected::wrong_shape;
use crate::{Csp, DisabledCspModificationKind, HeaderConfig, PermissionRequests};

/// What pages may load and how they reach the core: the section `app.security`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct SecurityConfig {
    /// Policy sent with every page of the app; none when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub csp: Option<Csp>,
    /// Policy while developing; `csp` when absent.
    #[serde(alias = "dev-csp", skip_serializing_if = "Option::is_none")]
    pub dev_csp: Option<Csp>,
    /// Freezes `Object.prototype` before scripts of the page run.
    #[serde(alias = "freeze-prototype", skip_serializing_if = "is_default")]
    pub freeze_prototype: bool,
    /// Directives to which no nonce and no hash is added.
    #[serde(alias = "dangerous-disable-asset-csp-modification", skip_serializing_if = "is_default")]
    pub dangerous_disable_asset_csp_modification: DisabledCspModificationKind,
    /// The scheme that serves files of the machine.
    #[serde(alias = "asset-protocol", skip_serializing_if = "is_default")]
    pub asset_protocol: AssetProtocolConfig,
    /// How calls of a page travel to the core.
    #[serde(skip_serializing_if = "is_default")]
    pub pattern: PatternKind,
    /// Capabilities that count; empty means all files of the folder `capabilities`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub capabilities: Vec<CapabilityEntry>,
    /// Extra headers of the app's own pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headers: Option<HeaderConfig>,
    /// Takes the stricter answer wherever the format leaves a choice. Read, and not used yet.
    #[serde(skip_serializing_if = "is_default")]
    pub strict: bool,
    /// What pages of the app may ask the web view for, such as the camera; nothing when absent.
    #[serde(skip_serializing_if = "is_default")]
    pub permission_requests: PermissionRequests,
    /// What happens where the system cannot wall off the processes that run pages. When absent: `required` in
    /// release builds, `preferred` in others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sandbox: Option<SandboxMode>,
}

impl SecurityConfig {
    /// The mode of the sandbox that counts in a release build or another one.
    #[must_use]
    pub fn sandbox_mode(&self, release: bool) -> SandboxMode {
        let usual = if release { SandboxMode::Required } else { SandboxMode::Preferred };
        self.sandbox.unwrap_or(usual)
    }
}

/// What happens where the system cannot wall off the processes that run pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SandboxMode {
    /// The app does not start.
    Required,
    /// The app runs without the wall, and says so.
    Preferred,
}

/// The scheme that serves files of the machine: `app.security.assetProtocol`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct AssetProtocolConfig {
    /// Which files may be read.
    #[serde(skip_serializing_if = "is_default")]
    pub scope: FsScope,
    /// Serves files at all.
    #[serde(skip_serializing_if = "is_default")]
    pub enable: bool,
}

/// Which files may be reached. Patterns may start with a variable such as `$APPDATA`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum FsScope {
    /// Patterns of allowed paths.
    AllowedPaths(Vec<PathBuf>),
    /// Allowed and denied patterns.
    #[serde(rename_all = "camelCase")]
    Scope {
        /// Allowed patterns.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        allow: Vec<PathBuf>,
        /// Denied patterns; they win.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        deny: Vec<PathBuf>,
        /// Whether a wildcard leaves out names that begin with a dot; `None` follows the system.
        #[serde(skip_serializing_if = "Option::is_none")]
        require_literal_leading_dot: Option<bool>,
    },
}

impl Default for FsScope {
    fn default() -> Self {
        Self::AllowedPaths(Vec::new())
    }
}

/// How calls of a page travel to the core: `app.security.pattern`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum PatternKind {
    /// Straight.
    #[default]
    Brownfield,
    /// Through a sandboxed page of the app's author.
    Isolation {
        /// Folder of that page, relative to the configuration file.
        dir: PathBuf,
    },
}

/// One entry of `app.security.capabilities`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum CapabilityEntry {
    /// Identifier of a capability in a file.
    Reference(String),
    /// A capability written in place: an object, parsed where capabilities are resolved.
    Inlined(Value),
}

impl<'de> Deserialize<'de> for CapabilityEntry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::String(identifier) => Ok(Self::Reference(identifier)),
            object @ Value::Object(_) => Ok(Self::Inlined(object)),
            other => Err(wrong_shape(&other, "an identifier or a capability object")),
        }
    }
}

/// The object form of [`FsScope`]. Unknown keys are ignored in it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[derive(Default)]
struct ScopeObject {
    allow: Vec<PathBuf>,
    deny: Vec<PathBuf>,
    #[serde(alias = "require-literal-leading-dot")]
    require_literal_leading_dot: Option<bool>,
}

impl<'de> Deserialize<'de> for FsScope {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        const EXPECTED: &str = "a list of paths or an object with `allow` and `deny`";
        let value = Value::deserialize(deserializer)?;
        match value {
            Value::Array(_) => {
                Vec::<PathBuf>::deserialize(&value).map(Self::AllowedPaths).map_err(de::Error::custom)
            }
            Value::Object(_) => {
                let scope = ScopeObject::deserialize(value).map_err(de::Error::custom)?;
                let ScopeObject { allow, deny, require_literal_leading_dot } = scope;
                Ok(Self::Scope { allow, deny, require_literal_leading_dot })
            }
            other => Err(wrong_shape(&other, EXPECTED)),
        }
    }
}

impl<'de> Deserialize<'de> for PatternKind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let Value::Object(object) = &value else {
            return Err(wrong_shape(&value, "an object with the key `use`"));
        };
        match object.get("use").and_then(Value::as_str) {
            Some("brownfield") => Ok(Self::Brownfield),
            Some("isolation") => match value.pointer("/options/dir").and_then(Value::as_str) {
                Some(dir) => Ok(Self::Isolation { dir: dir.into() }),
                None => Err(de::Error::missing_field("options.dir")),
            },
            Some(other) => Err(de::Error::unknown_variant(other, &["brownfield", "isolation"])),
            None => Err(de::Error::missing_field("use")),
        }
    }
}

impl Serialize for PatternKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Brownfield => json!({ "use": "brownfield" }),
            Self::Isolation { dir } => json!({ "use": "isolation", "options": { "dir": dir } }),
        }
        .serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::SecurityConfig;

    /// Reads, writes and compares with `expected`; an error is compared by its text.
    #[track_caller]
    fn check(json: &str, expected: &str) {
        let config = serde_json::from_str::<SecurityConfig>(json);
        let actual = config.map_or_else(
            |error| error.to_string(),
            |config| {
                let text = serde_json::to_string(&config).unwrap();
                assert_eq!(serde_json::from_str::<SecurityConfig>(&text).unwrap(), config);
                text
            },
        );
        assert_eq!(actual, expected);
    }

    #[test]
    fn shapes_survive_and_defaults_are_not_written() {
        check("{}", "{}");
        check(r#"{ "pattern": { "use": "brownfield", "options": null }, "strict": false }"#, "{}");
        check(
            r#"{ "pattern": { "use": "isolation", "options": { "dir": "../iso" } } }"#,
            r#"{"pattern":{"options":{"dir":"../iso"},"use":"isolation"}}"#,
        );
        check(
            r#"{ "asset-protocol": { "enable": true, "scope": { "allow": ["a"], "require-literal-leading-dot": true, "more": 1 } } }"#,
            r#"{"assetProtocol":{"scope":{"allow":["a"],"requireLiteralLeadingDot":true},"enable":true}}"#,
        );
        check(
            r#"{ "capabilities": ["main", { "identifier": "x" }], "dangerousDisableAssetCspModification": ["style-src"] }"#,
            r#"{"dangerousDisableAssetCspModification":["style-src"],"capabilities":["main",{"identifier":"x"}]}"#,
        );
    }

    #[test]
    fn wrong_shapes_are_named() {
        check(
            r#"{ "pattern": { "use": "other" } }"#,
            "unknown variant `other`, expected `brownfield` or `isolation` at line 1 column 33",
        );
        check(r#"{ "pattern": { "use": "isolation" } }"#, "missing field `options.dir` at line 1 column 37");
        check(
            r#"{ "assetProtocol": { "scope": "all" } }"#,
            "invalid type: string \"all\", expected a list of paths or an object with `allow` and `deny` at line 1 column 37",
        );
    }
}
