//! What differs between systems above the backends: which backend is the system's, and how paths and URLs look.

use dormer_runtime::Start;

/// The backend of this system.
#[cfg(all(target_os = "linux", feature = "wry"))]
pub(crate) fn backend() -> Start {
    Box::new(dormer_runtime_gtk::start)
}

/// The backend of this system: there is none yet.
#[cfg(not(all(target_os = "linux", feature = "wry")))]
pub(crate) fn backend() -> Start {
    Box::new(|_, _| Err(dormer_runtime::StartError::NoBackend("give one with Builder::with_backend")))
}

/// Separator between paths in lists such as `PATH`.
pub(crate) const DELIMITER: &str = if cfg!(windows) { ";" } else { ":" };

/// Separator in paths.
pub(crate) const SEPARATOR: &str = std::path::MAIN_SEPARATOR_STR;

/// Whether custom schemes appear as hosts of `http` (`http://<scheme>.localhost/`).
pub(crate) const SCHEMES_ARE_HOSTS: bool = cfg!(windows);
