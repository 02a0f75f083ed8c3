//! The comparison as a table, as Markdown and as JSON. Not here: how the samples came about.

use anyhow::Result;
use serde_json::{Value, json};

use super::rows::{Better, Group, ROWS, Row};
use super::subject::SUBJECTS;
use super::{Samples, machine};

/// What was measured, ready to be shown.
pub(super) struct Report<'a> {
    samples: &'a [Samples; 2],
    groups: &'a [Group],
    runs: usize,
}

/// A row's medians and what follows from them.
struct Line {
    row: &'static Row,
    peer: f64,
    dormer: f64,
}

impl Line {
    fn ratio(&self) -> f64 {
        self.dormer / self.peer
    }

    fn cells(&self) -> [String; 7] {
        let better = match self.row.better {
            Better::Less => "less",
            Better::More => "more",
        };
        let verdict = match self.row.holds(self.ratio()) {
            None => "",
            Some(true) => "holds",
            Some(false) => "misses",
        };
        let label = if self.row.unit.is_empty() {
            self.row.label.to_owned()
        } else {
            format!("{}, {}", self.row.label, self.row.unit)
        };
        [
            label,
            number(self.peer),
            number(self.dormer),
            number(self.ratio()),
            better.to_owned(),
            self.row.goal_text(),
            verdict.to_owned(),
        ]
    }
}

impl<'a> Report<'a> {
    pub(super) fn new(samples: &'a [Samples; 2], groups: &'a [Group], runs: usize) -> Self {
        Self { samples, groups, runs }
    }

    /// For a terminal.
    pub(super) fn table(&self) -> String {
        let rows = self.rows();
        let widths = std::array::from_fn::<_, 7, _>(|column| {
            rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0)
        });
        let mut text = String::new();
        for row in &rows {
            let mut line = String::new();
            for (column, cell) in row.iter().enumerate() {
                let width = widths[column];
                // Words to the left, numbers to the right.
                line += &if matches!(column, 1..=3) {
                    format!("{cell:>width$}  ")
                } else {
                    format!("{cell:<width$}  ")
                };
            }
            text += line.trim_end();
            text.push('\n');
        }
        text
    }

    /// For the repository: the machine, then the table.
    pub(super) fn markdown(&self) -> Result<String> {
        let mut text = format!(
            "# Measured\n\nWritten by `cargo xtask bench`; what each row means stands in [README.md](README.md). \
             Medians of {} runs of each program,\nin turns on one virtual X display. The ratio is Dormer's value over the \
             peer's.\n\n",
            self.runs
        );
        for (what, value) in machine::describe()? {
            text += &format!("- {what}: {value}\n");
        }
        text.push('\n');
        for (at, row) in self.rows().iter().enumerate() {
            text += &format!("| {} |\n", row.join(" | "));
            if at == 0 {
                text += "|---|---:|---:|---:|---|---|---|\n";
            }
        }
        Ok(text)
    }

    /// Everything, every sample included.
    pub(super) fn json(&self) -> Value {
        let rows: Vec<_> = self
            .lines()
            .map(|line| {
                let all = |which: usize| self.samples[which].get(line.row.key).cloned().unwrap_or_default();
                json!({
                    "key": line.row.key, "unit": line.row.unit, "peer": line.peer, "dormer": line.dormer,
                    "ratio": line.ratio(), "goal": line.row.goal_text(), "holds": line.row.holds(line.ratio()),
                    "samples": { "peer": all(0), "dormer": all(1) },
                })
            })
            .collect();
        json!({ "runs": self.runs, "rows": rows })
    }

    fn lines(&self) -> impl Iterator<Item = Line> {
        ROWS.iter().filter(|row| self.groups.contains(&row.group)).filter_map(|row| {
            let value = |which: usize| median(self.samples[which].get(row.key)?);
            Some(Line { row, peer: value(0)?, dormer: value(1)? })
        })
    }

    fn rows(&self) -> Vec<[String; 7]> {
        let [peer, dormer] = &SUBJECTS;
        let head = ["", peer.name, dormer.name, "ratio", "better", "goal", ""].map(str::to_owned);
        std::iter::once(head).chain(self.lines().map(|line| line.cells())).collect()
    }
}

fn median(values: &[f64]) -> Option<f64> {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => None,
        n if n % 2 == 0 => Some(f64::midpoint(values[middle - 1], values[middle])),
        _ => Some(values[middle]),
    }
}

/// Three digits that count, and all digits before the point, in groups.
fn number(value: f64) -> String {
    let digits = match value.abs() {
        v if v >= 100.0 => 0,
        v if v >= 10.0 => 1,
        v if v >= 1.0 => 2,
        _ => 3,
    };
    let text = format!("{value:.digits$}");
    if digits > 0 {
        return text;
    }
    let mut grouped = String::new();
    for (at, digit) in text.char_indices() {
        if at > 0 && (text.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        assert_eq!(
            [0.0571, 5.678, 56.78, 567.8, 1_234_567.0].map(number),
            ["0.057", "5.68", "56.8", "568", "1,234,567"]
        );
    }

    #[test]
    fn the_middle_of_an_even_count_lies_between() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), Some(2.5));
        assert_eq!(median(&[]), None);
    }

    #[test]
    fn a_row_says_whether_the_goal_is_held() {
        let sample = |us: f64, events: f64| {
            Samples::from([("seq_us".into(), vec![us]), ("event_per_s".into(), vec![events])])
        };
        let samples = [sample(600.0, 10_000.0), sample(45.0, 20_000.0)];
        let table = Report::new(&samples, &[Group::Link], 1).table();
        let lines: Vec<_> =
            table.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        assert_eq!(
            lines,
            [
                "Tauri Dormer ratio better goal",
                "call, one after another, µs 600 45.0 0.075 less ≤ 0.1 holds",
                "events, events/s 10,000 20,000 2.00 more ≥ 5 misses",
            ]
        );
    }
}
