//! Names that moved apps write for the backend. Dormer's types carry no backend parameter; these let imports compile.

/// Marks a backend in bounds of moved code. No type of Dormer takes it as a parameter: `AppHandle`, not
/// `AppHandle<R>`. `#[command]` removes such parameters from commands by itself.
pub trait Runtime: Send + Sync + 'static {}

/// The backend of the system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wry;

impl Runtime for Wry {}

/// How an app appears in the macOS dock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ActivationPolicy {
    /// In the dock, with a menu bar.
    Regular,
    /// Not in the dock; may have windows.
    Accessory,
    /// Neither in the dock nor with windows of its own.
    Prohibited,
}

/// How urgently a window asks for attention.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserAttentionType {
    /// Until the window gets the keyboard.
    Critical,
    /// Once.
    Informational,
}
