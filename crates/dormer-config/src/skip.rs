//! Small predicates for `skip_serializing_if`: a value that equals its default is not written.

/// True for a value that equals the default of its type.
pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    skips() && *value == T::default()
}

/// True for `true`, the default of many window switches.
pub(crate) fn is_true(value: &bool) -> bool {
    skips() && *value
}

#[cfg(not(feature = "schema"))]
fn skips() -> bool {
    true
}

#[cfg(feature = "schema")]
fn skips() -> bool {
    !shown::is_on()
}

/// The schema tells editors the defaults, so they are written while it is made.
#[cfg(feature = "schema")]
pub(crate) mod shown {
    use std::cell::Cell;

    thread_local!(static SHOWN: Cell<bool> = const { Cell::new(false) });

    pub(super) fn is_on() -> bool {
        SHOWN.get()
    }

    /// Runs `work` with defaults written.
    pub(crate) fn within<T>(work: impl FnOnce() -> T) -> T {
        SHOWN.set(true);
        let result = work();
        SHOWN.set(false);
        result
    }
}
