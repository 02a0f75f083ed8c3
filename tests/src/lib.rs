//! End-to-end tests. Not here: what can be tested without a display.
