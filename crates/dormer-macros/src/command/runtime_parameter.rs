//! Takes type parameters bound by `Runtime` out of a function, as written for frameworks whose handles carry one.
//! Not here: other type parameters, which `model` refuses.

use proc_macro2::{Group, Ident, Spacing, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::{FnArg, GenericParam, ItemFn, ReturnType, Token, TypeParamBound, WherePredicate};

/// Removes the parameters and each `<R>` that names one. Fails where a name is used in another way.
pub(super) fn remove(function: &mut ItemFn) -> syn::Result<()> {
    let names: Vec<Ident> = runtime_parameters(function);
    for name in &names {
        let bound =
            function.sig.generics.type_params().find(|param| param.ident == *name).map(|param| &param.bounds);
        // Whoever imported the trait for this bound would else be told that the import is unused.
        let kept = bound.filter(|bounds| !bounds.is_empty()).map(|bounds| {
            syn::parse_quote! { const _: () = { fn _bound<T: #bounds>() {} }; }
        });
        let generics = &mut function.sig.generics;
        generics.params =
            retain(&generics.params, |param| !matches!(param, GenericParam::Type(t) if t.ident == *name));
        if let Some(clause) = &mut generics.where_clause {
            clause.predicates = retain(&clause.predicates, |predicate| !bounds(predicate, name));
        }
        let inputs = Punctuated::<FnArg, Token![,]>::parse_terminated;
        let stripped = strip(function.sig.inputs.to_token_stream(), name);
        refuse_use(stripped.clone(), name)?;
        function.sig.inputs = syn::parse::Parser::parse2(inputs, stripped)?;
        let stripped = strip(function.sig.output.to_token_stream(), name);
        refuse_use(stripped.clone(), name)?;
        function.sig.output = syn::parse2::<ReturnType>(stripped)?;
        refuse_use(function.block.to_token_stream(), name)?;
        if let Some(kept) = kept {
            function.block.stmts.insert(0, kept);
        }
    }
    let generics = &mut function.sig.generics;
    if generics.params.is_empty() {
        (generics.lt_token, generics.gt_token) = (None, None);
    }
    if generics.where_clause.as_ref().is_some_and(|clause| clause.predicates.is_empty()) {
        generics.where_clause = None;
    }
    Ok(())
}

/// The parameters whose only bound, beside the name or in the `where` clause, is a path that ends in `Runtime`.
fn runtime_parameters(function: &ItemFn) -> Vec<Ident> {
    let generics = &function.sig.generics;
    let parameters = generics.type_params().filter(|parameter| {
        let clauses = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
        let clauses = clauses.filter(|predicate| bounds(predicate, &parameter.ident));
        let mut all: Vec<&TypeParamBound> = parameter.bounds.iter().collect();
        for clause in clauses {
            if let WherePredicate::Type(clause) = clause {
                all.extend(&clause.bounds);
            }
        }
        matches!(all.as_slice(), [TypeParamBound::Trait(only)]
            if only.path.segments.last().is_some_and(|last| last.ident == "Runtime" && last.arguments.is_empty()))
    });
    parameters.map(|parameter| parameter.ident.clone()).collect()
}

/// Whether a `where` clause is about the parameter `name`.
fn bounds(predicate: &WherePredicate, name: &Ident) -> bool {
    matches!(predicate, WherePredicate::Type(clause)
        if matches!(&clause.bounded_ty, syn::Type::Path(path) if path.path.is_ident(name)))
}

fn retain<T: Clone>(list: &Punctuated<T, Token![,]>, keep: impl Fn(&T) -> bool) -> Punctuated<T, Token![,]> {
    list.iter().filter(|item| keep(item)).cloned().collect()
}

/// The tokens without generic arguments that are just `name`, and without angle brackets left empty by that.
fn strip(tokens: TokenStream, name: &Ident) -> TokenStream {
    let mut out: Vec<TokenTree> = Vec::new();
    let mut rest = tokens.into_iter().peekable();
    while let Some(token) = rest.next() {
        let opens = out.last().is_some_and(|before| is_punct(before, '<'));
        let follows = out.last().is_some_and(|before| is_punct(before, ','));
        let closes = rest.peek().is_some_and(|next| is_punct(next, '>'));
        let goes_on = rest.peek().is_some_and(|next| is_punct(next, ','));
        match token {
            TokenTree::Ident(ident) if ident == *name && (opens || follows) && (closes || goes_on) => {
                if goes_on {
                    rest.next();
                } else if follows {
                    out.pop();
                }
                let emptied = out.last().is_some_and(|before| is_punct(before, '<'));
                if emptied && rest.peek().is_some_and(|next| is_punct(next, '>')) {
                    out.pop();
                    rest.next();
                }
            }
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), strip(group.stream(), name));
                inner.set_span(group.span());
                out.push(inner.into());
            }
            other => out.push(other),
        }
    }
    out.into_iter().collect()
}

