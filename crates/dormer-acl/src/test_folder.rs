//! A folder of its own for each test, gone afterwards.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    /// A folder with these files; `/` in a name makes folders.
    pub(crate) fn with(files: &[(&str, &str)]) -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("dormer-acl-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let folder = Self(std::env::temp_dir().join(name));
        fs::create_dir_all(&folder.0).expect("the folder for temporary files is writable");
        for (name, text) in files {
            let path = folder.0.join(name);
            fs::create_dir_all(path.parent().unwrap_or(&folder.0)).expect("it was made just now");
            fs::write(path, text).expect("it was made just now");
        }
        folder
    }

    /// A text without the name of this folder.
    pub(crate) fn strip(&self, text: &impl ToString) -> String {
        text.to_string().replace(&format!("{}/", self.0.display()), "")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}
