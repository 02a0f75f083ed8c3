//! Linux: the launchers of desktops, and the file manager over D-Bus.

use std::ffi::OsStr;
use std::fs::File;
use std::os::fd::AsFd;
use std::path::{Path, PathBuf};
use std::process::Command;

use gio::glib::Variant;
use gio::prelude::*;
use url::Url;

/// Milliseconds that the file manager may take to start and answer.
const PATIENCE: i32 = 10_000;

/// In the order in which they are tried.
const LAUNCHERS: [&[&str]; 5] =
    [&["xdg-open"], &["gio", "open"], &["gnome-open"], &["kde-open"], &["wslview"]];

pub(super) fn launchers(what: &OsStr, with: Option<&str>) -> Vec<Command> {
    let command = |words: &mut dyn Iterator<Item = &str>| {
        let mut command = Command::new(words.next().unwrap_or_default());
        command.args(words).arg(what);
        command
    };
    match with {
        Some(with) => vec![command(&mut with.split_whitespace())],
        None => LAUNCHERS.iter().map(|words| command(&mut words.iter().copied())).collect(),
    }
}

pub(super) fn reveal(paths: &[PathBuf]) -> Result<(), String> {
    let bus = gio::bus_get_sync(gio::BusType::Session, gio::Cancellable::NONE)
        .map_err(|error| format!("no session bus: {error}"))?;
    let manager = show_items(&bus, paths);
    match manager {
        Ok(()) => Ok(()),
        Err(error) => {
            // The portal takes one item at a time, so each directory is shown once.
            let mut shown: Vec<&Path> = Vec::new();
            for path in paths {
                let directory = path.parent().unwrap_or(path);
                if !shown.contains(&directory) {
                    open_directory(&bus, path).map_err(|portal| {
                        format!("the file manager says {error}; the portal says {portal}")
                    })?;
                    shown.push(directory);
                }
            }
            Ok(())
        }
    }
}

fn show_items(bus: &gio::DBusConnection, paths: &[PathBuf]) -> Result<(), String> {
    let uris: Vec<String> =
        paths.iter().filter_map(|path| Url::from_file_path(path).ok()).map(String::from).collect();
    bus.call_sync(
        Some("org.freedesktop.FileManager1"),
        "/org/freedesktop/FileManager1",
        "org.freedesktop.FileManager1",
        "ShowItems",
        Some(&(uris, "").to_variant()),
        None,
        gio::DBusCallFlags::NONE,
        PATIENCE,
        gio::Cancellable::NONE,
    )
    .map(|_answer| ())
    .map_err(|error| error.to_string())
}

fn open_directory(bus: &gio::DBusConnection, path: &Path) -> Result<(), String> {
    let file = File::open(path).map_err(|error| error.to_string())?;
    let files = gio::UnixFDList::new();
    let index = files.append(file.as_fd()).map_err(|error| error.to_string())?;
    let options = gio::glib::VariantDict::new(None).end();
    let arguments =
        Variant::tuple_from_iter(["".to_variant(), gio::glib::variant::Handle(index).to_variant(), options]);
    bus.call_with_unix_fd_list_sync(
        Some("org.freedesktop.portal.Desktop"),
        "/org/freedesktop/portal/desktop",
        "org.freedesktop.portal.OpenURI",
        "OpenDirectory",
        Some(&arguments),
        None,
        gio::DBusCallFlags::NONE,
        PATIENCE,
        Some(&files),
        gio::Cancellable::NONE,
    )
    .map(|_answer| ())
    .map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_may_have_arguments() {
        let words = |command: &Command| {
            let rest = command.get_args().map(|word| word.to_string_lossy().into_owned());
            std::iter::once(command.get_program().to_string_lossy().into_owned())
                .chain(rest)
                .collect::<Vec<_>>()
        };
        let with = launchers(OsStr::new("/a b"), Some("editor --wait"));
        assert_eq!(with.iter().map(words).collect::<Vec<_>>(), [["editor", "--wait", "/a b"]]);
        let default = launchers(OsStr::new("x:y"), None);
        assert_eq!(words(&default[0]), ["xdg-open", "x:y"]);
        assert_eq!(words(&default[1]), ["gio", "open", "x:y"]);
    }
}
