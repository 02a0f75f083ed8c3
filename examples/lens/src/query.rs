//! What to look for and where: the options as the page sends them, checked and compiled.
//! Not here: the search itself (`search`).

use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use grep_regex::{RegexMatcher, RegexMatcherBuilder};
use serde::{Deserialize, Serialize};

/// A search ends after this many matches unless the options say otherwise.
const DEFAULT_MAX_MATCHES: u64 = 1_000_000;

/// A search as the page asks for it.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct SearchOptions {
    /// The folder to search in; a leading `~` stands for the home folder.
    pub(crate) root: String,
    /// Text or regular expression.
    pub(crate) pattern: String,
    /// Off means smart: case matters only when the pattern has an upper-case letter.
    #[serde(default)]
    pub(crate) case_sensitive: bool,
    /// Hits must begin and end at word boundaries.
    #[serde(default)]
    pub(crate) whole_word: bool,
    /// The pattern is a regular expression.
    #[serde(default)]
    pub(crate) regex: bool,
    /// Globs divided by commas; `!` in front excludes. Empty means every file.
    #[serde(default)]
    pub(crate) include: String,
    /// Also search hidden files and files that `.gitignore` and its kin leave out.
    #[serde(default)]
    pub(crate) hidden: bool,
    /// Ends the search after this many matching lines.
    #[serde(default)]
    pub(crate) max_matches: Option<u64>,
}

/// A search that can be run.
#[derive(Debug)]
pub(crate) struct Query {
    /// The searched folder, absolute and without symbolic links.
    pub(crate) root: PathBuf,
    /// The compiled pattern; it matches within single lines.
    pub(crate) matcher: RegexMatcher,
    /// Which files to look into.
    pub(crate) filter: FileFilter,
    /// See [`SearchOptions::hidden`].
    pub(crate) hidden: bool,
    /// Ends the search after this many matching lines.
    pub(crate) max_matches: u64,
}

/// Why a search cannot start. The texts are shown to the user.
#[derive(Debug, thiserror::Error)]
pub(crate) enum QueryError {
    /// There is nothing to look for.
    #[error("the pattern is empty: type the text to look for")]
    EmptyPattern,
    /// The regular expression has a mistake; the text points at it.
    #[error("{0}")]
    Pattern(String),
    /// A glob has a mistake.
    #[error("the file filter `{glob}` is not a valid glob: {reason}")]
    Glob {
        /// The glob as typed.
        glob: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The folder is missing or may not be read.
    #[error("the folder `{root}` cannot be searched: {reason}")]
    Root {
        /// The folder as typed.
        root: String,
        /// What the system says.
        reason: String,
    },
}

/// The part of the options that has the mistake; the page marks it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Field {
    /// [`SearchOptions::pattern`].
    Pattern,
    /// [`SearchOptions::include`].
    Include,
    /// [`SearchOptions::root`].
    Root,
}

impl QueryError {
    /// Where the mistake is.
    pub(crate) fn field(&self) -> Field {
        match self {
            Self::EmptyPattern | Self::Pattern(_) => Field::Pattern,
            Self::Glob { .. } => Field::Include,
            Self::Root { .. } => Field::Root,
        }
    }
}

impl Query {
    /// Checks and compiles the options. Touches the file system: the folder must exist and be readable.
    pub(crate) fn new(options: &SearchOptions) -> Result<Self, QueryError> {
        if options.pattern.is_empty() {
            return Err(QueryError::EmptyPattern);
        }
        if options.regex {
            // The matcher wraps the pattern before it parses it; its message would point into text nobody typed.
            let mut parser = regex_syntax::ParserBuilder::new().utf8(false).build();
            parser.parse(&options.pattern).map_err(|error| QueryError::Pattern(error.to_string()))?;
        }
        let matcher = RegexMatcherBuilder::new()
            .case_smart(!options.case_sensitive)
            .word(options.whole_word)
            .fixed_strings(!options.regex)
            .multi_line(true)
            .line_terminator(Some(b'\n'))
            .build(&options.pattern)
            .map_err(|error| QueryError::Pattern(error.to_string()))?;
        Ok(Self {
            matcher,
            filter: FileFilter::new(&options.include)?,
            root: readable_folder(&options.root)?,
            hidden: options.hidden,
            max_matches: options.max_matches.unwrap_or(DEFAULT_MAX_MATCHES),
        })
    }
}

fn readable_folder(typed: &str) -> Result<PathBuf, QueryError> {
    let error = |reason: String| QueryError::Root { root: typed.to_owned(), reason };
    let path = match typed.strip_prefix('~').map(|rest| (rest, std::env::home_dir())) {
        Some((rest, Some(home))) if rest.is_empty() || rest.starts_with('/') => {
            home.join(rest.trim_start_matches('/'))
        }
        _ => PathBuf::from(typed),
    };
    if typed.is_empty() {
        return Err(error("no folder is given".into()));
    }
    let path = path.canonicalize().map_err(|source| error(plain(&source)))?;
    if !path.is_dir() {
        return Err(error("it is a file, not a folder".into()));
    }
    std::fs::read_dir(&path).map_err(|source| error(plain(&source)))?;
    Ok(path)
}

/// The common refusals of the system in plain words.
pub(crate) fn plain(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "it does not exist".into(),
        std::io::ErrorKind::PermissionDenied => "permission denied".into(),
        _ => error.to_string(),
    }
}

