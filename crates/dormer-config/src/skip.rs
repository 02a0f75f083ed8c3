//! Small predicates for `skip_serializing_if`: a value that equals its default is not written.

/// True for a value that equals the default of its type.
pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// True for `true`, the default of many window switches.
pub(crate) fn is_true(value: &bool) -> bool {
    *value
}
