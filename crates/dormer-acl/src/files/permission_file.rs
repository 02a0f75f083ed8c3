//! [`PermissionSource`]: a permission file as read.

use std::path::Path;

use dormer_config::read::Document;
use serde_json::Value;

use super::error::{FileError, Finding};
use super::place::Place;
use super::shape::{Check, PERMISSION_FILE, Shape};
use crate::PermissionFile;

/// A permission file and where it was read.
#[derive(Debug, Clone)]
pub struct PermissionSource {
    /// What it says.
    pub file: PermissionFile,
    /// Its root.
    pub place: Place,
}

impl PermissionSource {
    /// Reads a file. Keys that mean nothing are added to `doubts`.
    pub fn load(path: &Path, doubts: &mut Vec<Finding>) -> Result<Self, FileError> {
        Self::parse(Document::load(path)?, doubts)
    }

    /// Takes a text that was parsed already.
    pub fn parse(document: Document, doubts: &mut Vec<Finding>) -> Result<Self, FileError> {
        let value = document.value().clone();
        let place = Place::root(document);
        let mut check = Check::new(&place);
        check.check(&value, Shape::Object(PERMISSION_FILE));
        let (faults, unknown) = (check.faults, check.unknown);
        doubts.extend(unknown);
        let file = convert(value, &place, faults)?;
        Ok(Self { file, place })
    }
}

/// Reads files in this order.
pub fn read_permissions<P: AsRef<Path>>(
    paths: &[P],
    doubts: &mut Vec<Finding>,
) -> Result<Vec<PermissionSource>, FileError> {
    paths.iter().map(|path| PermissionSource::load(path.as_ref(), doubts)).collect()
}

/// Converts a value whose shape was checked.
pub(super) fn convert<T: serde::de::DeserializeOwned>(
    value: Value,
    place: &Place,
    faults: Vec<Finding>,
) -> Result<T, FileError> {
    if !faults.is_empty() {
        return Err(FileError::Invalid(faults));
    }
    serde_json::from_value(value).map_err(|error| Finding::new(place.at(&[]), error.to_string()).into())
}
