//! What the program remembers.

use std::collections::HashMap;
use std::path::PathBuf;

#[derive(Default)]
pub(crate) struct Store(HashMap<String, String>);

impl Store {
    pub(crate) fn put(&mut self, key: impl Into<String>, value: impl Into<String>) {
        self.0.insert(key.into(), value.into());
    }

    pub(crate) fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str)
    }
}

pub(crate) struct Settings {
    pub(crate) data: PathBuf,
    pub(crate) debug: bool,
}
