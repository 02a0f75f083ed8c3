//! `cargo xtask bench`: the same program on Dormer and on its peer, run in turns on one machine. Not here: what the
//! page measures (`bench/ui`), the rows and goals (`rows`).

mod machine;
mod memory;
mod report;
mod rows;
mod subject;

use std::collections::BTreeMap;
use std::fs;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, bail};
use serde_json::Value;
use xtask::display::Display;
use xtask::program::Program;

use crate::workspace::root;
use crate::{cli, setup};
use rows::Group;
use subject::{SUBJECTS, Subject};

pub(crate) const COMMAND: cli::Command = cli::Command {
    name: "bench",
    about: "Measures Dormer against its peer and compares with the goals",
    usage: "[--runs N] [--build] [--only GROUP,…] [--json]\n\n  \
            --runs N      how often each program runs, in turns (5)\n  \
            --build       also the time of builds, which takes long\n  \
            --only GROUP  some of: link start memory size crates build; writes no file\n  \
            --json        print all samples as JSON instead of the table",
    passes_on: false,
    run: |parser, _| bench(&Options::parse(parser)?),
};

/// Where a whole measurement is written to.
const RESULTS: &str = "bench/RESULTS.md";

/// A whole run of the page may take this long; the slower program needs about half a minute.
const WHOLE: Duration = Duration::from_secs(240);

struct Options {
    runs: usize,
    groups: Vec<Group>,
    partial: bool,
    json: bool,
}

impl Options {
    fn parse(mut parser: lexopt::Parser) -> Result<Self> {
        let mut options = Self { runs: 5, groups: Vec::new(), partial: false, json: false };
        let mut build = false;
        while let Some(argument) = parser.next()? {
            match argument {
                lexopt::Arg::Long("runs") => options.runs = parser.value()?.to_string_lossy().parse()?,
                lexopt::Arg::Long("build") => build = true,
                lexopt::Arg::Long("json") => options.json = true,
                lexopt::Arg::Long("only") => {
                    options.partial = true;
                    for name in parser.value()?.to_string_lossy().split(',') {
                        let group = Group::ALL.into_iter().find(|group| group.name() == name);
                        options.groups.push(group.with_context(|| format!("no group `{name}`; see --help"))?);
                    }
                }
                _ => return Err(argument.unexpected().into()),
            }
        }
        if options.runs == 0 {
            bail!("--runs wants at least 1");
        }
        if !options.partial {
            options.groups = Group::ALL.into_iter().filter(|group| *group != Group::Build).collect();
        }
        if build && !options.groups.contains(&Group::Build) {
            options.groups.push(Group::Build);
        }
        Ok(options)
    }

    fn has(&self, group: Group) -> bool {
        self.groups.contains(&group)
    }
}

/// All values of each row, by the row's key.
type Samples = BTreeMap<String, Vec<f64>>;

fn bench(options: &Options) -> Result<()> {
    setup::ensure(true)?;
    let mut samples = [Samples::new(), Samples::new()];
    if [Group::Link, Group::Start, Group::Memory, Group::Size].into_iter().any(|group| options.has(group)) {
        for (subject, samples) in SUBJECTS.iter().zip(&mut samples) {
            eprintln!("building {}", subject.name);
            let program = subject.build()?;
            add(samples, "binary_MB", fs::metadata(program)?.len() as f64 / 1e6);
        }
    }
    if [Group::Link, Group::Start, Group::Memory].into_iter().any(|group| options.has(group)) {
        run_in_turns(options, &mut samples)?;
    }
    for (subject, samples) in SUBJECTS.iter().zip(&mut samples) {
        if options.has(Group::Crates) {
            add(samples, "crates", subject.crates()? as f64);
        }
        if options.has(Group::Build) {
            eprintln!("timing builds of {}", subject.name);
            add(samples, "build_release_s", subject.clean_build()?.as_secs_f64());
            for time in subject.rebuilds(options.runs.min(5))? {
                add(samples, "rebuild_dev_s", time.as_secs_f64());
            }
        }
    }
    let report = report::Report::new(&samples, &options.groups, options.runs);
    if options.json {
        println!("{:#}", report.json());
    } else {
        print!("{}", report.table());
    }
    if !options.partial {
        fs::write(root().join(RESULTS), report.markdown()?)?;
        eprintln!("written to {RESULTS}");
    }
    Ok(())
}

