//! Build script, as such programs have it when a plugin is part of them.

fn main() {
    let counter = tauri_build::InlinedPlugin::new()
        .commands(&["next"])
        .default_permission(tauri_build::DefaultPermissionRule::AllowAllCommands);
    tauri_build::try_build(tauri_build::Attributes::new().plugin("counter", counter))
        .expect("the configuration and the capabilities are right");
}
