//! What can be told from how a type is spelled; macros know no more of types. Not here: what follows from it (`model`,
//! whose tests cover this).

use syn::{GenericArgument, Ident, PathArguments, ReturnType, Type, TypeParamBound};

/// Whether a type spells out that it borrows.
pub(super) fn borrows(ty: &Type) -> bool {
    match ty {
        Type::Reference(reference) => {
            reference.lifetime.as_ref().is_none_or(|lifetime| lifetime.ident != "static")
        }
        Type::Path(path) => path.path.segments.iter().any(|segment| match &segment.arguments {
            PathArguments::AngleBracketed(arguments) => {
                arguments.args.iter().any(|argument| match argument {
                    GenericArgument::Lifetime(lifetime) => lifetime.ident != "static",
                    GenericArgument::Type(ty) => borrows(ty),
                    _ => false,
                })
            }
            _ => false,
        }),
        Type::Tuple(tuple) => tuple.elems.iter().any(borrows),
        Type::Array(array) => borrows(&array.elem),
        Type::Paren(inner) => borrows(&inner.elem),
        Type::Group(inner) => borrows(&inner.elem),
        _ => false,
    }
}

/// Whether the return type is called a `Result`, or like one (`io::Result`, `CommandResult`).
pub(super) fn returns_result(output: &ReturnType) -> bool {
    match output {
        ReturnType::Type(_, ty) => last_ident(ty).is_some_and(|ident| ident.to_string().ends_with("Result")),
        ReturnType::Default => false,
    }
}

/// Whether the return type is spelled as a future: `impl Future`, `Pin<Box<dyn Future>>`, `BoxFuture`.
pub(super) fn returns_future(output: &ReturnType) -> bool {
    match output {
        ReturnType::Type(_, ty) => is_future(ty),
        ReturnType::Default => false,
    }
}

fn is_future(ty: &Type) -> bool {
    let bounds = match ty {
        Type::ImplTrait(ty) => &ty.bounds,
        Type::TraitObject(ty) => &ty.bounds,
        Type::Paren(inner) => return is_future(&inner.elem),
        Type::Path(path) => {
            let Some(last) = path.path.segments.last() else { return false };
            let PathArguments::AngleBracketed(arguments) = &last.arguments else { return false };
            let wraps = last.ident == "Pin" || last.ident == "Box";
            let inside =
                |argument: &GenericArgument| matches!(argument, GenericArgument::Type(ty) if is_future(ty));
            return last.ident == "BoxFuture" || wraps && arguments.args.iter().any(inside);
        }
        _ => return false,
    };
    bounds.iter().any(|bound| match bound {
        TypeParamBound::Trait(bound) => bound.path.segments.last().is_some_and(|last| last.ident == "Future"),
        _ => false,
    })
}

fn last_ident(ty: &Type) -> Option<&Ident> {
    match ty {
        Type::Path(path) => path.path.segments.last().map(|last| &last.ident),
        Type::Paren(inner) => last_ident(&inner.elem),
        Type::Group(inner) => last_ident(&inner.elem),
        _ => None,
    }
}
