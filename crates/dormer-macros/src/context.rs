//! `generate_context!`. Not here: what the embedded file holds (`dormer-config`) and who writes it (`dormer-build`).

use std::path::{Path, PathBuf};

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Expr, Ident, LitBool, LitStr, Token};

/// The file that a program includes.
const EMBEDDED: &str = "dormer-context.bin";
/// What the build script says about it.
const DESCRIPTION: &str = "dormer-context.json";

/// An expression: the context.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let expanded = syn::parse2::<ContextArguments>(input).and_then(|arguments| {
        arguments.check(std::env::var_os("OUT_DIR").map(PathBuf::from).as_deref())?;
        Ok(arguments.quote(&crate::root::root(arguments.root.as_ref())?))
    });
    expanded.unwrap_or_else(|error| error.to_compile_error())
}

/// What stands between the parentheses.
#[derive(Default)]
struct ContextArguments {
    config: Option<LitStr>,
    root: Option<syn::Path>,
    assets: Option<Expr>,
    capabilities: Vec<LitStr>,
}

impl Parse for ContextArguments {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let mut arguments = Self::default();
        let mut seen: Vec<String> = Vec::new();
        while !input.is_empty() {
            if input.peek(LitStr) && seen.is_empty() {
                arguments.config = Some(input.parse()?);
                seen.push("config".to_owned());
            } else if input.peek(Ident::peek_any) && input.peek2(Token![=]) {
                let key = input.call(Ident::parse_any)?;
                if seen.contains(&key.to_string()) {
                    return Err(syn::Error::new(
                        key.span(),
                        format!("the argument `{key}` stands here twice"),
                    ));
                }
                arguments.parse_named(&key, input)?;
                seen.push(key.to_string());
            } else if arguments.root.is_none() && seen.iter().all(|seen| seen == "config") {
                let expected = "expected the name of a configuration file, the path of the crate `dormer`, \
                                or one of `assets`, `test` and `capabilities`";
                let path = input.call(syn::Path::parse_mod_style);
                arguments.root = Some(path.map_err(|error| syn::Error::new(error.span(), expected))?);
            } else {
                return Err(input.error("expected one of `assets = …`, `test = …`, `capabilities = […]`"));
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(arguments)
    }
}

impl ContextArguments {
    fn parse_named(&mut self, key: &Ident, input: ParseStream) -> syn::Result<()> {
        input.parse::<Token![=]>()?;
        if key == "assets" {
            self.assets = Some(input.parse()?);
        } else if key == "test" {
            input.parse::<LitBool>()?;
        } else if key == "capabilities" {
            let list;
            syn::bracketed!(list in input);
            self.capabilities =
                Punctuated::<LitStr, Token![,]>::parse_terminated(&list)?.into_iter().collect();
        } else {
            let text = format!("unknown argument `{key}`: there are `assets`, `test` and `capabilities`");
            return Err(syn::Error::new(key.span(), text));
        }
        Ok(())
    }

    /// Whether the build script did its part, and with the files that are named here.
    fn check(&self, out_dir: Option<&Path>) -> syn::Result<()> {
        let built = out_dir.filter(|folder| folder.join(EMBEDDED).is_file());
        let Some(folder) = built else {
            return Err(syn::Error::new(
                Span::call_site(),
                "nothing was prepared for `generate_context!`: `build.rs` must call `dormer_build::build()`, \
                 with `dormer-build` among the build dependencies",
            ));
        };
        if self.config.is_none() && self.capabilities.is_empty() {
            return Ok(());
        }
        let description = read_description(&folder.join(DESCRIPTION))?;
        if let Some(config) = &self.config {
            let used = description["config"].as_str().unwrap_or_default();
            let wanted = config.value();
            if Path::new(used).file_name() != Path::new(&wanted).file_name() {
                let text = format!(
                    "the build script used the configuration file `{used}`; name this one there too: \
                     `dormer_build::try_build(dormer_build::Attributes::new().config_path(\"{wanted}\"))`"
                );
                return Err(syn::Error::new(config.span(), text));
            }
        }
        self.capabilities.iter().try_for_each(|file| check_capability(file, &description["capabilities"]))
    }

    fn quote(&self, root: &TokenStream) -> TokenStream {
        let assets = self.assets.iter();
        quote! {
            #root::Context::from_embedded(::core::include_bytes!(::core::concat!(
                ::core::env!("OUT_DIR"), "/", #EMBEDDED
            )))
            #(.with_assets(#assets))*
        }
    }
}

fn read_description(file: &Path) -> syn::Result<serde_json::Value> {
    let refusal = |error: &dyn std::fmt::Display| {
        syn::Error::new(Span::call_site(), format!("cannot read `{}`: {error}", file.display()))
    };
    let text = std::fs::read(file).map_err(|error| refusal(&error))?;
    serde_json::from_slice(&text).map_err(|error| refusal(&error))
}

