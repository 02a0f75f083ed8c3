//! The macros that programs reach through the crate `dormer`.
//!
//! Lives here: the entry points; one module per macro, each written as parse, model, quote.
//! Not here: anything at run time. Generated code calls `dormer::ipc` and its hidden module `private`.
//! Invariant: each macro only saves typing; what it expands to can be written by hand.

mod case;
mod command;
mod context;
mod handler;
mod mobile;
mod root;

use proc_macro::TokenStream;

/// Makes a function callable from a page.
///
/// The function stays as it is. Beside it appears a hidden type of the same name, which
/// `generate_handler!` lists. Parameters are read from the JSON object that the page passes, by name in
/// lowerCamelCase, or are injected (`AppHandle`, `State<'_, T>`, `ipc::Channel<T>`, …).
///
/// Options, separated by commas:
/// - `async`: run a plain function as a task of its own, on a thread that may block;
/// - `rename = "name"`: the name that pages call;
/// - `rename_all = "camelCase"` or `"snake_case"`: how parameter names look to pages;
/// - `root = "path"`: the path of the crate `dormer`, where it cannot be found through the manifest.
///
/// A type parameter that is only bound by `Runtime` is dropped, together with the `<R>` that names it in
/// the signature: handles here have no such parameter.
///
/// ```no_run
/// #[dormer::command]
/// fn greet(name: &str) -> String {
///     format!("Hello, {name}!")
/// }
///
/// let handler = dormer::generate_handler![greet];
/// ```
#[proc_macro_attribute]
pub fn command(options: TokenStream, item: TokenStream) -> TokenStream {
    command::expand(options.into(), item.into()).into()
}

/// Turns a list of commands into the value that `Builder::invoke_handler` takes.
///
/// Entries are paths of functions marked `#[command]`, each after any number of `#[cfg(…)]`. The list may
/// start with `#![plugin(name)]`.
///
/// ```no_run
/// mod files {
///     #[dormer::command]
///     pub fn count() -> u32 {
///         0
///     }
/// }
///
/// let handler = dormer::generate_handler![
///     #[cfg(unix)]
///     files::count,
/// ];
/// ```
#[proc_macro]
pub fn generate_handler(input: TokenStream) -> TokenStream {
    handler::expand(input.into()).into()
}

/// Includes what the build script prepared (configuration, permissions, assets) as a `Context`.
///
/// Needs a `build.rs` that calls `dormer_build::build()`. All arguments are optional, in this order:
/// - `"file"`: the name of the configuration file, checked against the one the build script used;
/// - a path: the crate `dormer`, where it cannot be found through the manifest;
/// - `assets = expression`: serve these instead of the embedded ones;
/// - `test = bool`: accepted, and changes nothing;
/// - `capabilities = ["file", …]`: checked against the files that the build script added.
#[proc_macro]
pub fn generate_context(input: TokenStream) -> TokenStream {
    context::expand(input.into()).into()
}

/// Marks the function that starts a program on a phone.
///
/// Returns the function unchanged. Building for Android or iOS is refused in words, as there is no
/// backend for them.
#[proc_macro_attribute]
pub fn mobile_entry_point(options: TokenStream, item: TokenStream) -> TokenStream {
    mobile::expand(&options.into(), item.into()).into()
}
