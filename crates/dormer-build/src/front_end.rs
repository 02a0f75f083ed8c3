//! [`FrontEnd`]: the files that are embedded.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use dormer_config::FrontendDist;

/// Folders may link to their parents; nobody nests a front end deeper than this.
const GREATEST_DEPTH: usize = 64;

/// Names that tell that a folder is a whole project rather than its built front end.
const PROJECT_MARKS: [&str; 3] = ["Cargo.toml", "node_modules", "target"];

/// The files that are embedded.
#[derive(Debug, Default)]
pub(crate) struct FrontEnd {
    /// Path in the program, with a slash before it, and path on disk.
    pub(crate) files: Vec<(String, PathBuf)>,
    /// Files and folders whose changes matter.
    pub(crate) roots: Vec<PathBuf>,
}

/// A path that cannot be used, and why.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) path: PathBuf,
    pub(crate) problem: String,
}

impl Refusal {
    pub(crate) fn new(path: &Path, problem: impl Into<String>) -> Self {
        Self { path: path.to_owned(), problem: problem.into() }
    }

    fn unreadable(path: &Path, error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => {
                Self::new(path, "does not exist: build the front end first, or correct the path")
            }
            _ => Self::new(path, format!("cannot be read: {error}")),
        }
    }
}

impl FrontEnd {
    /// Lists the files; `dir` is the folder of the configuration. A URL has none.
    pub(crate) fn collect(dist: &FrontendDist, dir: &Path) -> Result<Self, Refusal> {
        let mut found = Self::default();
        match dist {
            FrontendDist::Directory(path) => {
                let root = dir.join(path);
                if !metadata(&root)?.is_dir() {
                    return Err(Refusal::new(&root, "is not a folder: name a folder, or a list of files"));
                }
                found.add_root(&root)?;
            }
            FrontendDist::Files(paths) => {
                for path in paths {
                    found.add_root(&dir.join(path))?;
                }
            }
            // A URL, and whatever later versions add without files.
            _ => {}
        }
        found.files.sort();
        match found.files.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            Some(pair) => {
                Err(Refusal::new(&pair[1].1, format!("is the second file for the path `{}`", pair[1].0)))
            }
            None => Ok(found),
        }
    }

    fn add_root(&mut self, path: &Path) -> Result<(), Refusal> {
        self.roots.push(path.to_owned());
        if metadata(path)?.is_dir() {
            refuse_project(path)?;
            return self.add_folder(path, "", GREATEST_DEPTH);
        }
        let name = path.file_name().and_then(|name| name.to_str());
        let name = name.ok_or_else(|| Refusal::new(path, "has a name that is not UTF-8"))?;
        self.files.push((format!("/{name}"), path.to_owned()));
        Ok(())
    }

    fn add_folder(&mut self, folder: &Path, prefix: &str, depth: usize) -> Result<(), Refusal> {
        let Some(depth) = depth.checked_sub(1) else {
            return Err(Refusal::new(folder, "is nested too deep: does a link lead back to its parent?"));
        };
        for entry in fs::read_dir(folder).map_err(|error| Refusal::unreadable(folder, &error))? {
            let path = entry.map_err(|error| Refusal::unreadable(folder, &error))?.path();
            let name = path.file_name().and_then(|name| name.to_str());
            let name = name.ok_or_else(|| Refusal::new(&path, "has a name that is not UTF-8"))?;
            let key = format!("{prefix}/{name}");
            if metadata(&path)?.is_dir() {
                self.add_folder(&path, &key, depth)?;
            } else {
                self.files.push((key, path));
            }
        }
        Ok(())
    }
}

fn metadata(path: &Path) -> Result<fs::Metadata, Refusal> {
    fs::metadata(path).map_err(|error| Refusal::unreadable(path, &error))
}

fn refuse_project(folder: &Path) -> Result<(), Refusal> {
    match PROJECT_MARKS.into_iter().find(|mark| folder.join(mark).exists()) {
        Some(mark) => {
            let text = format!(
                "holds `{mark}`, so it is a project and not a built front end: name the folder with the built files"
            );
            Err(Refusal::new(folder, text))
        }
        None => Ok(()),
    }
}

/// The contents of one file.
pub(crate) fn load(path: &Path) -> Result<Vec<u8>, Refusal> {
    fs::read(path).map_err(|error| Refusal::unreadable(path, &error))
}
