//! Build script: resolves the configuration, the built page and what the page may call. Nothing else.

use dormer_build::{AppManifest, Attributes};

const COMMANDS: &[&str] =
    &["initial", "start_search", "cancel_search", "preview", "recent_searches", "report"];

fn main() {
    Attributes::new().app_manifest(AppManifest::new().commands(COMMANDS)).build();
}
