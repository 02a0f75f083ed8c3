//! Spelling of parameter names as pages see them. Not here: which parameters there are (`command`).

/// How a Rust name is spelled for pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Case {
    /// `userName`
    #[default]
    Camel,
    /// `user_name`
    Snake,
}

impl Case {
    /// Spells `name`, whose words are parted by underscores or by changes of case.
    pub(crate) fn spell(self, name: &str) -> String {
        let words = words(name);
        match self {
            Case::Snake => words.join("_"),
            Case::Camel => {
                let mut words = words.into_iter();
                let first = words.next().unwrap_or_default();
                words.fold(first, |spelled, word| spelled + &capitalized(&word))
            }
        }
    }
}

/// The words of `name` in lower case. A new one starts after an underscore, at an upper case letter that
/// follows a lower case one (`userId`), and at the last letter of a row of capitals that goes on in lower
/// case (`HTTPServer`). Other characters, such as digits, belong to what stands before them.
fn words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    for part in name.split('_') {
        let letters: Vec<char> = part.chars().collect();
        let mut word = String::new();
        let mut after_lower = false;
        for (at, &letter) in letters.iter().enumerate() {
            let upper = letter.is_uppercase();
            let lower_follows = letters.get(at + 1).is_some_and(|next| next.is_lowercase());
            let capitals_end = upper
                && lower_follows
                && at.checked_sub(1).is_some_and(|before| letters[before].is_uppercase());
            if !word.is_empty() && (upper && after_lower || capitals_end) {
                words.push(std::mem::take(&mut word));
            }
            if upper || letter.is_lowercase() {
                after_lower = !upper;
            }
            word.extend(letter.to_lowercase());
        }
        if !word.is_empty() {
            words.push(word);
        }
    }
    words
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling() {
        for (name, camel, snake) in [
            ("name", "name", "name"),
            ("user_name", "userName", "user_name"),
            ("_x", "x", "x"),
            ("__a__b_", "aB", "a_b"),
            ("_", "", ""),
            ("x1_y2", "x1Y2", "x1_y2"),
            ("v2_id", "v2Id", "v2_id"),
            ("userId", "userId", "user_id"),
            ("userID", "userId", "user_id"),
            ("foo2Bar", "foo2Bar", "foo2_bar"),
            ("MyData", "myData", "my_data"),
            ("HTTPServer", "httpServer", "http_server"),
            ("straße_öl", "straßeÖl", "straße_öl"),
        ] {
            assert_eq!(Case::Camel.spell(name), camel, "{name}");
            assert_eq!(Case::Snake.spell(name), snake, "{name}");
        }
    }
}
