//! Build script: writes the plugin's permission files. Not here: what is in them (`permissions`).

#[path = "../src/commands/names.rs"]
mod names;
mod permissions;

use std::path::PathBuf;

fn main() {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=src/commands/names.rs");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR for build scripts"));
    let folder = out.join("permissions");
    std::fs::create_dir_all(&folder).expect("OUT_DIR can be written to");
    for (name, text) in permissions::files(&names::NAMES) {
        std::fs::write(folder.join(name), text).expect("OUT_DIR can be written to");
    }
    println!("cargo::metadata=permissions={}", folder.display());
}
