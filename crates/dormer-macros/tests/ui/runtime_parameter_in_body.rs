//! The parameter `R: Runtime` goes, so nothing in the body can name it.

#[dormer::command]
fn greet<R: dormer::Runtime>(app: dormer::AppHandle<R>) {
    let again: dormer::AppHandle<R> = app;
    drop(again);
}

fn main() {}
