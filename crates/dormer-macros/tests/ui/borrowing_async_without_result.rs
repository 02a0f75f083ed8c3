//! An async command that borrows returns a `Result`.

#[dormer::command]
async fn greet(name: &str) -> String {
    name.to_owned()
}

fn main() {}
