//! Writing a table: [`Resolved::encode`].

use std::collections::HashMap;

use super::{MAGIC, VERSION, flag};
use crate::resolved::{AppCommands, Granted, Names, Resolved, ScopeLists};

impl Resolved {
    /// The table that [`Resolved::decode`] reads. Equal contents give equal bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let flags = [
            (self.app_commands == AppCommands::Open, flag::OPEN),
            (self.shared_scopes, flag::SHARED),
            (self.names != Names::None, flag::NAMES),
        ];
        let flags = flags.iter().filter(|(is_set, _)| *is_set).map(|(_, flag)| flag).sum();
        let mut writer = Writer::default();
        writer.list(&self.capabilities, |writer, one| writer.capability(one));
        let mut table = [&MAGIC[..], &[VERSION, flags]].concat();
        number(&mut table, writer.texts.len());
        for one in &writer.texts {
            text(&mut table, one);
        }
        table.append(&mut writer.body);
        let names = names(&self.names);
        number(&mut table, names.len());
        table.extend(names);
        table
    }
}

fn names(names: &Names) -> Vec<u8> {
    let mut bytes = Vec::new();
    match names {
        Names::None => {}
        Names::Raw(raw) => bytes.extend_from_slice(raw),
        Names::Map(map) => {
            for (command, permissions) in map {
                text(&mut bytes, command);
                number(&mut bytes, permissions.len());
                for permission in permissions {
                    text(&mut bytes, permission);
                }
            }
        }
    }
    bytes
}

/// Writes seven bits per byte, low bits first.
fn number(bytes: &mut Vec<u8>, mut number: usize) {
    while number > 0x7f {
        bytes.push(u8::try_from(number & 0x7f).unwrap_or_default() | 0x80);
        number >>= 7;
    }
    bytes.push(u8::try_from(number).unwrap_or_default());
}

fn text(bytes: &mut Vec<u8>, text: &str) {
    number(bytes, text.len());
    bytes.extend_from_slice(text.as_bytes());
}

#[derive(Default)]
struct Writer<'a> {
    body: Vec<u8>,
    texts: Vec<&'a str>,
    places: HashMap<&'a str, usize>,
}

impl<'a> Writer<'a> {
    fn place(&mut self, text: &'a str) -> usize {
        let next = self.texts.len();
        let place = *self.places.entry(text).or_insert(next);
        if place == next {
            self.texts.push(text);
        }
        place
    }

    fn number(&mut self, value: usize) {
        number(&mut self.body, value);
    }

    fn text(&mut self, text: &'a str) {
        let place = self.place(text);
        self.number(place);
    }

    fn list<T>(&mut self, items: &'a [T], mut write: impl FnMut(&mut Self, &'a T)) {
        self.number(items.len());
        for item in items {
            write(self, item);
        }
    }

    fn scope(&mut self, scope: &'a ScopeLists) {
        self.list(&scope.allow, |writer, value| writer.text(value.as_json()));
        self.list(&scope.deny, |writer, value| writer.text(value.as_json()));
    }

    fn capability(&mut self, one: &'a Granted) {
        self.text(&one.identifier);
        self.number(usize::from(one.local));
        self.list(&one.remote, |writer, pattern| writer.text(pattern.as_str()));
        self.list(&one.windows, |writer, glob| writer.text(glob.as_str()));
        self.list(&one.webviews, |writer, glob| writer.text(glob.as_str()));
        self.list(&one.scopes, Self::scope);
        for entries in [&one.allow, &one.deny] {
            self.list(entries, |writer, entry| {
                writer.text(&entry.command);
                writer.number(entry.scope.map_or(0, |scope| scope + 1));
                let permission = Some(&*entry.permission).filter(|name| !name.is_empty());
                let place = permission.map_or(0, |name| writer.place(name) + 1);
                writer.number(place);
            });
        }
        self.list(&one.globals, |writer, (key, scope)| {
            writer.text(key);
            writer.scope(scope);
        });
    }
}
