//! Watching files and directories. The watcher is a resource: closing it ends the watch.

use std::path::PathBuf;
use std::time::Duration;

use dormer::ipc::Channel;
use dormer::path::BaseDirectory;
use dormer::scope::fs::Judge;
use dormer::{Manager, Resource, ResourceId, command};
use notify::event::{
    AccessKind, AccessMode, CreateKind, DataChange, EventAttributes, Flag, MetadataKind, ModifyKind,
    RemoveKind, RenameMode,
};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use notify_debouncer_full::{DebounceEventResult, Debouncer, RecommendedCache, new_debouncer_opt};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::call_scopes::CallScopes;
use crate::{Error, Result, SafeFilePath};

/// Options of `watch`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WatchOptions {
    base_dir: Option<BaseDirectory>,
    #[serde(default)]
    recursive: bool,
    /// Collect events for so many milliseconds; missing: send each at once.
    delay_ms: Option<u64>,
}

/// A running watch.
enum Watch {
    Raw(RecommendedWatcher),
    Debounced(Box<Debouncer<RecommendedWatcher, RecommendedCache>>),
}

impl Resource for Watch {}

impl Watch {
    fn add(&mut self, path: &PathBuf, mode: RecursiveMode) -> notify::Result<()> {
        match self {
            Self::Raw(watcher) => watcher.watch(path, mode),
            Self::Debounced(debouncer) => debouncer.watch(path, mode),
        }
    }
}

/// Sends a page what it may know.
struct Sender {
    judge: Judge,
    channel: Channel<Value>,
}

impl Sender {
    /// A link in a watched directory may lead out of the scope; what happens there is not told.
    fn event(&self, mut event: Event) {
        let before = event.paths.len();
        event.paths.retain(|path| self.judge.is_allowed(path));
        if event.paths.len() < before && event.paths.is_empty() {
            return;
        }
        self.send(json!({ "type": kind(event.kind), "paths": texts(&event.paths), "attrs": attributes(&event.attrs) }));
    }

    /// An event too, so that pages that look can tell; the key is ours.
    fn error(&self, error: &notify::Error) {
        log::warn!("a watch of files: {error}");
        let paths: Vec<_> = error.paths.iter().filter(|path| self.judge.is_allowed(path)).cloned().collect();
        self.send(
            json!({ "type": "other", "paths": texts(&paths), "attrs": { "error": error.to_string() } }),
        );
    }

    fn send(&self, message: Value) {
        if let Err(error) = self.channel.send(message) {
            log::debug!("a page does not hear of a change of files any more: {error}");
        }
    }
}

