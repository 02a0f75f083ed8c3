//! Reading a table: [`Resolved::decode`].

use std::borrow::Cow;
use std::sync::Arc;

use super::{MAGIC, VERSION, flag};
use crate::resolved::{AppCommands, Entry, Granted, Names, Resolved, ScopeLists, Text};
use crate::{LabelGlob, ScopeValue, UrlPattern};

/// Why a table was not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TableError {
    /// The bytes are something else.
    #[error("these bytes are no table of permissions: include the one that the build script wrote")]
    Foreign,
    /// Written by another version of the build crate.
    #[error(
        "the table of permissions has format {0}, this program reads format 1: use the build crate of the same version"
    )]
    Version(u8),
    /// Part of the table is missing or makes no sense.
    #[error("the table of permissions is damaged")]
    Damaged,
}

impl Resolved {
    /// Reads a table. Scope values stay text, and names stay bytes, until someone asks for them.
    pub fn decode(table: &'static [u8]) -> Result<Self, TableError> {
        let rest = table.strip_prefix(&MAGIC).ok_or(TableError::Foreign)?;
        match rest {
            [VERSION, flags, rest @ ..] if flags & !flag::ALL == 0 => {
                body(*flags, Reader { rest }).ok_or(TableError::Damaged)
            }
            [VERSION, ..] | [] => Err(TableError::Damaged),
            [other, ..] => Err(TableError::Version(*other)),
        }
    }
}

fn body(flags: u8, mut reader: Reader) -> Option<Resolved> {
    let texts = reader.list(Reader::text)?;
    let capabilities = reader.list(|reader| capability(reader, &texts).map(Arc::new))?;
    let len = reader.number()?;
    let names = reader.bytes(len)?;
    reader.rest.is_empty().then_some(Resolved {
        capabilities,
        app_commands: if flags & flag::OPEN == 0 { AppCommands::Closed } else { AppCommands::Open },
        shared_scopes: flags & flag::SHARED != 0,
        names: if flags & flag::NAMES == 0 { Names::None } else { Names::Raw(names) },
    })
}

fn capability(reader: &mut Reader, texts: &[&'static str]) -> Option<Granted> {
    let text = |reader: &mut Reader| texts.get(reader.number()?).copied();
    let glob = |reader: &mut Reader| LabelGlob::new(text(reader)?).ok();
    let value = |reader: &mut Reader| Some(ScopeValue::new(text(reader)?));
    let scope =
        |reader: &mut Reader| Some(ScopeLists { allow: reader.list(value)?, deny: reader.list(value)? });
    let identifier = Cow::Borrowed(text(reader)?);
    let local = match reader.number()? {
        0 => false,
        1 => true,
        _ => return None,
    };
    let remote = reader.list(|reader| UrlPattern::new(text(reader)?).ok())?;
    let (windows, webviews) = (reader.list(glob)?, reader.list(glob)?);
    let scopes = reader.list(scope)?;
    let entry = |reader: &mut Reader| {
        let command: Text = Cow::Borrowed(text(reader)?);
        let scope = reader.number()?.checked_sub(1);
        let permission = match reader.number()?.checked_sub(1) {
            None => Cow::Borrowed(""),
            Some(at) => Cow::Borrowed(*texts.get(at)?),
        };
        let is_known = scope.is_none_or(|scope| scope < scopes.len());
        is_known.then_some(Entry { command, scope, permission })
    };
    let (allow, deny) = (reader.list(entry)?, reader.list(entry)?);
    let globals = reader.list(|reader| Some((Cow::Borrowed(text(reader)?), scope(reader)?)))?;
    Some(Granted { identifier, local, remote, windows, webviews, allow, deny, scopes, globals })
}

/// The permissions that open a command, from the part of a table that holds names.
pub(crate) fn names(bytes: &'static [u8], command: &str) -> Vec<&'static str> {
    let mut reader = Reader { rest: bytes };
    let mut next = || Some((reader.text()?, reader.list(Reader::text)?));
    while let Some((found, permissions)) = next() {
        if found == command {
            return permissions;
        }
    }
    Vec::new()
}

#[derive(Clone, Copy)]
struct Reader {
    rest: &'static [u8],
}

impl Reader {
    fn number(&mut self) -> Option<usize> {
        let mut number = 0_usize;
        for shift in [0, 7, 14, 21, 28] {
            let (byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            let bits = usize::from(byte & 0x7f);
            // The last byte has room for the four bits that are left.
            if shift == 28 && bits > 0xf {
                return None;
            }
            number |= bits << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    fn bytes(&mut self, len: usize) -> Option<&'static [u8]> {
        let (bytes, rest) = self.rest.split_at_checked(len)?;
        self.rest = rest;
        Some(bytes)
    }

    fn text(&mut self) -> Option<&'static str> {
        let len = self.number()?;
        std::str::from_utf8(self.bytes(len)?).ok()
    }

    fn list<T>(&mut self, mut item: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = self.number()?;
        // Each item takes a byte at least, so a larger count is damage and must not reserve memory.
        if count > self.rest.len() {
            return None;
        }
        let mut list = Vec::with_capacity(count.min(1024));
        for _ in 0..count {
            list.push(item(self)?);
        }
        Some(list)
    }
}
