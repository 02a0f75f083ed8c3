//! Every case of the page as a test of its own, on each display and carrier. Not here: the cases (`page/src/cases`).

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result};
use dormer_tests::{Carrier, Launchers, Stage, Subject};
use libtest_mimic::{Arguments, Failed, Trial};
use xtask::display::System;

const PROGRAM: &str = env!("CARGO_BIN_EXE_subject");
const CASES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/page/dist/cases.json");
/// How long all cases of one pair may take.
const LIMIT: Duration = Duration::from_secs(240);

/// One subject that runs its cases when the first of its tests asks.
struct Pair {
    system: System,
    carrier: Carrier,
    cases: Vec<String>,
    outcome: OnceLock<Outcome>,
}

/// What a subject reported.
struct Outcome {
    /// Name of each case that ran, and why it failed.
    results: HashMap<String, Option<String>>,
    fallback_lines: usize,
    /// How the run as a whole ended.
    end: Result<(), String>,
    output: String,
}

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let text = fs::read_to_string(CASES).unwrap_or_else(|error| {
        panic!("{CASES}: {error}; build the page with `cargo xtask test` or `npm run build`")
    });
    let names: Vec<String> = serde_json::from_str(&text).expect("the build script of the page writes a list");
    let mut trials = Vec::new();
    for (system, display) in [(System::X11, "x11"), (System::Wayland, "wayland")] {
        for carrier in [Carrier::Direct, Carrier::Fallback, Carrier::Isolated] {
            if (system, carrier) == (System::Wayland, Carrier::Isolated) {
                continue; // the frame knows no display
            }
            let of = |name: &str| format!("{display}/{carrier}/{name}");
            let cases = names.iter().filter(|name| selected(&arguments, &of(name))).cloned().collect();
            let pair = Arc::new(Pair { system, carrier, cases, outcome: OnceLock::new() });
            for name in &names {
                let (pair, case) = (Arc::clone(&pair), name.clone());
                trials.push(Trial::test(of(name), move || pair.outcome().result(&case)));
            }
            let whole = Arc::clone(&pair);
            trials.push(Trial::test(of("whole::ends_well_on_its_carrier"), move || whole.check_whole()));
        }
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn selected(arguments: &Arguments, name: &str) -> bool {
    let is = |part: &String| if arguments.exact { name == part } else { name.contains(part.as_str()) };
    arguments.filter.as_ref().is_none_or(is) && !arguments.skip.iter().any(is)
}

impl Pair {
    /// Subjects run one after another, so that their times mean something.
    fn outcome(&self) -> &Outcome {
        static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
        self.outcome.get_or_init(|| {
            let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
            self.run()
        })
    }

    fn run(&self) -> Outcome {
        let mut outcome =
            Outcome { results: HashMap::new(), fallback_lines: 0, end: Ok(()), output: String::new() };
        outcome.end = self.collect(&mut outcome).map_err(|error| format!("{error:#}"));
        outcome
    }

    fn collect(&self, outcome: &mut Outcome) -> Result<()> {
        let stage = Stage::new(self.system, self.carrier, Path::new(PROGRAM))?;
        let mut names = vec!["cases"];
        names.extend(self.cases.iter().map(String::as_str));
        let mut command = stage.command(&names);
        Launchers::install(stage.display().folder())?.go_before_others(&mut command)?;
        // What `$TEMP` means: a folder that goes away with the display.
        let temporary = stage.display().folder().join("temp");
        fs::create_dir(&temporary)?;
        command.env("TMPDIR", temporary);
        let mut subject = Subject::start(command)?;
        let end =
            subject.wait_for("DONE", LIMIT).map(drop).and_then(|()| subject.succeed(Duration::from_secs(10)));
        outcome.output = subject.output();
        outcome.fallback_lines = subject.fallback_lines();
        for line in outcome.output.lines().filter_map(|line| line.strip_prefix("CASE ")) {
            let result: serde_json::Value = serde_json::from_str(line).context("a line of a case")?;
            let name = result["name"].as_str().context("its name")?.to_owned();
            outcome.results.insert(name, result["error"].as_str().map(str::to_owned));
        }
        end
    }

    fn check_whole(&self) -> Result<(), Failed> {
        let outcome = self.outcome();
        outcome.end.clone()?;
        let expected = usize::from(self.carrier == Carrier::Fallback);
        if outcome.fallback_lines != expected {
            let said = outcome.fallback_lines;
            return Err(
                format!("said {said} times that script messages are in use, expected {expected}").into()
            );
        }
        Ok(())
    }
}

impl Outcome {
    fn result(&self, case: &str) -> Result<(), Failed> {
        match (self.results.get(case), &self.end) {
            (Some(None), _) => Ok(()),
            (Some(Some(error)), _) => Err(error.into()),
            (None, Err(end)) => Err(format!("did not run: {end}").into()),
            (None, Ok(())) => Err("the page passed it over".into()),
        }
    }
}