#[command(async)]
pub(super) fn watch(
    scopes: CallScopes,
    paths: Vec<SafeFilePath>,
    options: WatchOptions,
    on_event: Channel<Value>,
) -> Result<ResourceId> {
    const ACTION: &str = "watch path:";
    let mut resolved = Vec::new();
    for path in paths {
        let path = scopes.resolve(path, options.base_dir)?;
        scopes.target(&path, ACTION)?;
        resolved.push(path);
    }
    let sender = Sender { judge: scopes.judge().clone(), channel: on_event };
    let config = notify::Config::default().with_follow_symlinks(false);
    let failed = |error: notify::Error| Error::Watch(error.to_string());
    let mut watch = match options.delay_ms {
        None => {
            let handler = move |event| match event {
                Ok(event) => sender.event(event),
                Err(error) => sender.error(&error),
            };
            Watch::Raw(RecommendedWatcher::new(handler, config).map_err(failed)?)
        }
        Some(delay) => {
            let handler = move |events: DebounceEventResult| match events {
                Ok(events) => events.into_iter().for_each(|event| sender.event(event.event)),
                Err(errors) => errors.iter().for_each(|error| sender.error(error)),
            };
            let delay = Duration::from_millis(delay.max(1));
            let debouncer =
                new_debouncer_opt(delay, None, handler, RecommendedCache::new(), config).map_err(failed)?;
            Watch::Debounced(Box::new(debouncer))
        }
    };
    let mode = if options.recursive { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
    for path in &resolved {
        watch.add(path, mode).map_err(failed)?;
    }
    Ok(scopes.webview().resources_table().add(watch))
}

fn texts(paths: &[PathBuf]) -> Vec<String> {
    paths.iter().map(|path| path.to_string_lossy().into_owned()).collect()
}

/// The kind as pages know it.
fn kind(kind: EventKind) -> Value {
    match kind {
        EventKind::Any => json!("any"),
        EventKind::Other => json!("other"),
        EventKind::Access(kind) => json!({ "access": access(kind) }),
        EventKind::Create(kind) => json!({ "create": { "kind": match kind {
            CreateKind::Any => "any",
            CreateKind::File => "file",
            CreateKind::Folder => "folder",
            CreateKind::Other => "other",
        } } }),
        EventKind::Modify(kind) => json!({ "modify": modify(kind) }),
        EventKind::Remove(kind) => json!({ "remove": { "kind": match kind {
            RemoveKind::Any => "any",
            RemoveKind::File => "file",
            RemoveKind::Folder => "folder",
            RemoveKind::Other => "other",
        } } }),
    }
}

fn access(kind: AccessKind) -> Value {
    let mode = |mode| match mode {
        AccessMode::Any => "any",
        AccessMode::Execute => "execute",
        AccessMode::Read => "read",
        AccessMode::Write => "write",
        AccessMode::Other => "other",
    };
    match kind {
        AccessKind::Any => json!({ "kind": "any" }),
        AccessKind::Read => json!({ "kind": "read" }),
        AccessKind::Open(how) => json!({ "kind": "open", "mode": mode(how) }),
        AccessKind::Close(how) => json!({ "kind": "close", "mode": mode(how) }),
        AccessKind::Other => json!({ "kind": "other" }),
    }
}

fn modify(kind: ModifyKind) -> Value {
    match kind {
        ModifyKind::Any => json!({ "kind": "any" }),
        ModifyKind::Data(change) => json!({ "kind": "data", "mode": match change {
            DataChange::Any => "any",
            DataChange::Size => "size",
            DataChange::Content => "content",
            DataChange::Other => "other",
        } }),
        ModifyKind::Metadata(what) => json!({ "kind": "metadata", "mode": match what {
            MetadataKind::Any => "any",
            MetadataKind::AccessTime => "access-time",
            MetadataKind::WriteTime => "write-time",
            MetadataKind::Permissions => "permissions",
            MetadataKind::Ownership => "ownership",
            MetadataKind::Extended => "extended",
            MetadataKind::Other => "other",
        } }),
        ModifyKind::Name(mode) => json!({ "kind": "rename", "mode": match mode {
            RenameMode::Any => "any",
            RenameMode::To => "to",
            RenameMode::From => "from",
            RenameMode::Both => "both",
            RenameMode::Other => "other",
        } }),
        ModifyKind::Other => json!({ "kind": "other" }),
    }
}

fn attributes(attributes: &EventAttributes) -> Value {
    let mut object = serde_json::Map::new();
    let mut put = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            object.insert(key.to_owned(), value);
        }
    };
    put("tracker", attributes.tracker().map(Value::from));
    // Something was missed: look again.
    put("flag", attributes.flag().map(|Flag::Rescan| Value::from("rescan")));
    put("info", attributes.info().map(Value::from));
    put("source", attributes.source().map(Value::from));
    Value::Object(object)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_as_clients_spell_them() {
        for (raw, expected) in [
            (EventKind::Any, json!("any")),
            (
                EventKind::Access(AccessKind::Close(AccessMode::Write)),
                json!({"access": {"kind": "close", "mode": "write"}}),
            ),
            (EventKind::Create(CreateKind::Folder), json!({"create": {"kind": "folder"}})),
            (
                EventKind::Modify(ModifyKind::Data(DataChange::Content)),
                json!({"modify": {"kind": "data", "mode": "content"}}),
            ),
            (
                EventKind::Modify(ModifyKind::Metadata(MetadataKind::WriteTime)),
                json!({"modify": {"kind": "metadata", "mode": "write-time"}}),
            ),
            (
                EventKind::Modify(ModifyKind::Name(RenameMode::Both)),
                json!({"modify": {"kind": "rename", "mode": "both"}}),
            ),
            (EventKind::Remove(RemoveKind::File), json!({"remove": {"kind": "file"}})),
        ] {
            assert_eq!(kind(raw), expected);
        }
    }
}
