//! Build script: resolves configuration, capabilities and the built page. Nothing else.

fn main() {
    dormer_build::build();
}
