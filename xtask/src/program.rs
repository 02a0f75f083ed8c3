//! A program that is watched through the lines it prints. Not here: the display that it may run on (`display`).

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process_group};

/// A running program whose output is kept. It must lead its process group, as commands of a display do; dropping it
/// ends the group.
#[derive(Debug)]
pub struct Program {
    child: Child,
    lines: Receiver<String>,
    output: Arc<Mutex<String>>,
}

impl Program {
    /// Starts `command` with both outputs read line by line.
    ///
    /// # Errors
    /// When the program cannot be started.
    pub fn start(mut command: Command) -> Result<Self> {
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child =
            command.spawn().with_context(|| format!("start `{}`", command.get_program().display()))?;
        let output = Arc::new(Mutex::new(String::new()));
        let (sender, lines) = mpsc::channel();
        if let Some(out) = child.stdout.take() {
            forward(out, sender.clone(), Arc::clone(&output));
        }
        if let Some(err) = child.stderr.take() {
            forward(err, sender, Arc::clone(&output));
        }
        Ok(Self { child, lines, output })
    }

    /// The process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// All lines of both outputs up to now.
    pub fn output(&self) -> String {
        self.output.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Waits for a line that starts with `prefix` and gives what follows it.
    ///
    /// # Errors
    /// When the program ends or `limit` passes first; the text holds the program's output.
    pub fn wait_for(&mut self, prefix: &str, limit: Duration) -> Result<String> {
        let end = Instant::now() + limit;
        loop {
            match self.lines.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(line) => {
                    if let Some(rest) = line.strip_prefix(prefix) {
                        return Ok(rest.to_owned());
                    }
                }
                Err(RecvTimeoutError::Timeout) => {
                    bail!("no line `{prefix}…` within {} s; output:\n{}", limit.as_secs(), self.output())
                }
                Err(RecvTimeoutError::Disconnected) => {
                    let status = self.wait(Duration::from_secs(1))?;
                    bail!("ended ({status}) without a line `{prefix}…`; output:\n{}", self.output())
                }
            }
        }
    }

    /// Waits for the program to end by itself.
    ///
    /// # Errors
    /// When it still runs after `limit`.
    pub fn wait(&mut self, limit: Duration) -> Result<ExitStatus> {
        let end = Instant::now() + limit;
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Ok(status);
            }
            if Instant::now() > end {
                bail!("still running after {} s; output:\n{}", limit.as_secs(), self.output());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn signal(&self, signal: Signal) {
        // The group is gone when its last process has ended, which is what the signal is for.
        let _ = kill_process_group(Pid::from_child(&self.child), signal);
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.signal(Signal::TERM);
        if self.wait(Duration::from_secs(2)).is_err() {
            self.signal(Signal::KILL);
            let _ = self.child.wait();
        }
    }
}

fn forward(from: impl Read + Send + 'static, lines: Sender<String>, output: Arc<Mutex<String>>) {
    std::thread::spawn(move || {
        for line in BufReader::new(from).split(b'\n').map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line).into_owned();
            let mut output = output.lock().unwrap_or_else(PoisonError::into_inner);
            output.push_str(&line);
            output.push('\n');
            // Nobody waits any more; the output is kept all the same.
            let _ = lines.send(line);
        }
    });
}

#[cfg(test)]
mod tests {
    use std::os::unix::process::CommandExt;

    use super::*;

    fn shell(script: &str) -> Program {
        let mut command = Command::new("sh");
        command.args(["-c", script]).process_group(0);
        Program::start(command).unwrap()
    }

    #[test]
    fn a_line_is_found_among_others_and_on_either_output() {
        let mut program = shell("echo noise; echo 'READY 7' >&2; sleep 100");
        assert_eq!(program.wait_for("READY ", Duration::from_secs(10)).unwrap(), "7");
    }

    #[test]
    fn an_early_end_is_told_with_the_output() {
        let error = shell("echo why; exit 3").wait_for("READY", Duration::from_secs(10)).unwrap_err();
        assert!(error.to_string().contains("exit status: 3"), "{error}");
        assert!(error.to_string().contains("why"), "{error}");
    }

    #[test]
    fn silence_ends_at_the_limit() {
        let error = shell("sleep 100").wait_for("READY", Duration::from_millis(50)).unwrap_err();
        assert!(error.to_string().contains("no line"), "{error}");
    }
}
