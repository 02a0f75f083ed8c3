//! The thread that writes the file. Not here: what is in it (`format`).

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// A dialog may grant many paths at once; one file is written for all.
const PAUSE: Duration = Duration::from_millis(200);

#[derive(Default)]
struct Work {
    /// What to write.
    text: Option<String>,
    stop: bool,
}

/// Writes texts to a file, the last one of a series.
pub(crate) struct Saver {
    work: Arc<(Mutex<Work>, Condvar)>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Saver {
    pub(crate) fn start(file: PathBuf) -> io::Result<Self> {
        let work: Arc<(Mutex<Work>, Condvar)> = Arc::default();
        let shared = Arc::clone(&work);
        let thread =
            std::thread::Builder::new().name("dormer-grants".into()).spawn(move || run(&shared, &file))?;
        Ok(Self { work, thread: Mutex::new(Some(thread)) })
    }

    /// Orders a text; it replaces one that waits.
    pub(crate) fn save(&self, text: String) {
        self.change(|work| work.text = Some(text));
    }

    /// Writes what waits and ends the thread.
    pub(crate) fn finish(&self) {
        self.change(|work| work.stop = true);
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if thread.is_some_and(|thread| thread.join().is_err()) {
            log::error!("the thread that remembers grants panicked");
        }
    }

    fn change(&self, change: impl FnOnce(&mut Work)) {
        change(&mut self.work.0.lock().unwrap_or_else(PoisonError::into_inner));
        self.work.1.notify_all();
    }
}

fn run((work, changed): &(Mutex<Work>, Condvar), file: &Path) {
    loop {
        let guard = work.lock().unwrap_or_else(PoisonError::into_inner);
        let idle = |work: &mut Work| work.text.is_none() && !work.stop;
        let guard = changed.wait_while(guard, idle).unwrap_or_else(PoisonError::into_inner);
        let waiting = |work: &mut Work| !work.stop;
        let (mut guard, _) =
            changed.wait_timeout_while(guard, PAUSE, waiting).unwrap_or_else(PoisonError::into_inner);
        let (text, stop) = (guard.text.take(), guard.stop);
        drop(guard);
        if let Some(Err(error)) = text.map(|text| replace(file, &text)) {
            log::error!("the grants are not remembered: {}: {error}", file.display());
        }
        if stop {
            return;
        }
    }
}

/// Puts a whole new file in place of the old one.
fn replace(file: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    let temporary = file.with_extension(format!("{}.tmp", std::process::id()));
    // One that a process of the same number left behind.
    let _left = fs::remove_file(&temporary).is_ok();
    let write = || {
        let mut new = crate::platform::private().open(&temporary)?;
        new.write_all(text.as_bytes())?;
        new.sync_all()?;
        fs::rename(&temporary, file)
    };
    let outcome = write();
    if outcome.is_err() {
        let _removed = fs::remove_file(&temporary).is_ok();
    }
    outcome
}