/// Fails at the first place that names `name` as a type. Fields and path segments of that name are something else.
fn refuse_use(tokens: TokenStream, name: &Ident) -> syn::Result<()> {
    let mut before = [None, None];
    for token in tokens {
        match &token {
            TokenTree::Ident(ident) if ident == name && !continues_path(&before) => {
                return Err(refusal(name, ident.span()));
            }
            TokenTree::Group(group) => refuse_use(group.stream(), name)?,
            _ => {}
        }
        before = [before[1].take(), Some(token)];
    }
    Ok(())
}

fn refusal(name: &Ident, span: Span) -> syn::Error {
    let text = format!(
        "`{name}` cannot be used here: handles have no runtime parameter, so `#[command]` removed it; \
         write for example `AppHandle` instead of `AppHandle<{name}>`"
    );
    syn::Error::new(span, text)
}

fn continues_path(before: &[Option<TokenTree>; 2]) -> bool {
    match before {
        [_, Some(last)] if is_punct(last, '.') => true,
        [Some(TokenTree::Punct(first)), Some(last)] => {
            first.as_char() == ':' && first.spacing() == Spacing::Joint && is_punct(last, ':')
        }
        _ => false,
    }
}

fn is_punct(token: &TokenTree, character: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(function: &str, expected: &str) {
        let mut function: ItemFn = syn::parse_str(function).unwrap();
        remove(&mut function).unwrap();
        let expected: ItemFn = syn::parse_str(expected).unwrap();
        assert_eq!(function.to_token_stream().to_string(), expected.to_token_stream().to_string());
    }

    #[test]
    fn parameters_and_arguments_go() {
        check(
            "fn a<R: Runtime>(app: AppHandle<R>, n: u8) -> Handle<R> { app.R; Key::R }",
            "fn a(app: AppHandle, n: u8) -> Handle {
                 const _: () = { fn _bound<T: Runtime>() {} }; app.R; Key::R }",
        );
        check(
            "async fn a<'a, R: tauri::Runtime>(s: State<'a, Store<R>>, w: Pair<R, u8>, v: (Window<R>,)) {}",
            "async fn a<'a>(s: State<'a, Store>, w: Pair<u8>, v: (Window,)) {
                 const _: () = { fn _bound<T: tauri::Runtime>() {} }; }",
        );
        check("fn a<R>(w: Trio<u8, R>) where R: Runtime {}", "fn a(w: Trio<u8>) {}");
    }

    #[test]
    fn other_parameters_stay() {
        for function in [
            "fn a<T: Runtime + Clone>(x: Vec<T>) {}",
            "fn a<T>(x: Vec<T>) {}",
            "fn a<T: Runtime>(x: T) where T: Clone {}",
        ] {
            check(function, function);
        }
    }

    #[test]
    fn other_uses_are_refused() {
        for function in [
            "fn a<R: Runtime>() { let app: Option<AppHandle<R>> = None; }",
            "fn a<R: Runtime>() { run::<R>(); }",
            "fn a<R: Runtime>() { R::start(); }",
            "fn a<R: Runtime>(runtime: R) {}",
            "fn a<R: Runtime>() -> R { x }",
        ] {
            let mut function: ItemFn = syn::parse_str(function).unwrap();
            let error = remove(&mut function).unwrap_err().to_string();
            assert!(error.starts_with("`R` cannot be used here"), "{error}");
        }
    }
}