/// A file that the build did not see would be ignored without a word; it is refused instead.
fn check_capability(file: &LitStr, built: &serde_json::Value) -> syn::Result<()> {
    let wanted = file.value();
    let name = Path::new(&wanted).file_name();
    let mut built = built.as_array().into_iter().flatten().filter_map(serde_json::Value::as_str);
    if name.is_some() && built.any(|built| Path::new(built).file_name() == name) {
        return Ok(());
    }
    let text = format!(
        "the build script did not add the capability file `{wanted}`: put it into the folder that it reads"
    );
    Err(syn::Error::new(file.span(), text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(input: TokenStream) -> syn::Result<ContextArguments> {
        syn::parse2(input)
    }

    /// An output folder of a build script, removed at the end.
    struct OutDir(PathBuf);

    impl OutDir {
        fn new(name: &str) -> Self {
            let folder = std::env::temp_dir().join(format!("dormer-macros-{name}-{}", std::process::id()));
            std::fs::create_dir_all(&folder).unwrap();
            Self(folder)
        }

        fn write(&self, file: &str, text: &str) {
            std::fs::write(self.0.join(file), text).unwrap();
        }
    }

    impl Drop for OutDir {
        fn drop(&mut self) {
            std::fs::remove_dir_all(&self.0).unwrap();
        }
    }

    #[test]
    fn expansion() {
        let file = quote!(::core::include_bytes!(::core::concat!(
            ::core::env!("OUT_DIR"),
            "/",
            "dormer-context.bin"
        )));
        for (input, expected) in [
            (quote!(), quote!(::d::Context::from_embedded(#file))),
            (quote!("dormer.conf.json", test = true), quote!(::d::Context::from_embedded(#file))),
            (
                quote!(crate, assets = Box::new(assets()),),
                quote!(::d::Context::from_embedded(#file).with_assets(Box::new(assets()))),
            ),
        ] {
            let expression: Expr = syn::parse2(parse(input).unwrap().quote(&quote!(::d))).unwrap();
            assert_eq!(quote!(#expression).to_string(), expected.to_string());
        }
    }

    #[test]
    fn all_arguments_together() {
        let input =
            quote!("a.json", crate::inner, capabilities = ["x.json", "y.toml"], assets = a, test = false);
        let arguments = parse(input).unwrap();
        let root = arguments.root.unwrap();
        assert_eq!(quote!(#root).to_string(), "crate :: inner");
        assert_eq!(arguments.config.unwrap().value(), "a.json");
        assert_eq!(arguments.capabilities.len(), 2);
        assert!(arguments.assets.is_some());
    }

    #[test]
    fn malformed_arguments() {
        for (input, text) in [
            (quote!(1), "expected the name of a configuration file"),
            (quote!("a", "b"), "expected the name of a configuration file"),
            (quote!(test = true, "a"), "expected one of"),
            (quote!(test = true, crate), "expected one of"),
            (quote!(test = 1), "expected boolean literal"),
            (quote!(test = true, test = true), "stands here twice"),
            (quote!(icons = 1), "unknown argument `icons`"),
            (quote!(capabilities = ["a", b]), "expected string literal"),
        ] {
            let error = parse(input).err().unwrap().to_string();
            assert!(error.contains(text), "{error}");
        }
    }

    #[test]
    fn the_build_script_must_have_run() {
        let out = OutDir::new("missing");
        for folder in [None, Some(out.0.as_path())] {
            let error = parse(quote!()).unwrap().check(folder).unwrap_err().to_string();
            assert!(error.contains("`build.rs` must call `dormer_build::build()`"), "{error}");
        }
        out.write(EMBEDDED, "");
        parse(quote!()).unwrap().check(Some(&out.0)).unwrap();
    }

    #[test]
    fn named_files_must_be_the_ones_that_were_built() {
        let out = OutDir::new("names");
        out.write(EMBEDDED, "");
        let check = |input| parse(input).unwrap().check(Some(&out.0)).map_err(|error| error.to_string());
        assert!(check(quote!("a.json")).unwrap_err().contains("cannot read"));

        out.write(
            DESCRIPTION,
            r#"{"config": "/app/dormer.conf.json", "dev": true, "capabilities": ["caps/x.json"]}"#,
        );
        check(quote!("conf/dormer.conf.json", capabilities = ["x.json"])).unwrap();
        let error = check(quote!("other.json")).unwrap_err();
        assert!(error.contains("used the configuration file `/app/dormer.conf.json`"), "{error}");
        assert!(error.contains("config_path(\"other.json\")"), "{error}");
        let error = check(quote!(capabilities = ["y.json"])).unwrap_err();
        assert!(error.contains("did not add the capability file `y.json`"), "{error}");

        out.write(DESCRIPTION, r#"{"config": "dormer.conf.json", "dev": true}"#);
        assert!(check(quote!(capabilities = ["x.json"])).is_err());
    }
}
