//! [`read`]: from a folder to a [`Config`].

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::check::{self, VersionSource};
use super::document::Document;
use super::error::{Location, ReadError, Warning};
use super::files::{Family, all_names, bases, overlays, platform};
use super::inline::Inline;
use super::normalize::{Finding, fold, merge, normalize};
use super::path::{KeyPath, Step};
use super::words::plain;
use crate::Config;

/// Where a configuration comes from.
#[derive(Debug, Clone, Default)]
pub struct Source {
    /// The folder to look in.
    pub dir: PathBuf,
    /// A certain base file instead of the one found by name; relative to `dir`.
    pub file: Option<PathBuf>,
    /// Target triple of the program; picks the overlay.
    pub target: String,
    /// Patches applied last: [folded](super::fold()) in this order.
    pub inline: Vec<Inline>,
}

/// A configuration as read.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The typed configuration, with its version resolved.
    pub config: Config,
    /// The merged configuration before typing, with the usual spelling of each key.
    pub value: Value,
    /// The base file.
    pub file: PathBuf,
    /// Every file read, the base first.
    pub files: Vec<PathBuf>,
    /// What is worth telling the author.
    pub warnings: Vec<Warning>,
}

/// Reads a configuration.
pub fn read(source: &Source) -> Result<Reading, ReadError> {
    let mut warnings = Vec::new();
    let (base, overlay) = find(source, &mut warnings)?;
    let family = Family::of(&base);
    let dir = base.parent().map(Path::to_path_buf).unwrap_or_default();
    let mut files = vec![base.clone()];
    files.extend(overlay);

    let load = |path: &PathBuf| Document::load(path).and_then(with_keys);
    let mut layers = files.iter().map(load).collect::<Result<Vec<_>, _>>()?;
    for inline in &source.inline {
        layers.extend(inline.document()?);
    }
    let mut value = merged(&mut layers, files.len(), &mut warnings)?;
    if family == Family::Tauri && value.pointer("/app/scheme").is_none() {
        set_scheme(&mut value, "tauri");
    }
    if value.get("identifier").is_none() {
        let message =
            "the key `identifier` is missing: add a reverse-domain name such as `com.example.notes`";
        let at = layers[0].location();
        return Err(ReadError::Invalid { at, message: message.to_owned() });
    }

    let mut config = typed(&value).map_err(|finding| invalid(&layers, finding))?;
    let mut doubts = Vec::new();
    check::check(&config, &mut doubts).map_err(|finding| invalid(&layers, finding))?;
    warnings.extend(doubts.into_iter().map(|finding| warning(&layers, finding)));
    if let Some(version) = config.version.take() {
        let source = check::resolve_version(&version, &dir).map_err(|finding| invalid(&layers, finding))?;
        config.version = Some(match source {
            VersionSource::Text => version,
            VersionSource::File(path) => {
                let version = version_in(&path)?;
                files.push(path);
                version
            }
        });
    }
    Ok(Reading { config, value, file: base, files, warnings })
}

