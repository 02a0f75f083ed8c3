//! Build script: writes the plugin's permission file. Not here: what is in it (`permissions`).

mod permissions;

use std::path::PathBuf;

fn main() {
    println!("cargo::rerun-if-changed=build");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR for build scripts"));
    let folder = out.join("permissions");
    std::fs::create_dir_all(&folder).expect("OUT_DIR can be written to");
    std::fs::write(folder.join("permissions.toml"), permissions::text()).expect("OUT_DIR can be written to");
    println!("cargo::metadata=permissions={}", folder.display());
}
