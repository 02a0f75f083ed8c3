//! A row of named steps with their times, as `test` and `ci` run them. Not here: the steps.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

/// How a step ended.
enum Outcome {
    Passed,
    Skipped(String),
    Failed(String),
}

/// What a step gives back when it did not fail.
pub(crate) enum Done {
    Passed,
    /// Nothing was checked, for this reason.
    Skipped(String),
}

/// Runs steps and remembers how they went.
pub(crate) struct Steps {
    keep_going: bool,
    rows: Vec<(String, Duration, Outcome)>,
}

impl Steps {
    pub(crate) fn new(keep_going: bool) -> Self {
        Self { keep_going, rows: Vec::new() }
    }

    /// Runs one step, unless an earlier one failed and the row is to stop there.
    pub(crate) fn step(&mut self, name: &str, work: impl FnOnce() -> Result<Done>) {
        if self.failures() > 0 && !self.keep_going {
            return;
        }
        println!("\n== {name}");
        let start = Instant::now();
        let outcome = match work() {
            Ok(Done::Passed) => Outcome::Passed,
            Ok(Done::Skipped(why)) => {
                println!("skipped: {why}");
                Outcome::Skipped(why)
            }
            Err(error) => {
                eprintln!("{error:#}");
                Outcome::Failed(format!("{error}").lines().next().unwrap_or_default().to_owned())
            }
        };
        self.rows.push((name.to_owned(), start.elapsed(), outcome));
    }

    /// Prints the table; an error when a step failed.
    pub(crate) fn finish(self) -> Result<()> {
        println!("\n{}", self.table());
        match self.failures() {
            0 => Ok(()),
            1 => bail!("1 step failed"),
            n => bail!("{n} steps failed"),
        }
    }

    fn failures(&self) -> usize {
        self.rows.iter().filter(|(_, _, outcome)| matches!(outcome, Outcome::Failed(_))).count()
    }

    fn table(&self) -> String {
        let width = self.rows.iter().map(|(name, ..)| name.len()).max().unwrap_or(0);
        let mut text = String::new();
        for (name, time, outcome) in &self.rows {
            let said = match outcome {
                Outcome::Passed => "ok".to_owned(),
                Outcome::Skipped(why) => format!("skipped: {why}"),
                Outcome::Failed(what) => format!("FAILED: {what}"),
            };
            text += &format!("{name:<width$}  {:>7.1} s  {said}\n", time.as_secs_f64());
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use anyhow::anyhow;

    use super::*;

    fn run(keep_going: bool) -> (String, usize) {
        let mut steps = Steps::new(keep_going);
        steps.step("one", || Ok(Done::Skipped("no display".into())));
        steps.step("two", || Err(anyhow!("broken")));
        steps.step("three", || Ok(Done::Passed));
        (steps.table(), steps.failures())
    }

    #[test]
    fn a_failure_ends_the_row_unless_told_otherwise() {
        let (table, failures) = run(false);
        assert!(table.contains("skipped: no display") && table.contains("FAILED: broken"), "{table}");
        assert!(!table.contains("three"), "{table}");
        assert_eq!(failures, 1);
        let (table, failures) = run(true);
        assert!(table.contains("three") && failures == 1, "{table}");
    }
}
