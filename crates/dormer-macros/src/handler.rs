//! `generate_handler!`. Not here: how a call finds its command (`dormer::ipc::handler`).

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned;
use syn::{Attribute, Path, Token};

/// An expression: the handler for the listed commands.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let expanded =
        syn::parse2::<CommandList>(input).and_then(|list| Ok(list.quote(&crate::root::root(None)?)));
    expanded.unwrap_or_else(|error| error.to_compile_error())
}

/// What stands between the brackets.
struct CommandList {
    entries: Vec<Entry>,
}

/// One command.
struct Entry {
    cfgs: Vec<Attribute>,
    path: Path,
}

impl Parse for CommandList {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        for attribute in input.call(Attribute::parse_inner)? {
            check_plugin(&attribute)?;
        }
        let entries = input.parse_terminated(Entry::parse, Token![,])?.into_iter().collect();
        Ok(Self { entries })
    }
}

/// The plugin's name is known at run time; here it only has to be well formed.
fn check_plugin(attribute: &Attribute) -> syn::Result<()> {
    let refusal =
        || syn::Error::new_spanned(attribute, "only `#![plugin(name)]` can stand before the commands");
    let list = attribute.meta.require_list().map_err(|_| refusal())?;
    let one_name = list.parse_args::<syn::Ident>().is_ok() || list.parse_args::<syn::LitStr>().is_ok();
    if list.path.is_ident("plugin") && one_name { Ok(()) } else { Err(refusal()) }
}

impl Parse for Entry {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let cfgs = input.call(Attribute::parse_outer)?;
        if let Some(other) = cfgs.iter().find(|attribute| !attribute.path().is_ident("cfg")) {
            return Err(syn::Error::new_spanned(other, "only `#[cfg(…)]` can stand before a command"));
        }
        let path = Path::parse_mod_style(input).map_err(|error| {
            syn::Error::new(error.span(), "expected the path of a command, such as `module::greet`")
        })?;
        if input.peek(syn::token::Paren) {
            return Err(input.error("name the command without calling it: no parentheses here"));
        }
        if !input.is_empty() && !input.peek(Token![,]) {
            return Err(input.error("expected a comma after the path of a command"));
        }
        Ok(Self { cfgs, path })
    }
}

impl CommandList {
    fn quote(&self, root: &TokenStream) -> TokenStream {
        let entries = self.entries.iter().map(|Entry { cfgs, path }| {
            // At the place of the path, so that the compiler's own words about it point there.
            let command = quote_spanned!(path.span()=> <#path as #root::ipc::CommandFn>::COMMAND);
            quote!(#(#cfgs)* #command)
        });
        quote!(#root::ipc::handler(::std::vec::Vec::from([#(#entries),*])))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expanded(input: TokenStream) -> String {
        let list: CommandList = syn::parse2(input).unwrap();
        let expression: syn::Expr = syn::parse2(list.quote(&quote!(::dormer))).unwrap();
        quote!(#expression).to_string()
    }

    #[test]
    fn entries_keep_their_order_and_conditions() {
        let expression =
            expanded(quote!(#![plugin(files)] greet, #[cfg(unix)] #[cfg(not(test))] files::open,));
        let expected = quote!(::dormer::ipc::handler(::std::vec::Vec::from([
            <greet as ::dormer::ipc::CommandFn>::COMMAND,
            #[cfg(unix)]
            #[cfg(not(test))]
            <files::open as ::dormer::ipc::CommandFn>::COMMAND
        ])));
        assert_eq!(expression, expected.to_string());
    }

    #[test]
    fn an_empty_list_is_a_handler_too() {
        assert_eq!(expanded(quote!()), quote!(::dormer::ipc::handler(::std::vec::Vec::from([]))).to_string());
    }

    #[test]
    fn refusals() {
        for (input, text) in [
            (quote!(greet()), "without calling it"),
            (quote!(greet other), "expected a comma"),
            (quote!("greet"), "expected the path of a command"),
            (
                quote!(
                    #[inline]
                    greet
                ),
                "only `#[cfg(…)]`",
            ),
            (quote!(#![plugins(a)] greet), "only `#![plugin(name)]`"),
            (quote!(#![plugin] greet), "only `#![plugin(name)]`"),
        ] {
            let error = syn::parse2::<CommandList>(input).err().unwrap().to_string();
            assert!(error.contains(text), "{error}");
        }
    }
}
