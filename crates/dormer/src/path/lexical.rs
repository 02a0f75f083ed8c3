//! Paths as text, for the page's path commands; links are not followed. Not here: anything that looks at the disk.

use std::path::{Component, MAIN_SEPARATOR_STR, Path, PathBuf, is_separator};

use super::PathError;

/// Joins the parts to `base` from the left, where an absolute part starts over, and normalizes the result.
pub(crate) fn resolve(base: &Path, parts: &[String]) -> PathBuf {
    let mut path = base.to_path_buf();
    path.extend(parts);
    plain(&path)
}

/// Takes out `.` and, where there is something to step out of, `..`. A separator at the end stays; nothing
/// becomes `.`.
pub(crate) fn normalize(path: &str) -> String {
    let mut text = text_of(&plain(Path::new(path)));
    if path.ends_with(is_separator) && !text.ends_with(is_separator) {
        text.push_str(MAIN_SEPARATOR_STR);
    }
    text
}

/// Joins the parts and normalizes the result. An absolute part does not start over, empty ones do not count,
/// and a separator at the end goes.
pub(crate) fn join(parts: &[String]) -> String {
    let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    text_of(&plain(Path::new(&parts.join(MAIN_SEPARATOR_STR))))
}

/// The path without its last part; empty for a single part.
pub(crate) fn dirname(path: &str) -> Result<String, PathError> {
    Path::new(path).parent().map(text_of_exact).ok_or(PathError::NoParent)
}

/// What follows the last dot of the last part, without the dot.
pub(crate) fn extname(path: &str) -> Result<String, PathError> {
    Path::new(path).extension().map(|text| text.to_string_lossy().into_owned()).ok_or(PathError::NoExtension)
}

/// The last part, without `ext` if it ends with exactly that.
pub(crate) fn basename(path: &str, ext: Option<&str>) -> Result<String, PathError> {
    let name = Path::new(path).file_name().ok_or(PathError::NoBasename)?.to_string_lossy();
    Ok(ext.and_then(|ext| name.strip_suffix(ext)).unwrap_or(&name).to_owned())
}

/// Whether the path leads to the same place from everywhere.
pub(crate) fn is_absolute(path: &str) -> bool {
    Path::new(path).is_absolute()
}

fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => match plain.components().next_back() {
                Some(Component::Normal(_)) => {
                    plain.pop();
                }
                Some(Component::RootDir) => {}
                _ => plain.push(".."),
            },
            _ => plain.push(part),
        }
    }
    plain
}

fn text_of(path: &Path) -> String {
    if path.as_os_str().is_empty() { ".".to_owned() } else { text_of_exact(path) }
}

