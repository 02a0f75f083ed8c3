//! `#[mobile_entry_point]`. Not here: a backend for phones; there is none.

use proc_macro2::{Span, TokenStream};
use quote::quote;

/// The function as it was, and a refusal that only phones see.
pub(crate) fn expand(options: &TokenStream, item: TokenStream) -> TokenStream {
    parse(options, item).unwrap_or_else(|error| error.to_compile_error())
}

fn parse(options: &TokenStream, item: TokenStream) -> syn::Result<TokenStream> {
    if !options.is_empty() {
        return Err(syn::Error::new_spanned(options, "`#[mobile_entry_point]` takes no options"));
    }
    let function: syn::ItemFn = syn::parse2(item)
        .map_err(|_| syn::Error::new(Span::call_site(), "`#[mobile_entry_point]` belongs on a function"))?;
    Ok(quote! {
        #function
        #[cfg(any(target_os = "android", target_os = "ios"))]
        ::core::compile_error!("this program cannot be built for phones: there is no backend for Android or iOS");
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_stays_as_it_is() {
        let function = quote!(
            pub fn run() {
                start();
            }
        );
        let expanded = expand(&TokenStream::new(), function.clone());
        let file: syn::File = syn::parse2(expanded).unwrap();
        let first = &file.items[0];
        assert_eq!(quote!(#first).to_string(), function.to_string());
    }

    #[test]
    fn anything_else_is_refused() {
        for (options, item, text) in [
            (
                quote!(),
                quote!(
                    struct App;
                ),
                "belongs on a function",
            ),
            (
                quote!(ios),
                quote!(
                    fn run() {}
                ),
                "takes no options",
            ),
        ] {
            let expanded = expand(&options, item).to_string();
            assert!(expanded.contains("compile_error") && expanded.contains(text), "{expanded}");
        }
    }
}
