//! Finds where a key stands in a JSON or JSON5 text that is known to parse.
//!
//! Not here: judging the text. Where it is not as expected, the search just ends.

use super::path::{Step, same_key};

/// How many steps of `path` the text holds, and the byte at which the last of them stands.
pub(super) fn find(text: &str, path: &[Step]) -> (usize, usize) {
    let mut scanner = Scanner { text, at: 0 };
    scanner.skip_blanks();
    let mut found = (0, scanner.at);
    for step in path {
        let place = match step {
            Step::Key(name) => scanner.enter_key(name),
            Step::Index(index) => scanner.enter_index(*index),
        };
        let Some(place) = place else { break };
        found = (found.0 + 1, place);
    }
    found
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn bump(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += next.len_utf8();
        Some(next)
    }

    fn eat(&mut self, expected: char) -> Option<()> {
        (self.peek()? == expected).then(|| self.at += expected.len_utf8())
    }

    /// Moves past white space and comments.
    fn skip_blanks(&mut self) {
        loop {
            let rest = self.rest();
            if let Some(comment) = rest.strip_prefix("//") {
                self.at += 2 + comment.find('\n').unwrap_or(comment.len());
            } else if let Some(comment) = rest.strip_prefix("/*") {
                self.at += 2 + comment.find("*/").map_or(comment.len(), |end| end + 2);
            } else if rest.starts_with(char::is_whitespace) {
                self.at += rest.len() - rest.trim_start().len();
            } else {
                return;
            }
        }
    }

    /// From before an object to the value of a key; gives the place of the key. The last of equal keys counts,
    /// and another spelling only where the very same is missing.
    fn enter_key(&mut self, name: &str) -> Option<usize> {
        self.eat('{')?;
        let mut found = None;
        let mut alike = None;
        loop {
            self.skip_blanks();
            if matches!(self.peek(), None | Some('}')) {
                break;
            }
            let place = self.at;
            let key = self.key()?;
            self.skip_blanks();
            self.eat(':')?;
            self.skip_blanks();
            if key == name {
                found = Some((place, self.at));
            } else if same_key(&key, name) {
                alike = Some((place, self.at));
            }
            self.skip_value()?;
            self.skip_comma();
        }
        let (place, value) = found.or(alike)?;
        self.at = value;
        Some(place)
    }

    /// From before a list to one of its items; gives the place of the item.
    fn enter_index(&mut self, index: usize) -> Option<usize> {
        self.eat('[')?;
        self.skip_blanks();
        for _ in 0..index {
            self.skip_value()?;
            self.skip_comma();
        }
        (!matches!(self.peek(), None | Some(']'))).then_some(self.at)
    }

    fn skip_comma(&mut self) {
        self.skip_blanks();
        if self.eat(',').is_some() {
            self.skip_blanks();
        }
    }

    fn key(&mut self) -> Option<String> {
        let start = self.at;
        if matches!(self.peek()?, '"' | '\'') {
            self.skip_string()?;
            let quoted = &self.text[start..self.at];
            let plain = &quoted[1..quoted.len() - 1];
            return Some(serde_json::from_str(quoted).unwrap_or_else(|_| plain.to_owned()));
        }
        let rest = self.rest();
        let len = rest.find(|c: char| c == ':' || c == '/' || c.is_whitespace())?;
        self.at += len;
        Some(rest[..len].to_owned())
    }

    fn skip_string(&mut self) -> Option<()> {
        let quote = self.bump()?;
        loop {
            match self.bump()? {
                '\\' => drop(self.bump()?),
                c if c == quote => return Some(()),
                _ => {}
            }
        }
    }

    fn skip_value(&mut self) -> Option<()> {
        let mut depth = 0_usize;
        loop {
            self.skip_blanks();
            match self.peek()? {
                '"' | '\'' => self.skip_string()?,
                '{' | '[' => {
                    depth += 1;
                    self.bump();
                }
                '}' | ']' => {
                    depth = depth.checked_sub(1)?;
                    self.bump();
                }
                ',' | ':' => drop(self.bump()),
                _ => {
                    let rest = self.rest();
                    let ends = |c: char| c.is_whitespace() || ",:]}/".contains(c);
                    self.at += rest.find(ends).unwrap_or(rest.len()).max(1);
                }
            }
            if depth == 0 {
                return Some(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::find;
    use crate::read::path::Step;

    /// `path` has keys and indices separated by spaces; `expected` is where the text goes on at that place.
    #[track_caller]
    fn check(text: &str, path: &str, expected: &str) {
        let step = |step: &str| step.parse().map_or_else(|_| Step::Key(step.to_owned()), Step::Index);
        let path: Vec<Step> = path.split_whitespace().map(step).collect();
        let (depth, offset) = find(text, &path);
        assert_eq!(depth, path.len(), "not found");
        assert!(text[offset..].starts_with(expected), "{}", &text[offset..]);
    }

    #[test]
    fn keys_are_found() {
        let text = r#"{ "a": "}\"{", "b": { "c": [1, [2, 3], { "d": true }], "d-e": null } , "b2": {}, "c": 1, "c": 2}"#;
        check(text, "a", r#""a""#);
        check(text, "b c 2 d", r#""d": true"#);
        check(text, "b c 1 1", "3]");
        check(text, "b dE", r#""d-e""#);
        check(text, "c", r#""c": 2"#);
    }

    #[test]
    fn comments_and_bare_keys_are_understood() {
        let text = "// { a: 1 }\n{ /* b: 2 */ a /*x*/ : [ // 1\n { 'k\\'': 'v' }, +.5, 0x1f, ],\n b: Infinity, c: 3 }";
        check(text, "a 0 k\\'", "'k");
        check(text, "a 2", "0x1f");
        check(text, "b", "b: Inf");
        check(text, "c", "c: 3");
    }

    #[test]
    fn what_is_missing_leaves_the_parent() {
        let text = r#"{ "a": { "b": [] } }"#;
        let path = [Step::Key("a".into()), Step::Key("b".into()), Step::Index(0)];
        assert_eq!(find(text, &path), (2, text.find("\"b\"").unwrap()));
        assert_eq!(find("", &path), (0, 0));
    }

    #[test]
    fn any_text_ends_the_search() {
        let text = r#"{ 'a' : [ "x\"", { b: /* c */ -1 } , ] } // é"#;
        let path = [Step::Key("a".into()), Step::Index(1), Step::Key("b".into())];
        for cut in (0..text.len()).filter(|cut| text.is_char_boundary(*cut)) {
            let (depth, offset) = find(&text[..cut], &path);
            assert!(depth <= 3 && offset <= cut);
        }
    }
}
