//! [`BuildConfig`]: the section `build`: the front end and the commands around building.

use std::path::PathBuf;

use serde::de::{self, Deserializer};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;

use crate::skip::{is_default, is_true};
use crate::unexpected::{optional_url, url_or_path, wrong_shape};

/// The front end and the commands that build it: the section `build`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct BuildConfig {
    /// Program that builds and runs the app instead of `cargo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub runner: Option<RunnerConfig>,
    /// Page shown while developing, usually of a development server.
    #[serde(alias = "dev-url", deserialize_with = "optional_url", skip_serializing_if = "Option::is_none")]
    pub dev_url: Option<Url>,
    /// What is embedded in the program as its front end.
    #[serde(alias = "frontend-dist", skip_serializing_if = "Option::is_none")]
    pub frontend_dist: Option<FrontendDist>,
    /// Started before developing begins.
    #[serde(alias = "before-dev-command", skip_serializing_if = "Option::is_none")]
    pub before_dev_command: Option<BeforeDevCommand>,
    /// Run to its end before a build.
    #[serde(alias = "before-build-command", skip_serializing_if = "Option::is_none")]
    pub before_build_command: Option<HookCommand>,
    /// Run to its end before packages are made.
    #[serde(alias = "before-bundle-command", skip_serializing_if = "Option::is_none")]
    pub before_bundle_command: Option<HookCommand>,
    /// Cargo features switched on for the app.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub features: Option<Vec<String>>,
    /// Leaves out commands that no capability allows.
    #[serde(alias = "remove-unused-commands", skip_serializing_if = "is_default")]
    pub remove_unused_commands: bool,
    /// More folders that restart the app when something in them changes while developing.
    #[serde(
        alias = "additional-watch-folders",
        alias = "additional-watch-directories",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub additional_watch_folders: Vec<PathBuf>,
    /// Settings for builds for Windows.
    #[serde(skip_serializing_if = "is_default")]
    pub windows: WindowsBuildConfig,
}

/// Settings for builds for Windows: `build.windows`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct WindowsBuildConfig {
    /// Links the C run-time library into the program.
    #[serde(
        rename = "staticVCRuntime",
        alias = "staticVcRuntime",
        alias = "static-vc-runtime",
        skip_serializing_if = "is_true"
    )]
    pub static_vc_runtime: bool,
}

impl Default for WindowsBuildConfig {
    fn default() -> Self {
        Self { static_vc_runtime: true }
    }
}

/// What is embedded in the program as its front end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum FrontendDist {
    /// Nothing is embedded: the app's pages come from this address.
    Url(Url),
    /// A folder, relative to the configuration file.
    Directory(PathBuf),
    /// Files (or folders), relative to the configuration file; each lands at the root.
    Files(Vec<PathBuf>),
}

impl<'de> Deserialize<'de> for FrontendDist {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        const EXPECTED: &str = "a folder, a list of files or a URL";
        match Value::deserialize(deserializer)? {
            Value::String(text) => {
                Ok(url_or_path(&text)?.map_or_else(|| Self::Directory(text.into()), Self::Url))
            }
            Value::Array(items) => {
                let path = |item| match item {
                    Value::String(path) => Ok(PathBuf::from(path)),
                    other => Err(wrong_shape(&other, EXPECTED)),
                };
                items.into_iter().map(path).collect::<Result<_, _>>().map(Self::Files)
            }
            other => Err(wrong_shape(&other, EXPECTED)),
        }
    }
}

/// Program that builds and runs the app instead of `cargo`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum RunnerConfig {
    /// Name or path of the program.
    Command(String),
    /// Program with its folder and first arguments.
    Detailed {
        /// Name or path of the program.
        cmd: String,
        /// Folder it runs in.
        #[serde(skip_serializing_if = "Option::is_none")]
        cwd: Option<String>,
        /// Arguments before those of the tool.
        #[serde(skip_serializing_if = "Option::is_none")]
        args: Option<Vec<String>>,
    },
}

/// A command of the shell that is started before developing begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum BeforeDevCommand {
    /// Only the script; empty means none.
    Script(String),
    /// The script with its folder.
    ScriptWithOptions {
        /// Text for the shell.
        script: String,
        /// Folder it runs in.
        #[serde(skip_serializing_if = "Option::is_none")]
        cwd: Option<String>,
        /// Waits for its end before the app starts.
        #[serde(skip_serializing_if = "is_default")]
        wait: bool,
    },
}

/// A command of the shell that is run to its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum HookCommand {
    /// Only the script; empty means none.
    Script(String),
    /// The script with its folder.
    ScriptWithOptions {
        /// Text for the shell.
        script: String,
        /// Folder it runs in.
        #[serde(skip_serializing_if = "Option::is_none")]
        cwd: Option<String>,
    },
}

/// The object form of hooks and runners. Unknown keys are ignored in it, as everywhere in this format.
#[derive(Deserialize)]
struct Detailed {
    #[serde(alias = "script")]
    cmd: String,
    #[serde(default)]
    cwd: Option<String>,
    #[serde(default)]
    args: Option<Vec<String>>,
    #[serde(default)]
    wait: bool,
}

/// Either the plain text or the object with the key `main`.
fn text_or_detailed<'de, D: Deserializer<'de>>(
    deserializer: D,
    main: &'static str,
) -> Result<Result<String, Detailed>, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::String(text) => Ok(Ok(text)),
        Value::Object(object) if !object.contains_key(main) => Err(de::Error::missing_field(main)),
        object @ Value::Object(_) => {
            serde_json::from_value(object).map(Err).map_err(|error| de::Error::custom(error.to_string()))
        }
        other => Err(wrong_shape(&other, "a string or an object")),
    }
}

impl<'de> Deserialize<'de> for RunnerConfig {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match text_or_detailed(deserializer, "cmd")? {
            Ok(text) => Self::Command(text),
            Err(Detailed { cmd, cwd, args, .. }) => Self::Detailed { cmd, cwd, args },
        })
    }
}

impl<'de> Deserialize<'de> for BeforeDevCommand {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match text_or_detailed(deserializer, "script")? {
            Ok(text) => Self::Script(text),
            Err(Detailed { cmd, cwd, wait, .. }) => Self::ScriptWithOptions { script: cmd, cwd, wait },
        })
    }
}

impl<'de> Deserialize<'de> for HookCommand {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match text_or_detailed(deserializer, "script")? {
            Ok(text) => Self::Script(text),
            Err(Detailed { cmd, cwd, .. }) => Self::ScriptWithOptions { script: cmd, cwd },
        })
    }
}
