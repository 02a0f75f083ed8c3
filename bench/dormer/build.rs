//! Resolves the program's configuration and page into the file that `generate_context!` includes.

fn main() {
    dormer_build::build();
}
