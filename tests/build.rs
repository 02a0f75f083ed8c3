//! Build script: resolves the configuration and the page of the program under test. Nothing else.

fn main() {
    dormer_build::build();
}
