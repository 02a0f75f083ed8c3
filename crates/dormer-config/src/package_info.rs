//! [`PackageInfo`]: what a program knows about its own package.

/// What a program knows about its own package.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PackageInfo {
    /// Name shown to people: the product name, else the package name.
    pub name: String,
    /// Version of the app, such as `1.2.3`.
    pub version: String,
    /// Authors, joined by `:` as cargo gives them.
    pub authors: &'static str,
    /// Description of the package.
    pub description: &'static str,
    /// Name of the package.
    pub crate_name: &'static str,
}