/// One private display for everything; each round starts with the other program.
fn run_in_turns(options: &Options, samples: &mut [Samples; 2]) -> Result<()> {
    let display = Display::x11()?;
    for subject in &SUBJECTS {
        // The first start reads from disk and starts the bus's services: not counted.
        start(&display, subject, Mode::Idle)?;
    }
    for round in 0..options.runs {
        for turn in 0..SUBJECTS.len() {
            let which = (round + turn) % SUBJECTS.len();
            let subject = &SUBJECTS[which];
            eprintln!("round {} of {}: {}", round + 1, options.runs, subject.name);
            if options.has(Group::Start) || options.has(Group::Memory) {
                let (values, program) = start(&display, subject, Mode::Idle)?;
                collect(&mut samples[which], &values);
                if options.has(Group::Memory) {
                    add(&mut samples[which], "pss_idle_MB", memory::settled(program.id()));
                }
            }
            if options.has(Group::Link) {
                let (values, program) = start(&display, subject, Mode::Whole)?;
                collect(&mut samples[which], &values);
                if options.has(Group::Memory) {
                    add(&mut samples[which], "pss_after_MB", memory::settled(program.id()));
                }
            }
        }
    }
    Ok(())
}

#[derive(Clone, Copy, PartialEq)]
enum Mode {
    /// The page stops after its first frame.
    Idle,
    /// The page measures everything.
    Whole,
}

/// Starts a program and gives what its page reported; the program still runs.
fn start(display: &Display, subject: &Subject, mode: Mode) -> Result<(Value, Program)> {
    let mut command = display.command(subject.program()?);
    command.env("BENCH_HOLD", "1").env("RUST_BACKTRACE", "0").current_dir(root());
    if mode == Mode::Idle {
        command.env("BENCH_IDLE", "1");
    }
    command.env("BENCH_T0", SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis().to_string());
    let mut program = Program::start(command)?;
    let line = program.wait_for("RESULT ", WHOLE).with_context(|| subject.name)?;
    let values: Value = serde_json::from_str(&line)?;
    if let Some(error) = values["error"].as_str() {
        bail!("{}: the page failed: {error}", subject.name);
    }
    Ok((values, program))
}

/// Takes over the numbers that the page measured; moments become milliseconds since the start.
fn collect(samples: &mut Samples, values: &Value) {
    let start = values["start"].as_f64().unwrap_or_default();
    for (key, value) in values.as_object().into_iter().flatten() {
        let Some(value) = value.as_f64() else { continue };
        match key.as_str() {
            "start" => {}
            "first_js" | "first_invoke" | "first_frame" => add(samples, &format!("{key}_ms"), value - start),
            _ => add(samples, key, value),
        }
    }
}

fn add(samples: &mut Samples, key: &str, value: f64) {
    samples.entry(key.to_owned()).or_default().push(value);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_count_from_the_start() {
        let mut samples = Samples::new();
        collect(
            &mut samples,
            &serde_json::json!({ "start": 1000, "first_js": 1250, "seq_us": 40.5, "note": "x" }),
        );
        assert_eq!(
            samples,
            Samples::from([("first_js_ms".into(), vec![250.0]), ("seq_us".into(), vec![40.5])])
        );
    }

    #[test]
    fn options_choose_groups() {
        let parse = |arguments: &[&str]| Options::parse(lexopt::Parser::from_args(arguments));
        assert!(!parse(&[]).unwrap().has(Group::Build));
        assert!(parse(&["--build"]).unwrap().has(Group::Build));
        let some = parse(&["--only", "size,crates", "--runs=7"]).unwrap();
        assert!(some.partial && some.runs == 7 && some.groups == [Group::Size, Group::Crates]);
        assert!(parse(&["--only", "color"]).is_err() && parse(&["--runs", "0"]).is_err());
    }
}
