//! [`check_identifier`]: what an identifier must be before anything is packaged under it.

/// Why an identifier is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IdentifierError {
    /// No folder can have this name.
    #[error("`{0}` is not a reverse-domain name such as `com.example.notes`")]
    Shape(String),
    /// Some systems refuse such names.
    #[error("`{0}` has other characters than letters, digits, `-` and `.`, which packages refuse")]
    Characters(String),
    /// Every app made from the template would share its data.
    #[error("`{0}` is the one of the template: choose your own")]
    Template(String),
}

/// Identifiers that templates give.
const TEMPLATES: &[&str] = &["com.tauri.dev", "com.dormer.dev"];

/// Checks an identifier as building a package does: ASCII letters and digits, `-` and `.`, no empty part, and not
/// the one of a template.
///
/// Reading a configuration only refuses [`IdentifierError::Shape`]; the others are warnings there.
pub fn check_identifier(identifier: &str) -> Result<(), IdentifierError> {
    let is_path = identifier.contains(['/', '\\', '\0']) || identifier.split('.').any(str::is_empty);
    if is_path {
        return Err(IdentifierError::Shape(identifier.to_owned()));
    }
    if identifier.chars().any(|c| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '.'))) {
        return Err(IdentifierError::Characters(identifier.to_owned()));
    }
    if TEMPLATES.contains(&identifier) {
        return Err(IdentifierError::Template(identifier.to_owned()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{IdentifierError, check_identifier};

    #[test]
    fn identifiers() {
        type Kind = fn(String) -> IdentifierError;
        let cases: &[(&str, Option<Kind>)] = &[
            ("com.example.notes", None),
            ("notes", None),
            ("org.a-b.C2", None),
            ("", Some(IdentifierError::Shape)),
            ("com..notes", Some(IdentifierError::Shape)),
            (".", Some(IdentifierError::Shape)),
            ("com/notes", Some(IdentifierError::Shape)),
            ("com.my_notes", Some(IdentifierError::Characters)),
            ("com.müller.notes", Some(IdentifierError::Characters)),
            ("com.example.notes ", Some(IdentifierError::Characters)),
            ("com.tauri.dev", Some(IdentifierError::Template)),
        ];
        for (text, refusal) in cases {
            let expected = refusal.map_or(Ok(()), |refusal| Err(refusal((*text).to_owned())));
            assert_eq!(check_identifier(text), expected, "{text}");
        }
    }
}
