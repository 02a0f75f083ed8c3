//! The path under which generated code reaches the crate `dormer`. Not here: what stands behind it.

use proc_macro_crate::FoundCrate;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};

/// The path that the author gave, or else the name that the manifest gives to the package `dormer`.
pub(crate) fn root(given: Option<&syn::Path>) -> syn::Result<TokenStream> {
    if let Some(path) = given {
        return Ok(path.to_token_stream());
    }
    match proc_macro_crate::crate_name("dormer") {
        Ok(FoundCrate::Itself) if inside_library() => Ok(quote!(crate)),
        Ok(FoundCrate::Itself) => Ok(quote!(::dormer)),
        Ok(FoundCrate::Name(name)) => {
            let name = Ident::new(&name, Span::call_site());
            Ok(quote!(::#name))
        }
        Err(error) => Err(syn::Error::new(
            Span::call_site(),
            format!("this macro needs `dormer` among the dependencies in Cargo.toml ({error})"),
        )),
    }
}

/// The same path, placed at `span`: an expression is shown where its first token stands.
pub(crate) fn at(root: &TokenStream, span: Span) -> TokenStream {
    let placed = root.clone().into_iter().map(|mut token| {
        token.set_span(span.resolved_at(token.span()));
        token
    });
    placed.collect()
}

/// Examples, tests and doc tests belong to the package too, but see the library from outside.
fn inside_library() -> bool {
    let crate_name = std::env::var("CARGO_CRATE_NAME");
    crate_name.is_ok_and(|name| name == "dormer") && std::env::var_os("UNSTABLE_RUSTDOC_TEST_PATH").is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_given_path_is_used_as_it_is() {
        let path = syn::parse_quote!(crate::inner);
        assert_eq!(root(Some(&path)).unwrap().to_string(), "crate :: inner");
    }

    #[test]
    fn otherwise_the_manifest_decides() {
        assert_eq!(root(None).unwrap().to_string(), ":: dormer");
    }
}
