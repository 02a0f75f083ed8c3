//! Only conditions stand before entries.

#[dormer::command]
fn greet() {}

fn main() {
    let _ = dormer::generate_handler![
        #[inline]
        greet
    ];
}
