//! Writes schemas into the source tree without disturbing it.
//!
//! A file that is up to date is not touched, so watchers stay quiet; a `.gitignore` beside the files keeps them out
//! of commits. It is written once: an author who wants the schemas in the repository can empty it.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{capability_schema, permission_schema};
use crate::files::FileError;
use crate::{APP_KEY, Manifests, Target};

const IGNORE: &str = ".gitignore";
const IGNORE_TEXT: &str = "# Made by the build, for editors.\n*\n";

/// Writes the schemas of an app into `<dir>/gen/schemas`: `<target>-schema.json`, the same as
/// `desktop-schema.json` or `mobile-schema.json`, and `permission-schema.json`. Returns the files that changed.
pub fn write_schemas(dir: &Path, target: Target, manifests: &Manifests) -> Result<Vec<PathBuf>, FileError> {
    let folder = dir.join("gen").join("schemas");
    let kind = match target {
        Target::Linux | Target::MacOs | Target::Windows => "desktop",
        Target::Android | Target::Ios => "mobile",
    };
    let capability = text(&capability_schema(manifests));
    let none = crate::Manifest::default();
    let permission = text(&permission_schema(manifests.get(APP_KEY).unwrap_or(&none)));
    let files = [
        (format!("{target}-schema.json"), &capability),
        (format!("{kind}-schema.json"), &capability),
        ("permission-schema.json".to_owned(), &permission),
    ];
    write(&folder, &files)
}

/// Writes the schema of a plugin's permission files to `<dir>/permissions/schemas/schema.json`.
pub fn write_permission_schema(dir: &Path, manifest: &crate::Manifest) -> Result<Vec<PathBuf>, FileError> {
    let folder = dir.join("permissions").join("schemas");
    write(&folder, &[("schema.json".to_owned(), &text(&permission_schema(manifest)))])
}

fn text(schema: &Value) -> String {
    format!("{schema:#}\n")
}

fn write(folder: &Path, files: &[(String, &String)]) -> Result<Vec<PathBuf>, FileError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| FileError::Write { path, source }
    };
    fs::create_dir_all(folder).map_err(failed(folder))?;
    let ignore = folder.join(IGNORE);
    let mut changed = Vec::new();
    if !ignore.exists() {
        fs::write(&ignore, IGNORE_TEXT).map_err(failed(&ignore))?;
        changed.push(ignore);
    }
    for (name, text) in files {
        let path = folder.join(name);
        if fs::read_to_string(&path).is_ok_and(|old| old == **text) {
            continue;
        }
        fs::write(&path, text).map_err(failed(&path))?;
        changed.push(path);
    }
    Ok(changed)
}
