//! Build script: resolves the configuration and the page. Nothing else.

fn main() {
    dormer_build::build();
}
