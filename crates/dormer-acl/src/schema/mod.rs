//! JSON schemas of capability and permission files, for editors: made for the plugins of one app.
//!
//! Lives here: the schemas as values, and the writer that leaves files alone which are up to date.
//! Not here: what the files consist of (`files::shape`, one table for reading and for schemas).

mod capability;
mod permission;
mod shapes;
#[cfg(test)]
mod tests;
mod writer;

pub use capability::capability_schema;
pub use permission::permission_schema;
pub use writer::{write_permission_schema, write_schemas};
