//! What is compared, which direction is better and what Dormer wants to reach. Not here: measuring and printing.

/// A part of the measurement that can be asked for alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    Link,
    Start,
    Memory,
    Size,
    Crates,
    Build,
}

impl Group {
    pub(super) const ALL: [Self; 6] =
        [Self::Link, Self::Start, Self::Memory, Self::Size, Self::Crates, Self::Build];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Start => "start",
            Self::Memory => "memory",
            Self::Size => "size",
            Self::Crates => "crates",
            Self::Build => "build",
        }
    }
}

/// Which direction is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Better {
    Less,
    More,
}

/// One row of the table.
pub(super) struct Row {
    pub(super) group: Group,
    /// The name of its samples.
    pub(super) key: &'static str,
    pub(super) label: &'static str,
    pub(super) unit: &'static str,
    pub(super) better: Better,
    /// What Dormer's value over the peer's should reach.
    pub(super) goal: Option<f64>,
}

impl Row {
    /// Whether a ratio reaches the goal; nothing without a goal.
    pub(super) fn holds(&self, ratio: f64) -> Option<bool> {
        self.goal.map(|goal| match self.better {
            Better::Less => ratio <= goal,
            Better::More => ratio >= goal,
        })
    }

    /// The goal in words.
    pub(super) fn goal_text(&self) -> String {
        match (self.goal, self.better) {
            (None, _) => String::new(),
            (Some(goal), Better::Less) => format!("≤ {goal}"),
            (Some(goal), Better::More) => format!("≥ {goal}"),
        }
    }
}

const fn row(
    group: Group,
    key: &'static str,
    label: &'static str,
    unit: &'static str,
    better: Better,
    goal: Option<f64>,
) -> Row {
    Row { group, key, label, unit, better, goal }
}

use Better::{Less, More};
use Group::{Build, Crates, Link, Memory, Size, Start};

/// Every row, in the order of the table.
pub(super) const ROWS: [Row; 22] = [
    row(Link, "seq_us", "call, one after another", "µs", Less, Some(0.1)),
    row(Link, "seq_async_us", "async call, one after another", "µs", Less, Some(0.1)),
    row(Link, "conc_per_s", "2,000 calls at once", "calls/s", More, Some(20.0)),
    row(Link, "echo_100k_ms", "100 kB of JSON there and back", "ms", Less, None),
    row(Link, "down_1MB_MBps", "1 MB to the page", "MB/s", More, Some(8.0)),
    row(Link, "down_10MB_MBps", "10 MB to the page", "MB/s", More, Some(8.0)),
    row(Link, "down_100MB_MBps", "100 MB to the page", "MB/s", More, Some(8.0)),
    row(Link, "up_1MB_MBps", "1 MB to the core", "MB/s", More, Some(4.0)),
    row(Link, "up_10MB_MBps", "10 MB to the core", "MB/s", More, Some(4.0)),
    row(Link, "up_100MB_MBps", "100 MB to the core", "MB/s", More, Some(4.0)),
    row(Link, "stream_1MB_MBps", "stream of 1 MB messages", "MB/s", More, Some(8.0)),
    row(Link, "stream_small_per_s", "stream of small messages", "messages/s", More, Some(5.0)),
    row(Link, "event_per_s", "events", "events/s", More, Some(5.0)),
    row(Start, "first_js_ms", "start to first script", "ms", Less, None),
    row(Start, "first_invoke_ms", "start to first answered call", "ms", Less, None),
    row(Start, "first_frame_ms", "start to first painted frame", "ms", Less, Some(1.0)),
    row(Memory, "pss_idle_MB", "memory when idle, all processes", "MB", Less, Some(1.0)),
    row(Memory, "pss_after_MB", "memory after the measurement", "MB", Less, None),
    row(Size, "binary_MB", "program file", "MB", Less, Some(0.4)),
    row(Crates, "crates", "crates in the tree", "", Less, Some(0.45)),
    row(Build, "build_release_s", "release build from nothing", "s", Less, Some(0.4)),
    row(Build, "rebuild_dev_s", "development build, main.rs touched", "s", Less, Some(0.5)),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn keys_are_unique() {
        assert_eq!(ROWS.iter().map(|row| row.key).collect::<BTreeSet<_>>().len(), ROWS.len());
    }

    #[test]
    fn goals_look_in_the_better_direction() {
        let check = |better, ratio| row(Link, "", "", "", better, Some(2.0)).holds(ratio);
        assert_eq!((check(Less, 1.9), check(Less, 2.1)), (Some(true), Some(false)));
        assert_eq!((check(More, 1.9), check(More, 2.1)), (Some(false), Some(true)));
        assert_eq!(row(Link, "", "", "", Less, None).holds(1.0), None);
    }
}
