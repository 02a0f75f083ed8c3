//! [`WindowsConfig`]: the section `bundle.windows`.

use std::path::PathBuf;

use serde::de::Deserializer;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{NsisConfig, WixConfig};
use crate::skip::{is_default, is_true};
use crate::unexpected::{convert, wrong_shape};

/// Packages for Windows: the section `bundle.windows`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[serde(rename_all = "camelCase", default)]
pub struct WindowsConfig {
    /// Hash of the signature, such as `sha256`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digest_algorithm: Option<String>,
    /// Hash that names the certificate to sign with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate_thumbprint: Option<String>,
    /// Server that dates the signature.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timestamp_url: Option<String>,
    /// That server speaks the protocol of RFC 3161.
    #[serde(skip_serializing_if = "is_default")]
    pub tsp: bool,
    /// How the installer gets the web view.
    #[serde(skip_serializing_if = "is_default")]
    pub webview_install_mode: WebviewInstallMode,
    /// Lets the installer replace a newer version.
    #[serde(skip_serializing_if = "is_true")]
    pub allow_downgrades: bool,
    /// Oldest web view that the app runs on; the installer updates an older one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum_webview2_version: Option<String>,
    /// Command that signs a file, instead of the tool of the system.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sign_command: Option<SignCommand>,
    /// Ships the C run-time library beside the program.
    #[serde(rename = "bundleVCRuntime", skip_serializing_if = "is_default")]
    pub bundle_vc_runtime: bool,
    /// The installer of Windows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wix: Option<WixConfig>,
    /// An installer program.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nsis: Option<NsisConfig>,
}

impl Default for WindowsConfig {
    fn default() -> Self {
        Self {
            digest_algorithm: None,
            certificate_thumbprint: None,
            timestamp_url: None,
            tsp: false,
            webview_install_mode: WebviewInstallMode::default(),
            allow_downgrades: true,
            minimum_webview2_version: None,
            sign_command: None,
            bundle_vc_runtime: false,
            wix: None,
            nsis: None,
        }
    }
}

/// How an installer gets the web view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", tag = "type")]
pub enum WebviewInstallMode {
    /// It does not.
    Skip,
    /// It downloads a small program that does.
    DownloadBootstrapper {
        /// Shows no window.
        #[serde(default = "yes", skip_serializing_if = "is_true")]
        silent: bool,
    },
    /// It holds a small program that does.
    EmbedBootstrapper {
        /// Shows no window.
        #[serde(default = "yes", skip_serializing_if = "is_true")]
        silent: bool,
    },
    /// It holds the whole installer of the web view.
    OfflineInstaller {
        /// Shows no window.
        #[serde(default = "yes", skip_serializing_if = "is_true")]
        silent: bool,
    },
    /// It holds one version of the web view, for this app alone.
    FixedRuntime {
        /// Folder of that version.
        path: PathBuf,
    },
}

fn yes() -> bool {
    true
}

impl Default for WebviewInstallMode {
    fn default() -> Self {
        Self::DownloadBootstrapper { silent: true }
    }
}

/// A command that signs a file; `%1` stands for its path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum SignCommand {
    /// Program and arguments, separated by spaces.
    Command(String),
    /// Program and arguments one by one.
    Detailed {
        /// The program.
        cmd: String,
        /// Its arguments.
        args: Vec<String>,
    },
}

#[derive(Deserialize)]
struct Detailed {
    cmd: String,
    args: Vec<String>,
}

impl<'de> Deserialize<'de> for SignCommand {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::String(text) => Ok(Self::Command(text)),
            object @ Value::Object(_) => {
                convert(object).map(|Detailed { cmd, args }| Self::Detailed { cmd, args })
            }
            other => Err(wrong_shape(&other, "a string or an object with `cmd` and `args`")),
        }
    }
}
