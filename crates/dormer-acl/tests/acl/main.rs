//! Tests of the crate from outside. Not here: what one module alone promises (beside its code).

#![expect(clippy::unwrap_used, reason = "tests end where something is not as it should be")]

mod common;
mod conformance;
mod generator;
mod properties;
mod reference;
#[cfg(feature = "build")]
mod runtime;
mod stricter;
#[cfg(feature = "build")]
mod table;
