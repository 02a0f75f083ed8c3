//! Log lines on standard error, where the harness reads them. Nothing else.

use log::{LevelFilter, Log, Metadata, Record};

struct ToStderr;

impl Log for ToStderr {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &Record<'_>) {
        eprintln!("LOG {} {}: {}", record.level(), record.target(), record.args());
    }

    fn flush(&self) {}
}

/// Shows everything from warnings up.
pub(crate) fn install() {
    log::set_logger(&ToStderr).expect("nothing else in this program logs");
    log::set_max_level(LevelFilter::Warn);
}
