//! [`Matcher`]: a small set of instructions that a text is run against, all ways at once.
//!
//! Lives here: what label globs and URL patterns have in common. Not here: how either is written.
//! Invariant: time grows with pattern times text, never faster, so no pattern can stall a caller.

/// One step. Numbers are places in the list of steps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// This character.
    Char(char),
    /// Any character.
    Any,
    /// Any character but this one.
    Except(char),
    /// A character within one of the ranges, or within none of them.
    Class { ranges: Box<[(char, char)]>, inside: bool },
    /// Goes on here and there.
    Split(usize, usize),
}

/// A pattern made ready. The whole text has to match.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Matcher {
    steps: Vec<Step>,
}

impl Matcher {
    /// Puts a step at the end.
    pub(crate) fn push(&mut self, step: Step) {
        self.steps.push(step);
    }

    /// Puts one step for each character at the end.
    pub(crate) fn text(&mut self, text: &str) {
        self.steps.extend(text.chars().map(Step::Char));
    }

    /// Puts what `inner` adds at the end, so that it may also be left out.
    pub(crate) fn optional(&mut self, inner: impl FnOnce(&mut Self)) {
        let split = self.steps.len();
        self.push(Step::Split(split + 1, split + 1));
        inner(self);
        self.steps[split] = Step::Split(split + 1, self.steps.len());
    }

    /// Puts what `inner` adds at the end, one or more times.
    pub(crate) fn repeated(&mut self, inner: impl FnOnce(&mut Self)) {
        let start = self.steps.len();
        inner(self);
        self.push(Step::Split(start, self.steps.len() + 1));
    }

    /// Any text, also none.
    pub(crate) fn anything(&mut self) {
        self.optional(|steps| steps.repeated(|steps| steps.push(Step::Any)));
    }

    /// Whether the whole of `text` matches.
    pub(crate) fn test(&self, text: &str) -> bool {
        let mut now = vec![false; self.steps.len() + 1];
        let mut next = now.clone();
        let mut pending = Vec::new();
        self.enter(&mut now, &mut pending, 0);
        for c in text.chars() {
            next.fill(false);
            let mut alive = false;
            for (at, step) in self.steps.iter().enumerate().filter(|(at, _)| now[*at]) {
                if step.takes(c) {
                    alive = true;
                    self.enter(&mut next, &mut pending, at + 1);
                }
            }
            if !alive {
                return false;
            }
            std::mem::swap(&mut now, &mut next);
        }
        now[self.steps.len()]
    }

    /// Marks a place and those that follow from it without a character.
    fn enter(&self, places: &mut [bool], pending: &mut Vec<usize>, at: usize) {
        pending.push(at);
        while let Some(at) = pending.pop() {
            if std::mem::replace(&mut places[at], true) {
                continue;
            }
            if let Some(Step::Split(here, there)) = self.steps.get(at) {
                pending.extend([*here, *there]);
            }
        }
    }
}

impl Step {
    fn takes(&self, c: char) -> bool {
        match self {
            Self::Char(wanted) => *wanted == c,
            Self::Any => true,
            Self::Except(refused) => *refused != c,
            Self::Class { ranges, inside } => {
                ranges.iter().any(|(first, last)| (*first..=*last).contains(&c)) == *inside
            }
            Self::Split(..) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Matcher, Step};

    #[test]
    fn loops_of_nothing_end() {
        let mut matcher = Matcher::default();
        matcher.repeated(|m| m.repeated(|m| m.optional(|m| m.anything())));
        matcher.text("b");
        assert!(matcher.test("b") && matcher.test("aab") && !matcher.test("aa"));
    }

    #[test]
    fn time_does_not_explode() {
        let mut matcher = Matcher::default();
        for _ in 0..200 {
            matcher.anything();
            matcher.push(Step::Char('a'));
        }
        matcher.text("b");
        assert!(!matcher.test(&"a".repeat(400)));
    }
}
