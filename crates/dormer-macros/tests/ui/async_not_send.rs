//! An async command may move between threads while it waits.

use std::rc::Rc;

#[dormer::command]
async fn greet(name: String) -> String {
    let shared = Rc::new(name);
    std::future::ready(()).await;
    shared.to_string()
}

fn main() {
    let _ = dormer::generate_handler![greet];
}
