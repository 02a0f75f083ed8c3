//! The known name nearest to a misspelled one.

/// The name that most likely was meant, if one is near enough: a third of its letters may differ. Case, `-` and
/// `_` do not count.
///
/// ```
/// # use dormer_config::read::nearest;
/// assert_eq!(nearest("widnows", ["windows", "webviews"]), Some("windows"));
/// ```
#[must_use]
pub fn nearest<'a>(written: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let fold = |text: &str| text.replace(['-', '_'], "").to_lowercase();
    let written = fold(written);
    let near = |name: &'a str| {
        let distance = distance(&written, &fold(name));
        (distance * 3 <= name.len().max(written.len()) && name.len() > 2).then_some((distance, name))
    };
    names.into_iter().filter_map(near).min_by_key(|(distance, _)| *distance).map(|(_, name)| name)
}

/// How many letters must be added, removed, replaced or swapped with their neighbor.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let replaced = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = replaced.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(before_last[j - 2] + 1);
            }
            row.push(best);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[track_caller]
    fn check(written: &str, expected: Option<&str>) {
        let names = ["title", "titleBarStyle", "resizable", "x", "y", "devUrl"];
        assert_eq!(nearest(written, names), expected, "{written}");
    }

    #[test]
    fn near_names_are_found() {
        check("titel", Some("title"));
        check("Title", Some("title"));
        check("resizeable", Some("resizable"));
        check("dev_ulr", Some("devUrl"));
        check("z", None);
        check("background", None);
        check("", None);
    }
}
