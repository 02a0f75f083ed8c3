//! Build script: resolves the configuration, the page and the permissions of the program under test. Nothing else.

use dormer_build::{Attributes, DefaultPermissionRule, InlinedPlugin};

fn main() {
    // Declared, and never in the program: what a page is told then is a case of its own.
    let nowhere = InlinedPlugin::new()
        .commands(&["anything"])
        .default_permission(DefaultPermissionRule::AllowAllCommands);
    Attributes::new().plugin("nowhere", nowhere).build();
}