fn text_of_exact(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    fn strings(parts: &[&str]) -> Vec<String> {
        parts.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn normalizing() {
        for (path, want) in [
            ("", "."),
            (".", "."),
            ("./", "./"),
            ("..", ".."),
            ("../", "../"),
            ("../..", "../.."),
            ("../a", "../a"),
            ("a/../..", ".."),
            ("a/..", "."),
            ("a/../", "./"),
            ("a/../../b", "../b"),
            ("a//b", "a/b"),
            ("a/./b/", "a/b/"),
            ("a/b/../c", "a/c"),
            ("/", "/"),
            ("//", "/"),
            ("/..", "/"),
            ("/../a", "/a"),
            ("/a/b/../../..", "/"),
            ("/a/", "/a/"),
            ("a\\..", "a\\.."),
            ("a\\", "a\\"),
            ("...", "..."),
            ("ä/../ö", "ö"),
        ] {
            assert_eq!(normalize(path), want, "{path:?}");
        }
    }

    #[test]
    fn joining() {
        for (parts, want) in [
            (&[][..], "."),
            (&[""], "."),
            (&["", ""], "."),
            (&["", "a"], "a"),
            (&["a"], "a"),
            (&["a", "b"], "a/b"),
            (&["a/", "b/"], "a/b"),
            (&["a", "/b"], "a/b"),
            (&["/a", "/b"], "/a/b"),
            (&["/", "a"], "/a"),
            (&["/"], "/"),
            (&["a", "..", "b"], "b"),
            (&["a", "..", ".."], ".."),
            (&["..", "a"], "../a"),
            (&["/a", "../..", "b"], "/b"),
            (&["a", "", "b"], "a/b"),
            (&["a", "."], "a"),
        ] {
            assert_eq!(join(&strings(parts)), want, "{parts:?}");
        }
    }

    #[test]
    fn resolving() {
        for (parts, want) in [
            (&[][..], "/home/u"),
            (&[""], "/home/u"),
            (&["a"], "/home/u/a"),
            (&["a", "b/"], "/home/u/a/b"),
            (&["..", "x"], "/home/x"),
            (&["a", "/b", "c"], "/b/c"),
            (&["../../../.."], "/"),
            (&["./a/./b/../c"], "/home/u/a/c"),
        ] {
            assert_eq!(resolve(Path::new("/home/u"), &strings(parts)), Path::new(want), "{parts:?}");
        }
    }

    #[test]
    fn directories() {
        for (path, want) in [
            ("/a/b", Ok("/a")),
            ("/a/b/", Ok("/a")),
            ("/a", Ok("/")),
            ("a/b.txt", Ok("a")),
            ("a", Ok("")),
            ("a/..", Ok("a")),
            ("/", Err(PathError::NoParent)),
            ("", Err(PathError::NoParent)),
        ] {
            assert_eq!(dirname(path), want.map(str::to_owned), "{path:?}");
        }
    }

    #[test]
    fn extensions() {
        for (path, want) in [
            ("/a/b.txt", Ok("txt")),
            ("b.tar.gz", Ok("gz")),
            ("b.txt/", Ok("txt")),
            ("b.", Ok("")),
            (".a.b", Ok("b")),
            ("b", Err(PathError::NoExtension)),
            (".bashrc", Err(PathError::NoExtension)),
            ("a.b/c", Err(PathError::NoExtension)),
            ("..", Err(PathError::NoExtension)),
            ("/", Err(PathError::NoExtension)),
            ("", Err(PathError::NoExtension)),
        ] {
            assert_eq!(extname(path), want.map(str::to_owned), "{path:?}");
        }
    }

    #[test]
    fn basenames() {
        for (path, ext, want) in [
            ("/a/b.json", None, Ok("b.json")),
            ("/a/b.json", Some(".json"), Ok("b")),
            ("/a/b.json", Some("json"), Ok("b.")),
            ("/a/b.json", Some(".JSON"), Ok("b.json")),
            ("/a/b.json", Some(""), Ok("b.json")),
            ("/a/b.json.json", Some(".json"), Ok("b.json")),
            ("b.json", Some("b.json"), Ok("")),
            ("/a/b/", None, Ok("b")),
            ("/a/b/.", None, Ok("b")),
            ("a", Some("longer than a"), Ok("a")),
            ("..", None, Err(PathError::NoBasename)),
            ("a/..", Some("."), Err(PathError::NoBasename)),
            ("/", None, Err(PathError::NoBasename)),
            ("", None, Err(PathError::NoBasename)),
        ] {
            assert_eq!(basename(path, ext), want.map(str::to_owned), "{path:?} {ext:?}");
        }
    }

    #[test]
    fn absolute_paths() {
        for (path, want) in [
            ("/", true),
            ("/a", true),
            ("//a", true),
            ("a", false),
            ("./a", false),
            ("", false),
            ("~", false),
        ] {
            assert_eq!(is_absolute(path), want, "{path:?}");
        }
    }

    #[test]
    fn kept_error_texts() {
        assert_eq!(dirname("/").unwrap_err().to_string(), "path does not have a parent");
        assert_eq!(extname("a").unwrap_err().to_string(), "path does not have an extension");
        assert_eq!(basename("/", None).unwrap_err().to_string(), "path does not have a basename");
        assert_eq!(PathError::Unknown.to_string(), "unknown path");
    }
}