/// Globs that choose files by name or by path below the root.
#[derive(Debug)]
pub(crate) struct FileFilter {
    include: Option<GlobSet>,
    exclude: GlobSet,
}

impl FileFilter {
    fn new(globs: &str) -> Result<Self, QueryError> {
        let mut include = GlobSetBuilder::new();
        let mut exclude = GlobSetBuilder::new();
        let mut any_include = false;
        for typed in split_globs(globs) {
            let error = |source: globset::Error| QueryError::Glob {
                glob: typed.into(),
                reason: source.kind().to_string(),
            };
            let (set, glob) = match typed.strip_prefix('!') {
                Some(glob) => (&mut exclude, glob.trim_start()),
                None => {
                    any_include = true;
                    (&mut include, typed)
                }
            };
            let glob = GlobBuilder::new(&anywhere(glob)).literal_separator(true).build().map_err(error)?;
            set.add(glob);
        }
        let build = |set: GlobSetBuilder| {
            set.build()
                .map_err(|source| QueryError::Glob { glob: globs.into(), reason: source.kind().to_string() })
        };
        let include = if any_include { Some(build(include)?) } else { None };
        Ok(Self { include, exclude: build(exclude)? })
    }

    /// True when the file is to be searched. `path` is relative to the root.
    pub(crate) fn wants(&self, path: &Path) -> bool {
        self.include.as_ref().is_none_or(|globs| globs.is_match(path)) && !self.exclude.is_match(path)
    }
}

/// `*.rs` means any depth, `src/` all below, `/x` only at the root.
fn anywhere(glob: &str) -> String {
    let below = if glob.ends_with('/') { "**" } else { "" };
    match glob.strip_prefix('/') {
        Some(rooted) => format!("{rooted}{below}"),
        None if glob.trim_end_matches('/').contains('/') => format!("{glob}{below}"),
        None => format!("**/{glob}{below}"),
    }
}

/// Splits at commas outside braces.
fn split_globs(globs: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_i32;
    let parts = globs.split(move |char| {
        match char {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        char == ',' && depth <= 0
    });
    parts.map(str::trim).filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use grep_matcher::Matcher;

    fn options(pattern: &str) -> SearchOptions {
        SearchOptions { root: "/".into(), pattern: pattern.into(), ..Default::default() }
    }

    fn refusal(options: &SearchOptions) -> String {
        Query::new(options).unwrap_err().to_string()
    }

    fn hits(options: &SearchOptions, text: &str) -> bool {
        Query::new(options).unwrap().matcher.is_match(text.as_bytes()).unwrap()
    }

    #[test]
    fn case_is_smart_unless_it_is_strict() {
        assert!(hits(&options("needle"), "NEEDLE"));
        assert!(!hits(&options("Needle"), "NEEDLE"));
        assert!(!hits(&SearchOptions { case_sensitive: true, ..options("needle") }, "NEEDLE"));
    }

    #[test]
    fn text_is_literal_unless_it_is_a_regex() {
        assert!(hits(&options("a.b("), "a.b("));
        assert!(!hits(&options("a.b"), "axb"));
        assert!(hits(&SearchOptions { regex: true, ..options("^a.b$") }, "axb"));
    }

    #[test]
    fn whole_words_only() {
        let whole = SearchOptions { whole_word: true, ..options("cat") };
        assert!(hits(&whole, "a cat.") && !hits(&whole, "concat cats"));
    }

    #[test]
    fn refusals_say_what_is_wrong() {
        assert_eq!(refusal(&options("")), "the pattern is empty: type the text to look for");
        assert!(
            refusal(&SearchOptions { regex: true, ..options("(x") })
                .contains("    (x\n    ^\nerror: unclosed group")
        );
        let missing = SearchOptions { root: "/no/such".into(), ..options("x") };
        assert_eq!(refusal(&missing), "the folder `/no/such` cannot be searched: it does not exist");
        let file = tempfile::NamedTempFile::new().unwrap();
        let file = SearchOptions { root: file.path().display().to_string(), ..options("x") };
        assert!(refusal(&file).ends_with("it is a file, not a folder"));
        let glob = SearchOptions { include: "*.rs, [z".into(), ..options("x") };
        assert!(refusal(&glob).starts_with("the file filter `[z` is not a valid glob:"));
        let fields = [&options(""), &missing, &glob].map(|options| Query::new(options).unwrap_err().field());
        assert_eq!(fields, [Field::Pattern, Field::Root, Field::Include]);
    }

    #[test]
    fn globs_choose_files() {
        let check = |globs: &str, path: &str| FileFilter::new(globs).unwrap().wants(Path::new(path));
        assert!(check("", "a/b.txt"));
        assert!(check("*.rs, *.{md,txt}", "a/b.txt") && !check("*.rs", "a/b.txt"));
        assert!(check("!*.rs", "a.txt") && !check("!*.rs", "deep/a.rs"));
        assert!(check("src/", "src/a/b.rs") && check("src/", "x/src/b") && !check("src/", "a/b.rs"));
        assert!(check("a/*.rs", "a/b.rs") && !check("a/*.rs", "a/b/c.rs") && !check("/*.rs", "a/b.rs"));
    }

    #[test]
    fn the_page_may_leave_out_what_has_a_default() {
        let given: SearchOptions = serde_json::from_str(r#"{"root":"/","pattern":"x"}"#).unwrap();
        assert_eq!(given, options("x"));
        assert!(
            serde_json::from_str::<SearchOptions>(r#"{"root":"/","pattern":"x","regexp":true}"#).is_err()
        );
    }
}
