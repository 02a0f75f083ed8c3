//! `#[command]`: from the attribute and the function to the function and its hidden companion. Not here: lists of
//! commands (`handler`), and what answers and arguments may be (`dormer::ipc`).

mod model;
mod options;
mod quote;
mod runtime_parameter;
mod spelling;

use model::CommandModel;
use options::Options;
use proc_macro2::TokenStream;

/// The function, and beside it the type that `generate_handler!` looks for.
pub(crate) fn expand(options: TokenStream, item: TokenStream) -> TokenStream {
    let model =
        syn::parse2::<Options>(options).and_then(|options| CommandModel::parse(options, item.clone()));
    let expanded = model.and_then(|model| Ok(model.quote(&crate::root::root(model.root.as_ref())?)));
    expanded.unwrap_or_else(|error| refusal(&error, item))
}

/// The error, and the function as it was, so that it does not look missing wherever else it is used. One with type
/// parameters is left out: with `Runtime` still in it, it would only bring more errors.
fn refusal(error: &syn::Error, item: TokenStream) -> TokenStream {
    let mut tokens = error.to_compile_error();
    let kept = syn::parse2::<syn::ItemFn>(item.clone()).ok();
    let generic = kept.is_some_and(|function| function.sig.generics.type_params().next().is_some());
    if !generic {
        tokens.extend(item);
    }
    tokens
}
