//! An error goes to the page too, also behind an alias of `Result`.

type Answer<T> = Result<T, std::io::Error>;

#[dormer::command]
fn greet(name: String) -> Answer<String> {
    Ok(name)
}

fn main() {
    let _ = dormer::generate_handler![greet];
}
