//! The JSON schema of configuration files, made from the types and their comments.
//!
//! Lives here: [`schema`], and the schemas of types that are read by hand.
//! The one that ships, `dormer.schema.json`, is this one; a test compares them.

use std::borrow::Cow;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::Value;

use crate::bundle::{BundleTarget, BundleType, UpdaterArtifacts};
use crate::{
    CapabilityEntry, Color, Config, HEADER_NAMES, HeaderConfig, HeaderSource, PagePermission, PatternKind,
    PermissionRequests, Theme, TitleBarStyle, WindowUrl, skip,
};

/// The JSON schema (draft 7) of a configuration file, for editors. It knows the usual spelling of each key.
#[must_use]
pub fn schema() -> Value {
    let generator = SchemaSettings::draft07().into_generator();
    let mut schema = skip::shown::within(|| generator.into_root_schema_for::<Config>()).to_value();
    if let Some(root) = schema.as_object_mut() {
        root.insert("title".to_owned(), "Configuration of a Dormer app".into());
    }
    tidy(&mut schema);
    schema
}

/// Leaves out defaults that say nothing: those of whole sections, and `null`.
fn tidy(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            if object.get("default").is_some_and(|default| default.is_object() || default.is_null()) {
                object.remove("default");
            }
            object.values_mut().for_each(tidy);
        }
        Value::Array(items) => items.iter_mut().for_each(tidy),
        _ => {}
    }
}

/// A type that is read by hand: its name, what it is, and its schema.
macro_rules! by_hand {
    ($type:ty, $name:literal, $about:literal, |$generator:ident| $($schema:tt)+) => {
        impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                $name.into()
            }

            fn json_schema($generator: &mut SchemaGenerator) -> Schema {
                let mut schema = $($schema)+;
                schema.insert("description".to_owned(), $about.into());
                schema
            }
        }
    };
}

by_hand!(Theme, "Theme", "Light or dark look.", |_generator| json_schema!({
    "enum": ["Light", "Dark", "light", "dark"]
}));

by_hand!(TitleBarStyle, "TitleBarStyle", "macOS: how the title bar is drawn.", |_generator| json_schema!({
    "enum": ["Visible", "Transparent", "Overlay", "visible", "transparent", "overlay"]
}));

by_hand!(Color, "Color", "A color: hexadecimal digits, a list, or an object.", |_generator| {
    let part = json_schema!({ "type": "integer", "minimum": 0, "maximum": 255 });
    json_schema!({ "anyOf": [
        { "type": "string", "pattern": "^#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})$" },
        { "type": "array", "items": part, "minItems": 3, "maxItems": 4 },
        {
            "type": "object",
            "properties": { "red": part, "green": part, "blue": part, "alpha": part },
            "required": ["red", "green", "blue"],
            "additionalProperties": false
        }
    ] })
});

by_hand!(
    WindowUrl,
    "WindowUrl",
    "A page of the app such as `index.html`, or an address with a scheme.",
    |_generator| json_schema!({ "type": "string" })
);

by_hand!(PatternKind, "PatternKind", "How calls of a page travel to the core.", |_generator| json_schema!({
    "oneOf": [
        {
            "description": "Straight.",
            "type": "object",
            "properties": { "use": { "const": "brownfield" } },
            "required": ["use"]
        },
        {
            "description": "Through a sandboxed page of the app's author.",
            "type": "object",
            "properties": {
                "use": { "const": "isolation" },
                "options": {
                    "type": "object",
                    "properties": { "dir": {
                        "description": "Folder of that page, relative to the configuration file.",
                        "type": "string"
                    } },
                    "required": ["dir"]
                }
            },
            "required": ["use", "options"]
        }
    ]
}));

by_hand!(
    CapabilityEntry,
    "CapabilityEntry",
    "Identifier of a capability in a file, or a capability written in place.",
    |_generator| json_schema!({ "type": ["string", "object"] })
);

by_hand!(HeaderConfig, "HeaderConfig", "Extra headers of the app's own pages, by name.", |generator| {
    let value = generator.subschema_for::<Option<HeaderSource>>();
    let named = HEADER_NAMES.iter().map(|name| ((*name).to_owned(), value.clone().to_value()));
    let properties: serde_json::Map<String, Value> = named.collect();
    json_schema!({ "type": "object", "properties": properties, "additionalProperties": false })
});

by_hand!(
    PermissionRequests,
    "PermissionRequests",
    "What pages of the app may ask the web view for: a list of names, or an object of switches.",
    |_generator| {
        let names = PagePermission::ALL.map(PagePermission::name);
        let switches = names.map(|name| (name.to_owned(), serde_json::json!({ "type": "boolean" })));
        let switches = serde_json::Map::from_iter(switches);
        json_schema!({ "anyOf": [
            { "type": "array", "items": { "enum": names } },
            { "type": "object", "properties": switches, "additionalProperties": false }
        ] })
    }
);

by_hand!(
    UpdaterArtifacts,
    "UpdaterArtifacts",
    "Whether signed archives for updates are made.",
    |_generator| json_schema!({ "enum": [false, true, "v1Compatible"] })
);

by_hand!(BundleType, "BundleType", "A kind of package.", |_generator| json_schema!({
    "enum": BundleType::ALL.map(BundleType::name)
}));

by_hand!(
    BundleTarget,
    "BundleTarget",
    "Kinds of packages to make: `all`, one kind, or a list of kinds.",
    |generator| {
        let kind = generator.subschema_for::<BundleType>();
        json_schema!({ "anyOf": [{ "const": "all" }, kind, { "type": "array", "items": kind }] })
    }
);
