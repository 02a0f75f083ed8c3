//! The options of `#[command]`. Not here: what they lead to (`model`).

use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Ident, LitStr, Path, Token};

use crate::case::Case;

/// What stands between the parentheses.
#[derive(Default)]
pub(super) struct Options {
    /// A plain function runs as a task.
    pub(super) run_async: bool,
    /// The name for pages, when it is not the function's.
    pub(super) rename: Option<LitStr>,
    /// The spelling of parameter names.
    pub(super) rename_all: Option<Case>,
    /// Where the crate `dormer` is.
    pub(super) root: Option<Path>,
}

impl Parse for Options {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let mut options = Self::default();
        while !input.is_empty() {
            options.parse_one(input)?;
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(options)
    }
}

impl Options {
    fn parse_one(&mut self, input: ParseStream) -> syn::Result<()> {
        let key = input.call(Ident::parse_any)?;
        let repeated = if key == "async" {
            std::mem::replace(&mut self.run_async, true)
        } else if key == "rename" {
            self.rename.replace(rename(&key, input)?).is_some()
        } else if key == "rename_all" {
            self.rename_all.replace(rename_all(&key, input)?).is_some()
        } else if key == "root" {
            self.root.replace(root(&key, input)?).is_some()
        } else {
            let text =
                format!("unknown option `{key}`: a command takes `async`, `rename`, `rename_all` and `root`");
            return Err(syn::Error::new(key.span(), text));
        };
        if repeated {
            return Err(syn::Error::new(key.span(), format!("the option `{key}` stands here twice")));
        }
        Ok(())
    }
}

fn rename(key: &Ident, input: ParseStream) -> syn::Result<LitStr> {
    let name = string(key, input, "`rename` takes a string: `rename = \"name\"`")?;
    if name.value().is_empty() {
        return Err(syn::Error::new(name.span(), "a command cannot have an empty name"));
    }
    Ok(name)
}

fn rename_all(key: &Ident, input: ParseStream) -> syn::Result<Case> {
    let text = "`rename_all` takes \"camelCase\" or \"snake_case\"";
    let case = string(key, input, text)?;
    match case.value().as_str() {
        "camelCase" => Ok(Case::Camel),
        "snake_case" => Ok(Case::Snake),
        _ => Err(syn::Error::new(case.span(), text)),
    }
}

fn root(key: &Ident, input: ParseStream) -> syn::Result<Path> {
    let text = "`root` takes a path: `root = \"crate\"`";
    let refusal = |error: syn::Error| syn::Error::new(error.span(), text);
    equals(key, input, text)?;
    if input.peek(LitStr) {
        input.parse::<LitStr>()?.parse_with(Path::parse_mod_style).map_err(refusal)
    } else {
        Path::parse_mod_style(input).map_err(refusal)
    }
}

fn string(key: &Ident, input: ParseStream, text: &str) -> syn::Result<LitStr> {
    equals(key, input, text)?;
    let value: syn::Expr = input.parse().map_err(|error| syn::Error::new(error.span(), text))?;
    match value {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(value), .. }) => Ok(value),
        other => Err(syn::Error::new_spanned(other, text)),
    }
}

fn equals(key: &Ident, input: ParseStream, text: &str) -> syn::Result<()> {
    if input.peek(Token![=]) {
        input.parse::<Token![=]>()?;
        return Ok(());
    }
    Err(syn::Error::new(key.span(), text))
}

#[cfg(test)]
mod tests {
    use quote::{ToTokens, quote};

    use super::*;

    #[test]
    fn all_options_together() {
        let input = quote!(async, rename = "x y", rename_all = "snake_case", root = "crate::inner",);
        let options: Options = syn::parse2(input).unwrap();
        assert!(options.run_async);
        assert_eq!(options.rename.unwrap().value(), "x y");
        assert_eq!(options.rename_all, Some(Case::Snake));
        assert_eq!(options.root.to_token_stream().to_string(), "crate :: inner");
    }

    #[test]
    fn root_is_a_string_or_a_path() {
        for input in [quote!(root = "crate"), quote!(root = crate)] {
            let options: Options = syn::parse2(input).unwrap();
            assert_eq!(options.root.to_token_stream().to_string(), "crate");
        }
    }

    #[test]
    fn refusals() {
        for (input, text) in [
            (quote!(asynchronous), "unknown option `asynchronous`"),
            (quote!(rename), "`rename` takes a string"),
            (quote!(rename = 1), "`rename` takes a string"),
            (quote!(rename = other), "`rename` takes a string"),
            (quote!(rename = ""), "empty name"),
            (quote!(rename_all = "kebab-case"), "`rename_all` takes"),
            (quote!(root = 1), "`root` takes a path"),
            (quote!(root = "a b"), "`root` takes a path"),
            (quote!(async, async), "stands here twice"),
            (quote!(async rename = "a"), "expected `,`"),
        ] {
            let error = syn::parse2::<Options>(input).err().unwrap().to_string();
            assert!(error.contains(text), "{error}");
        }
    }
}
