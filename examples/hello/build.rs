//! Build script: resolves the configuration, the page and what the page may call. Nothing else.

use dormer_build::{AppManifest, Attributes};

fn main() {
    Attributes::new().app_manifest(AppManifest::new().commands(&["greet"])).build();
}
