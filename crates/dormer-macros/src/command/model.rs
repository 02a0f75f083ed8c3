//! What `#[command]` knows of a function before anything is generated. Not here: tokens going out (`quote`).

use proc_macro2::{Span, TokenStream};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Attribute, FnArg, Ident, ItemFn, Pat, Type};

use super::options::Options;
use super::runtime_parameter;
use super::spelling::{borrows, returns_future, returns_result};
use crate::case::Case;

/// A command.
pub(super) struct CommandModel {
    /// The function as it goes out.
    pub(super) function: ItemFn,
    /// The name that pages call.
    pub(super) name: String,
    /// How the call runs.
    pub(super) mode: Mode,
    /// The parameters, left to right.
    pub(super) arguments: Vec<Argument>,
    /// Where the crate `dormer` is, if the author said so.
    pub(super) root: Option<syn::Path>,
}

/// How a command runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// Plain function, in the order called.
    Sync,
    /// A task; the call gives a future.
    Async,
    /// Plain function, on a thread that may block.
    Blocking,
}

/// A parameter.
pub(super) struct Argument {
    /// The name in the page's object; empty if the parameter has none.
    pub(super) key: String,
    /// Conditions under which the parameter exists.
    pub(super) cfgs: Vec<Attribute>,
    /// Where its type stands, for errors about that type.
    pub(super) span: Span,
}

impl CommandModel {
    /// Reads the function, or says why it cannot be a command.
    pub(super) fn parse(options: Options, item: TokenStream) -> syn::Result<Self> {
        let refusal = |error: syn::Error, item: TokenStream| match syn::parse2::<syn::Item>(item) {
            Ok(other) => syn::Error::new_spanned(other, "`#[command]` belongs on a function"),
            Err(_) => error,
        };
        let mut function: ItemFn = syn::parse2(item.clone()).map_err(|error| refusal(error, item))?;
        runtime_parameter::remove(&mut function)?;
        refuse_signature(&function)?;

        let case = options.rename_all.unwrap_or_default();
        let arguments =
            function.sig.inputs.iter().map(|input| argument(input, case)).collect::<syn::Result<_>>()?;
        let name = match options.rename {
            Some(name) => name.value(),
            None => function.sig.ident.unraw().to_string(),
        };
        let mode = if function.sig.asyncness.is_some()
            || options.run_async && returns_future(&function.sig.output)
        {
            Mode::Async
        } else if options.run_async {
            Mode::Blocking
        } else {
            Mode::Sync
        };
        Ok(Self { function, name, mode, arguments, root: options.root })
    }
}

fn refuse_signature(function: &ItemFn) -> syn::Result<()> {
    let signature = &function.sig;
    if let Some(keyword) = &signature.unsafety {
        return Err(syn::Error::new_spanned(
            keyword,
            "a command cannot be unsafe: pages call it with what they like",
        ));
    }
    let mut parameters = signature.generics.params.iter();
    if let Some(parameter) = parameters.find(|parameter| !matches!(parameter, syn::GenericParam::Lifetime(_)))
    {
        let text = "a command cannot have type or const parameters, except `R: Runtime`";
        return Err(syn::Error::new_spanned(parameter, text));
    }
    if signature.asyncness.is_none() || returns_result(&signature.output) {
        return Ok(());
    }
    let mut types = signature.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(typed) => Some(&*typed.ty),
        FnArg::Receiver(_) => None,
    });
    match types.find(|ty| borrows(ty)) {
        Some(ty) => Err(syn::Error::new_spanned(
            ty,
            "an async command that borrows an argument must return a `Result`; \
             return one, or take an owned value such as `String` or `AppHandle`",
        )),
        None => Ok(()),
    }
}

fn argument(input: &FnArg, case: Case) -> syn::Result<Argument> {
    let typed = match input {
        FnArg::Typed(typed) => typed,
        FnArg::Receiver(receiver) => {
            return Err(syn::Error::new_spanned(
                receiver,
                "a command cannot take `self`: it is a function, not a method",
            ));
        }
    };
    if let Type::ImplTrait(ty) = &*typed.ty {
        return Err(syn::Error::new_spanned(
            ty,
            "a command's parameter needs a type of its own, not `impl Trait`",
        ));
    }
    let key = match parameter_name(&typed.pat)? {
        Some(ident) => case.spell(&ident.unraw().to_string()),
        None => String::new(),
    };
    let cfgs = typed.attrs.iter().filter(|attribute| attribute.path().is_ident("cfg")).cloned().collect();
    Ok(Argument { key, cfgs, span: typed.ty.span() })
}

