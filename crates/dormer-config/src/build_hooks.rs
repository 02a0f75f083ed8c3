//! The parts of the section `build` that only tools read: [`RunnerConfig`], hooks, Windows.

use serde::de::{self, Deserializer};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::skip::{is_default, is_true};
use crate::unexpected::wrong_shape;

/// Settings for builds for Windows: `build.windows`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct WindowsBuildConfig {
    /// Links the C run-time library into the program.
    #[serde(rename = "staticVCRuntime", skip_serializing_if = "is_true")]
    pub static_vc_runtime: bool,
}

impl Default for WindowsBuildConfig {
    fn default() -> Self {
        Self { static_vc_runtime: true }
    }
}

/// Program that builds and runs the app instead of `cargo`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
        #[serde(default, skip_serializing_if = "is_default")]
        wait: bool,
    },
}

/// A command of the shell that is run to its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
