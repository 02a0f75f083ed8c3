//! The code that `#[command]` puts beside a function. Not here: decisions about the function (`model`).

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::ReturnType;
use syn::spanned::Spanned;

use super::model::{Argument, CommandModel, Mode};

impl CommandModel {
    /// The function, a type of the same name, and what that type knows about the command.
    pub(super) fn quote(&self, root: &TokenStream) -> TokenStream {
        let Self { function, name, .. } = self;
        let (vis, ident) = (&function.vis, &function.sig.ident);
        let cfgs: Vec<_> =
            function.attrs.iter().filter(|attribute| attribute.path().is_ident("cfg")).collect();
        let kind = match self.mode {
            Mode::Sync => quote!(Sync),
            Mode::Async | Mode::Blocking => quote!(Async),
        };
        let run = self.run(root);
        quote! {
            #function

            #(#cfgs)*
            #[doc(hidden)]
            #[allow(non_camel_case_types, dead_code, unreachable_pub)]
            #vis enum #ident {}

            #(#cfgs)*
            #[allow(deprecated)]
            impl #root::ipc::CommandFn for #ident {
                const COMMAND: #root::ipc::Command = #root::ipc::Command {
                    name: #name,
                    kind: #root::ipc::CommandKind::#kind,
                    run: #run,
                };
            }
        }
    }

    /// A closure from `Invoke` to nothing. A closure and not a function, whose name could be that of the command.
    /// Its variables are hygienic: a command may be called `message`.
    fn run(&self, root: &TokenStream) -> TokenStream {
        let [message, acl, resolver] = ["message", "acl", "resolver"].map(local);
        let call = self.call(root, &message, &acl);
        let answer = self.answer(root);
        let checked = quote!(::core::result::Result<#root::ipc::InvokeResponseBody, #root::ipc::InvokeError>);
        let respond = match self.mode {
            Mode::Sync => quote!(#resolver.respond((|| -> #checked { #call #answer })())),
            Mode::Blocking => {
                quote!(#root::ipc::private::respond_blocking(#resolver, move || -> #checked { #call #answer }))
            }
            Mode::Async => {
                let answer_name = self.answer_name();
                // At the function's name: what the compiler has to say about the future concerns the whole function.
                let span = self.function.sig.ident.span().resolved_at(Span::mixed_site());
                let body = quote_spanned!(span=> async move { #call let #answer_name = #answer_name.await; #answer });
                quote_spanned!(span=> #resolver.respond_async(#body))
            }
        };
        quote! {
            |invoke: #root::ipc::Invoke| {
                let #root::ipc::Invoke { message: #message, acl: #acl, resolver: #resolver, .. } = invoke;
                #respond
            }
        }
    }

    /// Reads the arguments, left to right, and calls the function.
    fn call(&self, root: &TokenStream, message: &Ident, acl: &Ident) -> TokenStream {
        let (name, ident, answer) = (&self.name, &self.function.sig.ident, self.answer_name());
        let arguments = self.arguments.iter().map(|Argument { key, cfgs, span }| {
            let item = quote! {
                #root::ipc::CommandItem {
                    plugin: ::core::option::Option::None,
                    name: #name,
                    key: #key,
                    message: &#message,
                    acl: &#acl,
                }
            };
            // All of it at the place of the type, so that errors about the type point there.
            let root = crate::root::at(root, *span);
            let read = quote_spanned!(*span=> #root::ipc::CommandArg::from_command(#item)?);
            quote!(#(#cfgs)* #read)
        });
        quote!(let #answer = #ident(#(#arguments),*);)
    }

    /// Turns what the function returned into an answer, by its type.
    fn answer(&self, root: &TokenStream) -> TokenStream {
        let answer = self.answer_name();
        let kind = quote! {{
            use #root::ipc::private::{ResultAnswer as _, ValueAnswer as _};
            (&#answer).dormer_answer()
        }};
        quote_spanned!(self.answer_span()=> #kind.body(#answer))
    }

    /// The variable for what the function returned, placed where its type stands.
    fn answer_name(&self) -> Ident {
        Ident::new("answer", self.answer_span())
    }

    fn answer_span(&self) -> Span {
        let place = match &self.function.sig.output {
            ReturnType::Type(_, ty) => ty.span(),
            ReturnType::Default => self.function.sig.ident.span(),
        };
        place.resolved_at(Span::mixed_site())
    }
}

/// A name that nothing outside can meet.
fn local(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn expanded(options: TokenStream, item: TokenStream) -> (syn::File, String) {
        let model = CommandModel::parse(syn::parse2(options).unwrap(), item).unwrap();
        let tokens = model.quote(&quote!(crate));
        (syn::parse2(tokens.clone()).unwrap(), tokens.to_string())
    }

    #[test]
    fn the_function_stays_and_two_items_join_it() {
        let function = quote! {
            /// Says hello.
            #[cfg(unix)]
            pub(crate) async fn greet(#[cfg(test)] user_name: String) -> String { user_name }
        };
        let (file, text) = expanded(quote!(), function.clone());
        let [first, syn::Item::Enum(companion), syn::Item::Impl(implementation)] = file.items.as_slice()
        else {
            panic!("{text}");
        };
        assert_eq!(quote!(#first).to_string(), function.to_string());
        assert_eq!(companion.ident, "greet");
        let vis = &companion.vis;
        assert_eq!(quote!(#vis).to_string(), quote!(pub(crate)).to_string());
        assert!(companion.attrs[0].path().is_ident("cfg") && implementation.attrs[0].path().is_ident("cfg"));
        assert!(
            text.contains(
                &quote!(
                    #[cfg(test)]
                    crate::ipc::CommandArg::from_command
                )
                .to_string()
            ),
            "{text}"
        );
    }

    #[test]
    fn each_mode_answers_in_its_own_way() {
        for (options, item, kind, way) in [
            (
                quote!(),
                quote!(
                    fn a(x: u8) {}
                ),
                "Sync",
                "respond (",
            ),
            (
                quote!(async),
                quote!(
                    fn a(x: u8) {}
                ),
                "Async",
                "respond_blocking (",
            ),
            (
                quote!(),
                quote!(
                    async fn a(x: u8) {}
                ),
                "Async",
                "respond_async (",
            ),
            (
                quote!(async),
                quote!(
                    fn a() -> impl Future<Output = u8> {}
                ),
                "Async",
                "respond_async (",
            ),
        ] {
            let (_, text) = expanded(options, item.clone());
            assert!(text.contains(&format!("CommandKind :: {kind} ,")), "{text}");
            let ways = ["respond (", "respond_blocking (", "respond_async ("];
            let found: Vec<_> = ways.into_iter().filter(|way| text.contains(way)).collect();
            assert_eq!(found, [way], "{item}");
        }
    }

    #[test]
    fn arguments_are_read_by_name() {
        let (_, text) = expanded(
            quote!(rename = "hi"),
            quote!(
                fn a(user_name: &str, _: u8) {}
            ),
        );
        assert!(text.contains("name : \"hi\" , key : \"userName\" ,"), "{text}");
        assert!(text.contains("name : \"hi\" , key : \"\" ,"), "{text}");
    }
}
