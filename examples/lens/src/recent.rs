//! The latest searches, newest first. Not here: where they are kept (`commands`).

use crate::query::SearchOptions;

/// How many are kept.
const KEPT: usize = 12;

/// Searches without repetition, newest first.
#[derive(Debug, Default)]
pub(crate) struct Recent(Vec<SearchOptions>);

impl Recent {
    /// Puts a search in front; an equal one further back goes away.
    pub(crate) fn add(&mut self, options: SearchOptions) {
        self.0.retain(|other| *other != options);
        self.0.insert(0, options);
        self.0.truncate(KEPT);
    }

    /// Newest first.
    pub(crate) fn list(&self) -> &[SearchOptions] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recent(patterns: &[&str]) -> Vec<String> {
        let mut recent = Recent::default();
        for pattern in patterns {
            recent.add(SearchOptions { pattern: (*pattern).into(), ..Default::default() });
        }
        recent.list().iter().map(|options| options.pattern.clone()).collect()
    }

    #[test]
    fn newest_first_and_once() {
        assert_eq!(recent(&["a", "b", "c"]), ["c", "b", "a"]);
        assert_eq!(recent(&["a", "b", "a"]), ["a", "b"]);
    }

    #[test]
    fn other_options_are_another_search() {
        let mut recent = Recent::default();
        recent.add(SearchOptions { regex: true, ..Default::default() });
        recent.add(SearchOptions::default());
        assert_eq!(recent.list().len(), 2);
    }

    #[test]
    fn twelve_are_kept() {
        let patterns: Vec<_> = (0..20).map(|number| number.to_string()).collect();
        let kept = recent(&patterns.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!((kept.len(), kept[0].as_str(), kept[11].as_str()), (12, "19", "8"));
    }
}
