//! Starting a program of the system and seeing whether it fails at once.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use dormer::Env;

use crate::environment;

/// A launcher that still runs after this time is taken to have succeeded.
const PATIENCE: Duration = Duration::from_secs(2);

/// Tries programs in turn until one does not fail.
pub(super) fn start(candidates: Vec<Command>) -> Result<(), String> {
    let env = Env::default();
    let changes = environment::changes(env.appdir.as_deref().map(AsRef::as_ref), std::env::vars_os());
    let mut reasons = Vec::new();
    for mut command in candidates {
        for (name, value) in &changes {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let name = command.get_program().to_string_lossy().into_owned();
        match command.spawn().map_err(|error| error.to_string()).and_then(watch) {
            Ok(()) => return Ok(()),
            Err(reason) => reasons.push(format!("{name}: {reason}")),
        }
    }
    Err(reasons.join("; "))
}

/// Waits for a moment. The child is waited for to its end, on a thread of its own, so that no dead process stays.
fn watch(mut child: Child) -> Result<(), String> {
    let deadline = Instant::now() + PATIENCE;
    let mut pause = Duration::from_millis(2);
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(status)) => return Err(format!("failed with {status}")),
            Ok(None) if Instant::now() < deadline => {
                std::thread::sleep(pause);
                pause = (pause * 2).min(Duration::from_millis(50));
            }
            Ok(None) => break,
            Err(error) => return Err(error.to_string()),
        }
    }
    std::thread::spawn(move || {
        if let Err(error) = child.wait() {
            log::debug!("the end of a launcher was missed: {error}");
        }
    });
    Ok(())
}
