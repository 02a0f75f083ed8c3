//! The peer's build script: what its framework asks for, nothing else.

fn main() {
    tauri_build::build();
}
