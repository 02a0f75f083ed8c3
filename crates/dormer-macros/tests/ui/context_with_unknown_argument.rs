//! Named arguments are a closed list.

fn main() {
    let _ = dormer::generate_context!("dormer.conf.json", icons = true);
}
