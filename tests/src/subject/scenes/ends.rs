//! Ends of the program while it has much to do.

use std::thread;

use dormer::Emitter;
use serde_json::json;

use super::stage::{Play, text};

/// Commands wait, pages spin, a thread floods a page that takes nothing; the program ends at once all the same.
pub(crate) fn exit_busy(play: &mut Play) -> Result<(), String> {
    for label in ["one", "two"] {
        let window = play.open(label)?;
        window.eval("void busy('never')").map_err(text)?;
        play.heard(label, "busy")?;
    }
    let stuck = play.open("stuck")?;
    stuck.eval("listen('flood', () => {}).then(() => say('spins')).then(() => spin(20000))").map_err(text)?;
    play.heard("stuck", "spins")?;
    let app = play.app.clone();
    thread::spawn(move || {
        let words = "x".repeat(10_000);
        while app.emit("flood", json!({ "words": words })).is_ok() {}
    });
    println!("EXITING");
    Ok(())
}

/// The code that the program gave is the one that the system sees.
pub(crate) fn exit_code(play: &mut Play) -> Result<(), String> {
    play.open("main")?;
    play.app.exit(42);
    loop {
        thread::park();
    }
}
