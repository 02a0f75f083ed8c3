//! [`CapabilitySource`]: a capability as read, from a file or from the configuration.

use std::path::Path;

use dormer_config::read::{Document, Step};
use serde_json::Value;

use super::error::{FileError, Finding};
use super::permission_file::convert;
use super::place::Place;
use super::shape::{CAPABILITY, Check, Shape, describe};
use crate::Capability;

/// A capability and where it was read.
#[derive(Debug, Clone)]
pub struct CapabilitySource {
    /// What it says.
    pub capability: Capability,
    /// Where it stands.
    pub place: Place,
}

impl CapabilitySource {
    /// Reads all capabilities of a file. Keys that mean nothing are added to `doubts`.
    pub fn load(path: &Path, doubts: &mut Vec<Finding>) -> Result<Vec<Self>, FileError> {
        Self::parse(Document::load(path)?, doubts)
    }

    /// Takes a text that was parsed already: one capability, a list, or `{ "capabilities": [ … ] }`.
    pub fn parse(document: Document, doubts: &mut Vec<Finding>) -> Result<Vec<Self>, FileError> {
        const NAMED: &str = "capabilities";
        let value = document.value().clone();
        let root = Place::root(document);
        let (items, steps): (Vec<Value>, Vec<Step>) = match value {
            Value::Array(items) => (items, Vec::new()),
            Value::Object(mut object) if object.contains_key(NAMED) => {
                let list = object.remove(NAMED).unwrap_or_default();
                let Value::Array(items) = list else {
                    let message = format!("expected a list of capabilities, found {}", describe(&list));
                    return Err(Finding::new(root.at(&[NAMED.into()]), message).into());
                };
                for key in object.keys().filter(|key| *key != "$schema") {
                    let message = format!("the key `{key}` means nothing beside `capabilities`");
                    doubts.push(Finding::new(root.at(&[key.as_str().into()]), message));
                }
                (items, vec![NAMED.into()])
            }
            Value::Object(_) => return Self::of_value(value, root, doubts).map(|one| vec![one]),
            other => {
                let found = describe(&other);
                let message = format!("expected a capability or a list of them, found {found}");
                return Err(Finding::new(root.at(&[]), message).into());
            }
        };
        let list = root.inside(&steps);
        let one = |(index, item)| Self::of_value(item, list.inside(&[Step::Index(index)]), doubts);
        items.into_iter().enumerate().map(one).collect()
    }

    /// Takes one capability that stands at `place`.
    pub fn of_value(value: Value, place: Place, doubts: &mut Vec<Finding>) -> Result<Self, FileError> {
        let mut check = Check::new(&place);
        check.check(&value, Shape::Object(CAPABILITY));
        let (faults, unknown) = (check.faults, check.unknown);
        doubts.extend(unknown);
        let capability = convert(value, &place, faults)?;
        Ok(Self { capability, place })
    }

    /// The steps from the capability to one of its permissions.
    pub(crate) fn entry(index: usize) -> [Step; 2] {
        ["permissions".into(), index.into()]
    }
}

/// Reads the capabilities of files in this order.
pub fn read_capabilities<P: AsRef<Path>>(
    paths: &[P],
    doubts: &mut Vec<Finding>,
) -> Result<Vec<CapabilitySource>, FileError> {
    let mut all = Vec::new();
    for path in paths {
        all.extend(CapabilitySource::load(path.as_ref(), doubts)?);
    }
    Ok(all)
}
