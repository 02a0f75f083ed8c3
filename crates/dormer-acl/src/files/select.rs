//! [`select`]: which capabilities count.

use std::collections::BTreeMap;

use dormer_config::CapabilityEntry;
use dormer_config::read::{Document, Step, nearest};
use serde_json::Value;

use super::capability_file::CapabilitySource;
use super::error::{FileError, Finding};
use super::place::Place;

/// What the configuration says about capabilities.
#[derive(Debug, Clone, Copy)]
pub struct Selection<'a> {
    /// `app.security.capabilities`. Empty selects all files.
    pub entries: &'a [CapabilityEntry],
    /// Path of the configuration, for complaints.
    pub name: &'a str,
    /// The texts that the configuration was merged from, if at hand: complaints then point into them.
    pub documents: &'a [Document],
}

impl Selection<'_> {
    /// Where an entry stands: in the last text that has just this entry.
    fn place(&self, index: usize, entry: &CapabilityEntry) -> Place {
        const KEYS: [&str; 3] = ["app", "security", "capabilities"];
        let same = |value: &Value| match entry {
            CapabilityEntry::Reference(name) => value == name,
            CapabilityEntry::Inlined(object) => value == object,
        };
        let holds = |document: &&Document| {
            let list = KEYS.iter().try_fold(document.value(), |value, key| value.get(key));
            list.and_then(|list| list.get(index)).is_some_and(same)
        };
        let steps: Vec<Step> = KEYS.into_iter().map(Step::from).chain([Step::Index(index)]).collect();
        match self.documents.iter().rev().find(holds) {
            Some(document) => Place::root(document.clone()).inside(&steps),
            None => Place::named(self.name),
        }
    }
}

/// The capabilities that count, sorted by identifier.
///
/// Those of `files` must have different identifiers. Where the configuration lists none, all of them count, else
/// those listed by name and those written in the list. `extra` ones always count. An equal identifier replaces
/// the earlier one, so that a program can be given another capability than the one in its files.
pub fn select(
    files: Vec<CapabilitySource>,
    selection: &Selection<'_>,
    extra: Vec<CapabilitySource>,
    doubts: &mut Vec<Finding>,
) -> Result<Vec<CapabilitySource>, FileError> {
    let mut known: BTreeMap<String, CapabilitySource> = BTreeMap::new();
    let mut faults = Vec::new();
    for source in files {
        let identifier = source.capability.identifier.clone();
        if let Some(first) = known.get(&identifier) {
            let message = format!(
                "the capability `{identifier}` exists already, at {}: rename one of them",
                first.place.at(&["identifier".into()])
            );
            faults.push(Finding::new(source.place.at(&["identifier".into()]), message));
        } else {
            known.insert(identifier, source);
        }
    }
    let mut selected = BTreeMap::new();
    for (index, entry) in selection.entries.iter().enumerate() {
        let place = selection.place(index, entry);
        match entry {
            CapabilityEntry::Reference(name) => match known.get(name) {
                Some(source) => drop(selected.insert(name.clone(), source.clone())),
                None => faults.push(not_found(name, &place, &known)),
            },
            CapabilityEntry::Inlined(value) => {
                let source = CapabilitySource::of_value(value.clone(), place, doubts)?;
                selected.insert(source.capability.identifier.clone(), source);
            }
        }
    }
    if selection.entries.is_empty() {
        selected = known;
    }
    selected.extend(extra.into_iter().map(|source| (source.capability.identifier.clone(), source)));
    if faults.is_empty() { Ok(selected.into_values().collect()) } else { Err(FileError::Invalid(faults)) }
}

fn not_found(name: &str, place: &Place, known: &BTreeMap<String, CapabilitySource>) -> Finding {
    let names = || known.keys().map(String::as_str);
    let way_out = match nearest(name, names()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => "no file holds a capability".to_owned(),
        None => format!("the files have {}", super::shape::quoted(names())),
    };
    Finding::new(place.at(&[]), format!("app.security.capabilities: no capability `{name}`: {way_out}"))
}
