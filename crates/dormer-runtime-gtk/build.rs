//! Builds the web-process extension, a small shared library that the crate embeds. Not here: anything else.

use std::env;
use std::path::PathBuf;
use std::process::Command;

fn main() {
    println!("cargo:rerun-if-changed=extension/dormer_link.c");
    if env::var("CARGO_CFG_TARGET_OS").as_deref() != Ok("linux") {
        return;
    }
    if let Err(message) = build_extension() {
        eprintln!("error: {message}");
        std::process::exit(1);
    }
}

fn build_extension() -> Result<(), String> {
    let library = pkg_config::Config::new()
        .cargo_metadata(false)
        .atleast_version("2.46")
        .probe("webkitgtk-web-process-extension-6.0")
        .map_err(|error| format!("install libwebkitgtk-6.0-dev (2.46 or newer): {error}"))?;
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?).join("libdormer_link.so");
    let mut build = cc::Build::new();
    build.opt_level(2).pic(true).debug(false).cargo_metadata(false).warnings(true).extra_warnings(true);
    for path in &library.include_paths {
        build.flag("-isystem").flag(path);
    }
    // The layout that both ends agree on; `link::extension` compares these with the wire crate's constants.
    for (name, value) in [
        ("DORMER_VERSION", "1"),
        ("DORMER_INLINE_LIMIT", "65536u"),
        ("DORMER_FRAME_LIMIT", "2097152u"),
        ("DORMER_BODY_LIMIT", "1073741824ull"),
        ("DORMER_BLOB_LIMIT", "65536u"),
        ("DORMER_SOCKET_BUFFER", "262144"),
    ] {
        build.define(name, value);
        println!("cargo:rustc-env={name}={}", value.trim_end_matches(char::is_alphabetic));
    }
    let compiler = build.try_get_compiler().map_err(|error| error.to_string())?;
    // Libraries are already in the web process: nothing is linked, symbols resolve there.
    let status = Command::new(compiler.path())
        .args(compiler.args())
        .args(["-shared", "-s", "-fvisibility=hidden", "-Wl,--gc-sections", "-Wl,-z,now", "-o"])
        .arg(&out)
        .arg("extension/dormer_link.c")
        .status()
        .map_err(|error| format!("cannot run the C compiler: {error}"))?;
    if status.success() { Ok(()) } else { Err("the C compiler refused extension/dormer_link.c".into()) }
}
