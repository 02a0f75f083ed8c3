//! The command line. Not here: what is done with it (`main`, `commands`).

use std::ffi::OsString;

/// Searched when no folder is given.
const DEFAULT_FOLDER: &str = "/usr/share/doc";
/// Looked for by `--demo` when no pattern is given.
const DEMO_PATTERN: &str = "copyright";

/// How to call the program.
pub(crate) const USAGE: &str = "\
Search in files

Usage: lens [FOLDER] [--pattern TEXT] [--demo]

  FOLDER          the folder to search in; /usr/share/doc when left out
  --pattern TEXT  fill in the pattern
  --demo          run the search at once
  -h, --help      show this text
";

/// What the command line asks for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Args {
    /// Show the usage and end.
    Help,
    /// Open the window.
    Run(Start),
}

/// What the window starts with.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Start {
    /// The folder to search in.
    pub(crate) root: String,
    /// The pattern to fill in; may be empty.
    pub(crate) pattern: String,
    /// Run the search at once.
    pub(crate) demo: bool,
}

/// Why the command line is refused.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ArgsError {
    /// `--pattern` stands last.
    #[error("`--pattern` needs a text after it")]
    NoPattern,
    /// An option that does not exist.
    #[error("`{0}` is not an option of lens; see `lens --help`")]
    Unknown(String),
    /// More than one folder.
    #[error("one folder can be searched at a time, `{0}` is one too many")]
    SecondFolder(String),
}

impl Args {
    /// Reads the arguments after the program's name.
    pub(crate) fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Self, ArgsError> {
        let mut args = args.into_iter().map(|arg| arg.to_string_lossy().into_owned());
        let (mut root, mut pattern, mut demo) = (None, None, false);
        while let Some(arg) = args.next() {
            match arg.as_str() {
                "-h" | "--help" => return Ok(Self::Help),
                "--demo" => demo = true,
                "--pattern" => pattern = Some(args.next().ok_or(ArgsError::NoPattern)?),
                _ => match arg.strip_prefix("--pattern=") {
                    Some(text) => pattern = Some(text.to_owned()),
                    None if arg.starts_with('-') => return Err(ArgsError::Unknown(arg)),
                    None if root.is_some() => return Err(ArgsError::SecondFolder(arg)),
                    None => root = Some(arg),
                },
            }
        }
        let root = root.map_or_else(|| DEFAULT_FOLDER.to_owned(), |root| absolute(&root));
        let pattern = pattern.unwrap_or_else(|| if demo { DEMO_PATTERN.into() } else { String::new() });
        Ok(Self::Run(Start { root, pattern, demo }))
    }
}

/// The page shows where a relative folder is; a missing one stays as typed and is refused when searched.
fn absolute(root: &str) -> String {
    std::path::absolute(root).map_or_else(|_| root.to_owned(), |path| path.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(args: &[&str]) -> Result<Args, String> {
        Args::parse(args.iter().map(OsString::from)).map_err(|error| error.to_string())
    }

    fn run(root: &str, pattern: &str, demo: bool) -> Result<Args, String> {
        Ok(Args::Run(Start { root: root.into(), pattern: pattern.into(), demo }))
    }

    #[test]
    fn everything_may_be_left_out() {
        assert_eq!(parse(&[]), run("/usr/share/doc", "", false));
        assert_eq!(parse(&["/tmp", "--pattern", "-x", "--demo"]), run("/tmp", "-x", true));
        assert_eq!(parse(&["--pattern=a b", "/tmp"]), run("/tmp", "a b", false));
        assert_eq!(parse(&["--demo"]), run("/usr/share/doc", "copyright", true));
        assert_eq!(parse(&["--demo", "--help"]), Ok(Args::Help));
    }

    #[test]
    fn a_relative_folder_becomes_absolute() {
        let here = std::env::current_dir().unwrap();
        assert_eq!(parse(&["src"]), run(&here.join("src").display().to_string(), "", false));
    }

    #[test]
    fn mistakes_are_named() {
        assert_eq!(parse(&["--pattern"]), Err("`--pattern` needs a text after it".into()));
        assert_eq!(parse(&["--fast"]), Err("`--fast` is not an option of lens; see `lens --help`".into()));
        assert_eq!(
            parse(&["a", "b"]),
            Err("one folder can be searched at a time, `b` is one too many".into())
        );
    }
}
