//! Which of GTK's renderers draws the windows: decided before GTK starts. Not here: how web processes draw pages.

use std::env;
use std::fs::{self, OpenOptions};
use std::path::Path;

const RENDERER: &str = "GSK_RENDERER";
const DEBUG: &str = "GDK_DEBUG";

/// What was chosen for this program.
pub(crate) struct Choice {
    /// Web processes shall not start the desktop's GL, which they never draw with.
    spares_web_processes: bool,
}

/// Chooses the cheaper renderer where there is no GPU: GL in software costs start time and memory and gains nothing.
/// Whatever the user set stands. In the program itself GL as such stays on, although GTK starts faster without it: the
/// engine then leaves out whatever needs layers, such as boxes turned in space.
pub(crate) fn choose() -> Choice {
    let gpu = has_gpu(Path::new("/dev/dri"));
    if !gpu && env::var_os(RENDERER).is_none() {
        // SAFETY: called before GTK starts, and the backend is started before the program's own threads; a thread
        // that reads the environment at this very moment goes through std's lock or is the program's fault.
        unsafe { env::set_var(RENDERER, "cairo") };
    }
    let spares_web_processes = !gpu && env::var_os(DEBUG).is_none();
    if spares_web_processes {
        // SAFETY: as above. The empty value means nothing to GTK; it holds the place for `Choice::started`.
        unsafe { env::set_var(DEBUG, "") };
    }
    Choice { spares_web_processes }
}

impl Choice {
    /// To be called when GTK has started and before the first web process: those read the variable, the program has.
    pub(crate) fn started(&self) {
        if self.spares_web_processes {
            // SAFETY: GTK has threads by now that may read the environment. The variable is there already, so the C
            // library exchanges one pointer and moves nothing that such a thread could be reading.
            unsafe { env::set_var(DEBUG, "gl-disable") };
        }
    }
}

/// Whether a render node can be opened, which is what a GL or Vulkan driver does first.
fn has_gpu(devices: &Path) -> bool {
    let Ok(entries) = fs::read_dir(devices) else { return false };
    entries.flatten().any(|entry| {
        entry.file_name().as_encoded_bytes().starts_with(b"renderD")
            && OpenOptions::new().read(true).write(true).open(entry.path()).is_ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_render_node_that_opens_is_a_gpu() {
        let folder = env::temp_dir().join(format!("dormer-renderer-test-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        assert!(!has_gpu(&folder));
        fs::write(folder.join("card0"), "").unwrap();
        assert!(!has_gpu(&folder));
        fs::write(folder.join("renderD128"), "").unwrap();
        assert!(has_gpu(&folder));
        fs::remove_dir_all(&folder).unwrap();
        assert!(!has_gpu(&folder));
    }
}
