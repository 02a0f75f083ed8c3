//! A pattern of a scope: a glob together with what it means once links are followed. Not here: which patterns there
//! are (`rules`).

use std::fmt;
use std::hash::{Hash, Hasher};
use std::path::{Component, Path, PathBuf};

use super::glob::{Glob, PatternError, escape};
use super::real_path::real_path;
use crate::path::{BaseDirectory, PathResolver};

/// A path with wildcards.
///
/// `?`, `*` and `[..]` stand for characters of one component, `**` for any number of components. Letters are taken as
/// written. The part before the first wildcard is looked up in the file system once, when the pattern is made, so that
/// it also matches where links lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    text: String,
    /// The glob as written; where links lead elsewhere, one more; on Windows, one without `\\?\`.
    forms: Vec<Glob>,
}

impl Pattern {
    /// A pattern without variables.
    ///
    /// # Errors
    /// The text is no glob.
    pub fn new(text: &str) -> Result<Self, PatternError> {
        let glob = Glob::parse(&without_parents(text))?;
        let (base, rest) = glob.split();
        Ok(Self { text: text.into(), forms: forms(&base, &rest) })
    }

    /// A pattern that may begin with a variable such as `$HOME`. `None`: the variable is unknown, or this system has
    /// no such directory, so that the pattern matches nothing.
    ///
    /// # Errors
    /// The text is no glob.
    pub fn resolve(paths: &PathResolver, text: &str) -> Result<Option<Self>, PatternError> {
        if !text.starts_with('$') {
            return Self::new(text).map(Some);
        }
        let (variable, rest) = text.split_once(std::path::is_separator).unwrap_or((text, ""));
        let rest = Glob::parse(&without_parents(rest))?;
        let Some(base) = BaseDirectory::from_variable(variable) else { return Ok(None) };
        let Ok(base) = paths.directory(base) else { return Ok(None) };
        Ok(Some(Self { text: text.into(), forms: joined(&base, &rest) }))
    }

    /// Exactly this path.
    pub(super) fn exact(path: &Path) -> Self {
        let empty = Glob::literal(Path::new(""));
        Self { text: escape(&path.to_string_lossy()), forms: forms(path, &empty) }
    }

    /// What lies in this directory, or in its directories as well.
    pub(super) fn inside(path: &Path, recursive: bool) -> Self {
        let wildcard = if recursive { "**" } else { "*" };
        let text = Path::new(&escape(&path.to_string_lossy())).join(wildcard).to_string_lossy().into_owned();
        let rest = Glob::parse(wildcard).unwrap_or_else(|_| Glob::literal(Path::new("")));
        Self { text, forms: forms(path, &rest) }
    }

    /// The pattern as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether one of these paths, given by their components, matches.
    pub(super) fn matches(&self, path: &[&[u8]], literal_dot: bool) -> bool {
        self.forms.iter().any(|form| form.matches(path, literal_dot))
    }

    pub(super) fn may_match_below(&self, directory: &[&[u8]]) -> bool {
        self.forms.iter().any(|form| form.may_match_below(directory))
    }
}

/// The rest of a pattern may go on literally below a base that is a plain path.
fn joined(base: &Path, rest: &Glob) -> Vec<Glob> {
    let (below, rest) = rest.split();
    let base = if below.as_os_str().is_empty() { base.to_path_buf() } else { base.join(below) };
    forms(&base, &rest)
}

fn forms(base: &Path, rest: &Glob) -> Vec<Glob> {
    let mut bases: Vec<PathBuf> = vec![base.to_path_buf()];
    if base.is_absolute() {
        bases.extend(real_path(base));
    }
    let verbatim: Vec<_> = bases.iter().filter_map(|base| without_verbatim(base)).collect();
    bases.extend(verbatim);
    let mut forms: Vec<Glob> = Vec::new();
    for base in bases {
        let form = Glob::literal(&base).join(rest.clone());
        if !forms.contains(&form) {
            forms.push(form);
        }
    }
    forms
}

/// A Windows path as people write it. Elsewhere nothing has such a prefix.
fn without_verbatim(path: &Path) -> Option<PathBuf> {
    let Component::Prefix(prefix) = path.components().next()? else { return None };
    let plain = path.to_str()?.strip_prefix(r"\\?\")?;
    (prefix.kind().is_verbatim() && !plain.starts_with("UNC")).then(|| PathBuf::from(plain))
}

/// `..` has no place in a pattern.
fn without_parents(text: &str) -> String {
    if !text.contains("..") {
        return text.to_owned();
    }
    let parts: Vec<&str> = text.split(std::path::is_separator).filter(|part| *part != "..").collect();
    parts.join(std::path::MAIN_SEPARATOR_STR)
}

impl Hash for Pattern {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
