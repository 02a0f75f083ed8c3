//! The smallest program: a page that calls one command.

/// Called by the page: a greeting for `name`.
#[dormer::command]
fn greet(name: &str) -> String {
    match name.trim() {
        "" => "Hello, whoever you are!".to_owned(),
        name => format!("Hello, {name}! Rust says hi."),
    }
}

fn main() {
    dormer::Builder::default()
        .invoke_handler(dormer::generate_handler![greet])
        .run(dormer::generate_context!())
        .expect("the window opens where there is a display");
}
