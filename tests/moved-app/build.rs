//! Build script, as every such program has it.

fn main() {
    tauri_build::build();
}
