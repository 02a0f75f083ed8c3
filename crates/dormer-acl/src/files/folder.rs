//! Which files of a folder hold permissions or capabilities.

use std::fs;
use std::path::{Path, PathBuf};

use super::error::FileError;

const EXTENSIONS: [&str; 3] = ["json", "json5", "toml"];

/// Folders of this name hold schemas for editors.
const SKIPPED: &str = "schemas";

/// Folders inside one another, which only a link to its own parent has more of.
const DEEPEST: usize = 32;

/// The JSON, JSON5 and TOML files of a folder and of the folders inside it, sorted by path. Folders named
/// `schemas` and those in `without` are left out. A folder that is not there has no files.
pub fn files_in(dir: &Path, without: &[PathBuf]) -> Result<Vec<PathBuf>, FileError> {
    let mut found = Vec::new();
    if dir.is_dir() {
        walk(dir, without, DEEPEST, &mut found)?;
    }
    found.sort();
    Ok(found)
}

/// The files below `base` that a pattern such as `./capabilities/**/*.json` names; `*`, `?` and `[…]` stay within
/// one name, `**` stands for any folders. Otherwise as [`files_in`].
pub fn files_matching(base: &Path, pattern: &str) -> Result<Vec<PathBuf>, FileError> {
    let parts: Vec<&str> = pattern.split(['/', '\\']).filter(|part| !matches!(*part, "" | ".")).collect();
    let is_plain = |part: &&&str| !part.contains(['*', '?', '[']);
    let plain = parts.iter().take_while(is_plain).count();
    let root = if pattern.starts_with('/') { Path::new("/").to_path_buf() } else { base.to_path_buf() };
    let root = root.join(parts[..plain].iter().collect::<PathBuf>());
    if root.is_file() {
        return Ok(vec![root]);
    }
    let mut files = files_in(&root, &[])?;
    files.retain(|file| {
        let rest = file.strip_prefix(&root).unwrap_or(file);
        let names: Vec<_> = rest.iter().map(|name| name.to_string_lossy()).collect();
        let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
        names_match(&parts[plain..], &names)
    });
    Ok(files)
}

fn walk(dir: &Path, without: &[PathBuf], depth: usize, found: &mut Vec<PathBuf>) -> Result<(), FileError> {
    let failed = |source| FileError::Folder { path: dir.to_owned(), source };
    if depth == 0 {
        return Err(failed(std::io::Error::other("too many folders inside one another")));
    }
    for entry in fs::read_dir(dir).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.is_dir() {
            let is_skipped = path.file_name().is_some_and(|name| name == SKIPPED);
            if !is_skipped && !without.contains(&path) {
                walk(&path, without, depth - 1, found)?;
            }
        } else if path.extension().is_some_and(|extension| EXTENSIONS.iter().any(|known| extension == *known))
        {
            found.push(path);
        }
    }
    Ok(())
}

fn names_match(pattern: &[&str], names: &[&str]) -> bool {
    match (pattern.split_first(), names.split_first()) {
        (None, None) => true,
        (Some((&"**", rest)), _) => {
            names_match(rest, names)
                || names.split_first().is_some_and(|(_, names)| names_match(pattern, names))
        }
        (Some((part, rest)), Some((name, names))) => name_matches(part, name) && names_match(rest, names),
        _ => false,
    }
}

/// A pattern that is none names itself.
fn name_matches(pattern: &str, name: &str) -> bool {
    crate::LabelGlob::new(pattern.to_owned()).map_or(pattern == name, |glob| glob.matches(name))
}