/// The name by which the page passes the parameter.
fn parameter_name(pattern: &Pat) -> syn::Result<Option<&Ident>> {
    let last = |path: &'_ syn::Path| path.segments.len().checked_sub(1);
    match pattern {
        Pat::Wild(_) => Ok(None),
        Pat::Ident(name) => Ok(Some(&name.ident)),
        Pat::Struct(syn::PatStruct { path, .. }) | Pat::TupleStruct(syn::PatTupleStruct { path, .. }) => {
            Ok(last(path).map(|at| &path.segments[at].ident))
        }
        other => Err(syn::Error::new_spanned(
            other,
            "a command's parameter needs a name, by which the page passes it",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(options: &str, item: &str) -> syn::Result<CommandModel> {
        CommandModel::parse(syn::parse_str(options)?, item.parse()?)
    }

    #[test]
    fn keys() {
        for (options, item, expected) in [
            ("", "fn a() {}", &[][..]),
            ("", "fn a(user_name: String, n: u8) {}", &["userName", "n"]),
            (r#"rename_all = "camelCase""#, "fn a(user_name: String) {}", &["userName"]),
            (r#"rename_all = "snake_case""#, "fn a(user_name: String, n: u8) {}", &["user_name", "n"]),
            ("", "fn a(_: State<'_, u8>, _x: u8, mut y_z: u8) {}", &["", "x", "yZ"]),
            ("", "fn a(r#type: u8) {}", &["type"]),
            ("", "fn a(m::MyData { x, .. }: m::MyData, Pair(a, b): Pair) {}", &["myData", "pair"]),
            (r#"rename_all = "snake_case""#, "fn a(MyData(x): MyData) {}", &["my_data"]),
            ("", "fn a<R: Runtime>(app_handle: AppHandle<R>) {}", &["appHandle"]),
        ] {
            let model = parse(options, item).unwrap();
            let keys: Vec<&str> = model.arguments.iter().map(|argument| argument.key.as_str()).collect();
            assert_eq!(keys, expected);
        }
    }

    #[test]
    fn names() {
        for (options, item, expected) in [
            ("", "pub fn greet_all() {}", "greet_all"),
            ("", "fn r#type() {}", "type"),
            (r#"rename = "greetAll""#, "fn greet_all() {}", "greetAll"),
        ] {
            assert_eq!(parse(options, item).unwrap().name, expected);
        }
    }

    #[test]
    fn modes() {
        for (options, item, expected) in [
            ("", "fn a() {}", Mode::Sync),
            ("", "async fn a() {}", Mode::Async),
            ("async", "async fn a() {}", Mode::Async),
            ("async", "fn a() {}", Mode::Blocking),
            ("async", "fn a() -> Result<u8, String> {}", Mode::Blocking),
            ("async", "fn a() -> impl std::future::Future<Output = u8> + Send {}", Mode::Async),
            ("async", "fn a() -> Pin<Box<dyn Future<Output = u8> + Send>> {}", Mode::Async),
            ("async", "fn a() -> BoxFuture<'static, u8> {}", Mode::Async),
            ("async", "fn a() -> Box<dyn Display> {}", Mode::Blocking),
        ] {
            assert_eq!(parse(options, item).unwrap().mode, expected, "{item}");
        }
    }

    #[test]
    fn borrowing_async_commands_return_a_result() {
        for (item, accepted) in [
            ("async fn a(s: State<'_, u8>) {}", false),
            ("async fn a(s: &str) -> String {}", false),
            ("async fn a<'a>(s: State<'a, u8>) -> Option<u8> {}", false),
            ("async fn a(s: (u8, [Option<&str>; 2])) {}", false),
            ("async fn a(s: Cow<'static, str>, n: u8) {}", true),
            ("async fn a(s: &'static str) {}", true),
            ("async fn a(s: State<'_, u8>) -> Result<(), ()> {}", true),
            ("async fn a(s: State<'_, u8>) -> anyhow::Result<()> {}", true),
            ("async fn a(s: &str) -> CommandResult {}", true),
            ("fn a(s: State<'_, u8>) {}", true),
        ] {
            let error = parse("", item).err().map(|error| error.to_string());
            assert_eq!(error.is_none(), accepted, "{item}");
            assert!(error.is_none_or(|text| text.contains("must return a `Result`")), "{item}");
        }
    }

    #[test]
    fn refusals() {
        for (item, text) in [
            ("struct A;", "belongs on a function"),
            ("fn a(&self) {}", "cannot take `self`"),
            ("fn a(self: Arc<Self>) {}", "cannot take `self`"),
            ("unsafe fn a() {}", "cannot be unsafe"),
            ("fn a<T: Clone>(x: T) {}", "type or const parameters"),
            ("fn a<const N: usize>(x: [u8; N]) {}", "type or const parameters"),
            ("fn a(x: impl Clone) {}", "not `impl Trait`"),
            ("fn a((x, y): (u8, u8)) {}", "needs a name"),
        ] {
            let error = parse("", item).err().unwrap().to_string();
            assert!(error.contains(text), "{error}");
        }
    }
}
