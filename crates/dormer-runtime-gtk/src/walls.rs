//! Whether the system walls off the web processes: each has a view of the file system of its own then.
//!
//! The engine goes without walls where the system has none to give, and tells nobody. So this looks at the processes.

use std::fs;
use std::path::Path;

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Walls {
    /// Every web process of this program has a file system of its own.
    Up,
    /// At least one sees what the program sees.
    Missing,
    /// There is no web process among the program's children, as under another sandbox.
    Unknown,
}

/// Looks at the web processes that descend from this one. A few small reads.
pub(crate) fn look() -> Walls {
    let own = name_space("self");
    let mut todo = children("self");
    let mut found = Walls::Unknown;
    while let Some(id) = todo.pop() {
        todo.extend(children(&id));
        let name = fs::read_to_string(format!("/proc/{id}/comm")).unwrap_or_default();
        if !name.starts_with("WebKitWebProces") {
            continue;
        }
        match name_space(&id) {
            Some(theirs) if Some(&theirs) == own.as_ref() => return Walls::Missing,
            Some(_) => found = Walls::Up,
            None => {}
        }
    }
    found
}

fn name_space(id: &str) -> Option<std::path::PathBuf> {
    fs::read_link(Path::new("/proc").join(id).join("ns/mnt")).ok()
}

fn children(id: &str) -> Vec<String> {
    let tasks = fs::read_dir(Path::new("/proc").join(id).join("task")).into_iter().flatten().flatten();
    let lists = tasks.filter_map(|task| fs::read_to_string(task.path().join("children")).ok());
    lists.flat_map(|list| list.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_without_pages_knows_nothing() {
        assert_eq!(look(), Walls::Unknown);
        let mut child = std::process::Command::new("sleep").arg("5").spawn().unwrap();
        assert!(children("self").contains(&child.id().to_string()));
        child.kill().unwrap();
        child.wait().unwrap();
    }
}
