//! Build script: hands the plugin's permissions to programs. Not here: what they are (`permissions`).

mod permissions;

use serde_json::json;

fn main() {
    dormer_build::plugin::Builder::new(&[])
        .permissions("permissions.toml", permissions::text())
        .global_scope_schema(entry())
        .build();
}

/// A scope entry: a pattern of addresses or of paths, and the programs that may open them.
fn entry() -> serde_json::Value {
    let app = json!({ "anyOf": [{ "type": "boolean" }, { "type": "string" }] });
    let with = |key: &str| {
        json!({
            "type": "object",
            "properties": { key: { "type": "string" }, "app": app },
            "required": [key],
            "additionalProperties": false
        })
    };
    json!({ "anyOf": [with("url"), with("path")] })
}
