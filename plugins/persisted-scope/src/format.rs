//! Grants as lines of JSON. Not here: where the file is.

use std::path::PathBuf;

use dormer::scope::fs::{Grant, Reach};
use serde_json::{Value, json};

use crate::Remembered;

/// The file's text. A path that is no text cannot be remembered.
pub(crate) fn write(all: &[Remembered]) -> String {
    let mut text = String::new();
    for remembered in all {
        let Grant { path, reach, forbidden } = &remembered.grant;
        let Some(path) = path.to_str() else {
            log::warn!("{} is not remembered: its name is no text", path.display());
            continue;
        };
        let reach = match reach {
            Reach::File => "file",
            Reach::Directory => "directory",
            Reach::Tree => "tree",
        };
        let mut line = json!({ "path": path, "reach": reach });
        if *forbidden {
            line["forbidden"] = true.into();
        }
        if let Some(window) = &remembered.window {
            line["window"] = window.as_str().into();
        }
        text += &line.to_string();
        text.push('\n');
    }
    text
}

/// What a text remembers. Lines that say nothing are left out: losing a grant is safe.
pub(crate) fn read(text: &str) -> Vec<Remembered> {
    let line = |line: &str| {
        let value: Value = serde_json::from_str(line).ok()?;
        let reach = match value["reach"].as_str()? {
            "file" => Reach::File,
            "directory" => Reach::Directory,
            "tree" => Reach::Tree,
            _ => return None,
        };
        let path = PathBuf::from(value["path"].as_str()?);
        let forbidden = value["forbidden"].as_bool().unwrap_or_default();
        let window = value["window"].as_str().map(str::to_owned);
        path.is_absolute().then_some(Remembered { window, grant: Grant { path, reach, forbidden } })
    };
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines
        .filter_map(|text| {
            let found = line(text);
            if found.is_none() {
                log::warn!("a line of the remembered grants says nothing and is left out: {text}");
            }
            found
        })
        .collect()
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    #[test]
    fn grants_go_there_and_back() {
        let grant = |path: &str, reach, forbidden| Grant { path: path.into(), reach, forbidden };
        let all = [
            Remembered { window: None, grant: grant("/a/[*]\n\"", Reach::File, false) },
            Remembered { window: Some("main".into()), grant: grant("/ä", Reach::Directory, false) },
            Remembered { window: None, grant: grant("/c", Reach::Tree, true) },
        ];
        let text = write(&all);
        assert_eq!(text.lines().count(), 3);
        assert_eq!(read(&text), all);
    }

    #[test]
    fn what_cannot_be_read_grants_nothing() {
        for bad in [
            "{",
            "[]",
            r#"{"path":"/a"}"#,
            r#"{"path":"/a","reach":"all"}"#,
            r#"{"path":"a","reach":"file"}"#,
        ] {
            assert_eq!(read(bad), [], "{bad}");
        }
        let good = r#"{"path":"/a","reach":"file"}"#;
        assert_eq!(read(&format!("{{\n\n{good}")).len(), 1);
    }
}
