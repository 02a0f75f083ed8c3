//! The commands that every program has, one file per group. A group is one table; its name is the plugin part of the
//! commands' names.

mod app;
mod event;
mod path;
mod resources;
mod webview;
mod window;

use std::collections::HashMap;

use crate::ipc::{Command, Invoke, handler};

/// Group name and commands.
type Group = (&'static str, fn() -> Vec<Command>);

const GROUPS: [Group; 6] = [
    ("app", app::commands),
    ("event", event::commands),
    ("path", path::commands),
    ("resources", resources::commands),
    ("webview", webview::commands),
    ("window", window::commands),
];

/// The handler of each group.
pub(crate) fn groups() -> HashMap<&'static str, Box<dyn Fn(Invoke) -> bool + Send + Sync>> {
    GROUPS.iter().map(|(name, commands)| (*name, Box::new(handler(commands())) as Box<_>)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_well_formed() {
        for (group, commands) in GROUPS {
            let mut names: Vec<_> = commands().iter().map(|command| command.name).collect();
            assert!(
                names.iter().all(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '_')),
                "{group}"
            );
            let count = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), count, "{group}");
        }
    }
}
