//! What a command returns goes to the page.

struct Greeting(String);

#[dormer::command]
fn greet(name: String) -> Greeting {
    Greeting(name)
}

#[dormer::command]
async fn greet_later(name: String) -> Option<Greeting> {
    Some(Greeting(name))
}

fn main() {
    let _ = dormer::generate_handler![greet, greet_later];
}
