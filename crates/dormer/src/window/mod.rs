//! Windows of the app.
//!
//! Lives here: [`Window`] and the table of open windows. Not here: web views and the builder (`webview`), windows of a
//! real system (the backends).
//!
//! ```
//! use dormer::window::Color;
//! assert_eq!(Color::from((1, 2, 3, 4)), Color(1, 2, 3, 4));
//! ```

#[expect(clippy::module_inception, reason = "the file is named after its item")]
mod window;
mod windows;

pub use crate::runtime::UserAttentionType;
pub use dormer_config::Color;
pub use dormer_runtime::{CursorIcon, ResizeDirection};
pub use window::Window;
pub(crate) use windows::Windows;
