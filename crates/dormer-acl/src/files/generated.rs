//! Permissions that follow from the names of commands.

use crate::{Commands, Manifest, Permission};

/// Start of the identifier of a permission that allows one command.
pub const ALLOW: &str = "allow-";
/// Start of the identifier of a permission that denies one command.
pub const DENY: &str = "deny-";

/// `allow-my-command` and `deny-my-command` for `my_command`.
#[must_use]
pub fn generated(command: &str) -> [Permission; 2] {
    let name = command.replace('_', "-");
    let permission = |prefix: &str, verb: &str, commands| Permission {
        identifier: format!("{prefix}{name}"),
        description: Some(format!("{verb} the command `{command}`, without any scope.")),
        commands,
        ..Permission::default()
    };
    let this = || vec![command.to_owned()];
    [
        permission(ALLOW, "Allows", Commands { allow: this(), deny: Vec::new() }),
        permission(DENY, "Denies", Commands { allow: Vec::new(), deny: this() }),
    ]
}

/// Adds the generated permissions of declared commands. What a file defines under the same name stays.
pub fn add_generated<'a>(manifest: &mut Manifest, commands: impl IntoIterator<Item = &'a str>) {
    for permission in commands.into_iter().flat_map(generated) {
        manifest.permissions.entry(permission.identifier.clone()).or_insert(permission);
    }
}
