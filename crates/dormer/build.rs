//! Tells the build scripts of apps whether this crate serves a development server. Not here: anything of the app.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let dev = std::env::var_os("CARGO_FEATURE_CUSTOM_PROTOCOL").is_none();
    println!("cargo:dev={dev}");
}
