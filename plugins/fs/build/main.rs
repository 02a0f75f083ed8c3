//! Build script: hands the plugin's permissions to programs. Not here: what they are (`permissions`).

#[path = "../src/commands/names.rs"]
mod names;
mod permissions;

use serde_json::json;

fn main() {
    println!("cargo::rerun-if-changed=src/commands/names.rs");
    let files = permissions::files(&names::NAMES);
    let plugin = dormer_build::plugin::Builder::new(&[]).global_scope_schema(entry());
    files.into_iter().fold(plugin, |plugin, (name, text)| plugin.permissions(name, text)).build();
}

/// A scope entry: a pattern, alone or in an object.
fn entry() -> serde_json::Value {
    json!({
        "description": "A pattern of paths; it may begin with a variable such as `$HOME`.",
        "anyOf": [
            { "type": "string" },
            { "type": "object", "properties": { "path": { "type": "string" } }, "required": ["path"], "additionalProperties": false }
        ]
    })
}
