//! A method has no page to get its receiver from.

struct Greeter;

impl Greeter {
    #[dormer::command]
    fn greet(&self, name: String) -> String {
        name
    }
}

fn main() {}