/// The base file and its overlay. Files passed over give warnings.
fn find(source: &Source, warnings: &mut Vec<Warning>) -> Result<(PathBuf, Option<PathBuf>), ReadError> {
    let mut ignored = Vec::new();
    let base = if let Some(file) = &source.file {
        source.dir.join(file)
    } else {
        let mut bases = bases(&source.dir).into_iter();
        let first = bases.next();
        ignored.extend(bases);
        first.ok_or_else(|| ReadError::NotFound { dir: source.dir.clone(), names: all_names() })?
    };
    let family = Family::of(&base);
    let dir = base.parent().unwrap_or(&source.dir);
    let platform = platform(&source.target);
    let mut overlays_found = overlays(dir, family, platform).into_iter();
    let overlay = overlays_found.next();
    ignored.extend(overlays_found);
    if family == Family::Dormer {
        ignored.extend(overlays(dir, Family::Tauri, platform));
    }
    warnings.extend(ignored.into_iter().map(|path| Warning {
        at: Location { file: path.display().to_string(), position: None },
        message: format!("not read, because the configuration is `{}`", file_name(&base)),
    }));
    Ok((base, overlay))
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Passes on a document that holds keys.
pub(super) fn with_keys(document: Document) -> Result<Document, ReadError> {
    if document.value().is_object() {
        return Ok(document);
    }
    let message = "expected an object with the keys of the configuration".to_owned();
    Err(ReadError::Invalid { at: document.location(), message })
}

/// Normalizes and merges all layers, of which those after the first `files` are one patch together. The layers
/// keep their texts for later errors.
fn merged(layers: &mut [Document], files: usize, warnings: &mut Vec<Warning>) -> Result<Value, ReadError> {
    let mut value = Value::Null;
    let mut patch = Value::Object(serde_json::Map::new());
    for (index, layer) in layers.iter_mut().enumerate() {
        let mut notes = Vec::new();
        let normal = normalize(layer.take(), &mut notes).map_err(|finding| ReadError::Invalid {
            at: layer.locate(&finding.path.0),
            message: finding.message,
        })?;
        let note = |Finding { path, message }| Warning { at: layer.locate(&path.0), message };
        warnings.extend(notes.into_iter().map(note));
        match index {
            0 => value = normal,
            _ if index < files => merge(&mut value, normal),
            _ => fold(&mut patch, normal),
        }
    }
    merge(&mut value, patch);
    Ok(value)
}

fn set_scheme(value: &mut Value, scheme: &str) {
    let Some(root) = value.as_object_mut() else { return };
    let app = root.entry("app").or_insert_with(|| Value::Object(serde_json::Map::new()));
    if let Some(app) = app.as_object_mut() {
        app.insert("scheme".to_owned(), scheme.into());
    }
}

/// Parses the merged value; an error knows its place.
fn typed(value: &Value) -> Result<Config, Finding> {
    use serde_path_to_error::Segment;
    serde_path_to_error::deserialize(value).map_err(|error| {
        let step = |segment: &Segment| match segment {
            Segment::Seq { index } => Some(Step::Index(*index)),
            Segment::Map { key } => Some(Step::Key(key.clone())),
            Segment::Enum { .. } | Segment::Unknown => None,
        };
        let path = KeyPath(error.path().iter().map_while(step).collect());
        let message = plain(&error.inner().to_string());
        let message = if path.0.is_empty() { message } else { format!("{path}: {message}") };
        Finding { path, message }
    })
}

/// The layer that a place of the merged value comes from, and where it stands there.
///
/// A later layer wins; one that holds the list in which the place lies holds all of that list.
fn locate(layers: &[Document], path: &KeyPath) -> Location {
    let enough = path.0.iter().position(|step| matches!(step, Step::Index(_))).unwrap_or(path.0.len());
    let mut best: Option<(usize, Location)> = None;
    for layer in layers.iter().rev() {
        let (depth, at) = layer.find(&path.0);
        if depth > 0 && depth >= enough {
            return at;
        }
        if best.as_ref().is_none_or(|(deepest, _)| depth >= *deepest) {
            best = Some((depth, at));
        }
    }
    best.map_or_else(|| Location { file: String::new(), position: None }, |(_, at)| at)
}

fn invalid(layers: &[Document], Finding { path, message }: Finding) -> ReadError {
    ReadError::Invalid { at: locate(layers, &path), message }
}

fn warning(layers: &[Document], Finding { path, message }: Finding) -> Warning {
    Warning { at: locate(layers, &path), message }
}

/// The version in a JSON file such as `package.json`.
fn version_in(path: &Path) -> Result<String, ReadError> {
    let document = Document::load(path)?;
    let at = document.locate(&["version".into()]);
    match document.value().get("version") {
        Some(Value::String(version)) if check::is_version(version) => Ok(version.clone()),
        Some(other) => {
            let message = format!("version: {other} is not a version such as `1.2.3`");
            Err(ReadError::Invalid { at, message })
        }
        None => Err(ReadError::Invalid { at, message: "the key `version` is missing".to_owned() }),
    }
}
