//! One file as the rules see it: its text, and for Rust the code alone. Not here: any
//! rule.

use super::Finding;

/// A text file of the repository.
pub(super) struct Source {
    /// Relative to the root, with `/`.
    pub(super) path: String,
    pub(super) text: String,
    /// The text with comments and literals blanked; the same lines. Empty unless this is Rust.
    pub(super) code: String,
}

impl Source {
    pub(super) fn new(path: &str, text: String) -> Self {
        let code = if path.ends_with(".rs") { strip(&text) } else { String::new() };
        Self { path: path.to_owned(), text, code }
    }

    pub(super) fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// The file's name without its folders.
    pub(super) fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// Not written by us: made by a program, or kept as it was found.
    pub(super) fn is_generated(&self) -> bool {
        let lock = matches!(self.name(), "Cargo.lock" | "package-lock.json");
        // Files that other people wrote, kept to the letter as test input.
        let foreign = self.path.contains("/corpus/");
        lock || foreign || self.text.lines().take(3).any(|line| line.contains(concat!("@", "generated")))
    }

    pub(super) fn finding(&self, line: usize, what: impl Into<String>, way_out: &'static str) -> Finding {
        Finding { path: self.path.clone(), line, what: what.into(), way_out }
    }
}

/// The line, from 1, in which `offset` lies.
pub(super) fn line_at(text: &str, offset: usize) -> usize {
    text[..offset].matches('\n').count() + 1
}

/// Where `word` stands in `text` as a whole identifier.
pub(super) fn words<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    text.match_indices(word).map(|(at, _)| at).filter(move |at| {
        let before = text[..*at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !before.is_some_and(is_word) && !after.is_some_and(is_word)
    })
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The text with everything blanked that is not code.
fn strip(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let inside_word = code.chars().next_back().is_some_and(is_word);
        let length = comment(rest).or_else(|| literal(rest, inside_word));
        let (piece, after) = rest.split_at(length.unwrap_or(first.len_utf8()));
        if length.is_some() {
            code.extend(piece.chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        } else {
            code += piece;
        }
        rest = after;
    }
    code
}

/// The length of the comment that `rest` starts with.
fn comment(rest: &str) -> Option<usize> {
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    rest.starts_with("/*").then(|| block_comment(rest))
}

/// The length of the string or character literal that `rest` starts with.
fn literal(rest: &str, inside_word: bool) -> Option<usize> {
    if let Some(after) = rest.strip_prefix('"') {
        return Some(1 + quoted(after, '"'));
    }
    if let Some(after) = rest.strip_prefix('\'') {
        let mut characters = after.chars();
        let first = characters.next();
        // Anything else behind a quote is a lifetime.
        let character = first == Some('\\') || characters.next() == Some('\'');
        return character.then(|| 1 + quoted(after, '\''));
    }
    if inside_word { None } else { raw_string(rest) }
}

/// The length up to and with the closing quote.
fn quoted(after: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in after.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == quote => return at + 1,
            _ => {}
        }
    }
    after.len()
}

fn raw_string(rest: &str) -> Option<usize> {
    let prefix = ["br", "cr", "r"].into_iter().find(|prefix| rest.starts_with(prefix))?;
    let hashes = rest[prefix.len()..].bytes().take_while(|byte| *byte == b'#').count();
    let start = prefix.len() + hashes;
    let inside = rest[start..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    Some(inside.find(&end).map_or(rest.len(), |at| start + 1 + at + end.len()))
}

fn block_comment(rest: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < rest.len() {
        let here = &rest[at..];
        if here.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if here.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += here.chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, code: &str) {
        let source = Source::new("x.rs", text.to_owned());
        assert_eq!(source.code.split_whitespace().collect::<Vec<_>>().join(" "), code);
        assert_eq!(source.code.lines().count(), text.lines().count());
    }

    #[test]
    fn comments_and_literals_are_no_code() {
        check("a // b\nc /* d /* e */ f\n */ g", "a c g");
        check(r#"a("b\"c", 'd', '\'', "//") e"#, "a( , , , ) e");
        check(r##"a(r#"b"c"#, br"d", cr"e") f"##, "a( , , ) f");
        check("fn a<'b>(c: &'b str, r: u8) -> char { 'ä' }", "fn a<'b>(c: &'b str, r: u8) -> char { }");
    }

    #[test]
    fn a_word_is_found_whole() {
        assert_eq!(words("unsafe_code unsafe{}", "unsafe").collect::<Vec<_>>(), [12]);
    }
}
