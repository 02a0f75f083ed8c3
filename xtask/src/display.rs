//! Virtual displays: a private X server or Wayland compositor with its own session bus and run-time folder. Not here:
//! the programs that run on them (`program`).

use std::ffi::{OsStr, OsString};
use std::fs::{DirBuilder, File};
use std::io::{BufRead, BufReader};
use std::os::unix::fs::DirBuilderExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// How long a part of a display may take to say that it is ready.
const READY: Duration = Duration::from_secs(20);

/// Names the display in the environment of everything that runs on it, and so says what has to end with it.
const MARK: &str = "DORMER_DISPLAY";

/// Waits for its input to close, which also happens when the owner is killed, then ends every process that carries the
/// mark, however it was started, and removes the folder. `$1` is the mark, `$2` the folder.
const GUARD: &str = r#"
read -r _
marked() { grep -lsz "^$1\$" /proc/[0-9]*/environ; }
signal() { for file in $(marked "$2"); do pid=${file#/proc/}; kill -s "$1" "${pid%/environ}" 2>/dev/null; done; }
signal TERM "$1"
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
  [ -n "$(marked "$1")" ] || break
  sleep 0.05
done
signal KILL "$1"
rm -rf -- "$2"
"#;

/// Which window system a display speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum System {
    /// Xvfb with the window manager openbox.
    X11,
    /// weston on its headless backend.
    Wayland,
}

/// A display that nobody sees, with a session bus and a run-time folder of its own. Everything that was started with
/// [`Display::command`], and everything that those programs started, ends when it is dropped or its owner dies.
#[derive(Debug)]
pub struct Display {
    system: System,
    folder: PathBuf,
    environment: Vec<(&'static str, OsString)>,
    parts: Vec<Child>,
    /// Kept open, so that no part of the display gets a broken pipe.
    outputs: Vec<BufReader<ChildStdout>>,
    guard: Option<(Child, ChildStdin)>,
}

impl Display {
    /// An X display of 1280 × 800 pixels with a window manager.
    ///
    /// # Errors
    /// When a program is missing (`cargo xtask setup` installs them) or not ready in time.
    pub fn x11() -> Result<Self> {
        let mut display = Self::empty(System::X11)?;
        let mut server = display.command("Xvfb");
        server.args("-displayfd 1 -screen 0 1280x800x24 -nolisten tcp -noreset".split(' '));
        let number = display.start_part(server)?;
        display.environment.push(("DISPLAY", format!(":{number}").into()));
        display.environment.push(("GDK_BACKEND", "x11".into()));
        display.start_bus()?;
        let mut manager = display.command("openbox");
        manager.args(["--sm-disable", "--startup", "echo ready"]);
        display.start_part(manager)?;
        Ok(display)
    }

    /// A Wayland display of 1280 × 800 pixels.
    ///
    /// # Errors
    /// When a program is missing (`cargo xtask setup` installs them) or not ready in time.
    pub fn wayland() -> Result<Self> {
        let mut display = Self::empty(System::Wayland)?;
        display.start_bus()?;
        let mut compositor = display.command("weston");
        compositor.args("--backend=headless-backend.so --socket=wayland-1 --no-config".split(' '));
        compositor.args("--width=1280 --height=800 --idle-time=0".split(' '));
        display.spawn(compositor)?;
        let socket = display.folder.join("wayland-1");
        display.wait_for_file(&socket)?;
        display.environment.push(("WAYLAND_DISPLAY", "wayland-1".into()));
        display.environment.push(("GDK_BACKEND", "wayland".into()));
        Ok(display)
    }

    /// Which window system this is.
    pub fn system(&self) -> System {
        self.system
    }

    /// The private run-time folder (`XDG_RUNTIME_DIR`); it goes away with the display.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// A command that will run on this display, leading a process group of its own.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.process_group(0).stdin(Stdio::null());
        for inherited in ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "XAUTHORITY", "DESKTOP_STARTUP_ID"]
        {
            command.env_remove(inherited);
        }
        command.envs(self.environment.iter().map(|(name, value)| (*name, value)));
        command
    }

    /// Writes a picture of the whole screen. X11 only.
    ///
    /// # Errors
    /// When the display is not an X display, or ImageMagick's `import` fails.
    pub fn screenshot(&self, path: &Path) -> Result<()> {
        if self.system != System::X11 {
            bail!("pictures of a Wayland display cannot be taken from outside; use an X display");
        }
        let output = self.command("import").args(["-window", "root"]).arg(path).output();
        let output = output.context("`import` of ImageMagick is missing: run `cargo xtask setup`")?;
        if !output.status.success() {
            bail!("`import` failed: {}", String::from_utf8_lossy(&output.stderr).trim());
        }
        Ok(())
    }

    fn empty(system: System) -> Result<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("dormer-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(&name);
        // A killed owner's guard removes its folder; one that is left belongs to a process that no longer exists.
        let _ = std::fs::remove_dir_all(&folder);
        DirBuilder::new()
            .mode(0o700)
            .create(&folder)
            .with_context(|| format!("create {}", folder.display()))?;
        let mut guard = Command::new("sh")
            .args(["-c", GUARD, "guard", &format!("{MARK}={name}")])
            .arg(&folder)
            .process_group(0)
            .stdin(Stdio::piped())
            .spawn()
            .context("start `sh`")?;
        let alive = guard.stdin.take().context("the guard was started with a pipe")?;
        let environment = vec![
            (MARK, name.into()),
            ("XDG_RUNTIME_DIR", folder.clone().into()),
            ("XDG_CONFIG_HOME", folder.join("config").into()),
            ("XDG_DATA_HOME", folder.join("data").into()),
            ("XDG_STATE_HOME", folder.join("state").into()),
        ];
        Ok(Self {
            system,
            folder,
            environment,
            parts: Vec::new(),
            outputs: Vec::new(),
            guard: Some((guard, alive)),
        })
    }

    fn start_bus(&mut self) -> Result<()> {
        let mut bus = self.command("dbus-daemon");
        bus.args(["--session", "--nofork", "--nopidfile", "--print-address=1"]);
        bus.arg(format!("--address=unix:path={}/bus", self.folder.display()));
        let address = self.start_part(bus)?;
        self.environment.push(("DBUS_SESSION_BUS_ADDRESS", address.into()));
        Ok(())
    }

    fn log(&self, command: &Command) -> PathBuf {
        self.folder.join(command.get_program()).with_extension("log")
    }

    fn spawn(&mut self, mut command: Command) -> Result<&mut Child> {
        let log = self.log(&command);
        command.stderr(File::create(&log)?);
        let child = command.spawn().with_context(|| {
            format!("start `{}` (`cargo xtask setup` installs it)", command.get_program().display())
        })?;
        Ok(self.parts.push_mut(child))
    }

    /// Starts a part that writes a line to its standard output when it is ready, and gives that line.
    fn start_part(&mut self, mut command: Command) -> Result<String> {
        command.stdout(Stdio::piped());
        let name = command.get_program().to_os_string();
        let log = self.log(&command);
        let child = self.spawn(command)?;
        let mut output = BufReader::new(child.stdout.take().context("started with a pipe")?);
        let (sender, receiver) = mpsc::channel();
        std::thread::spawn(move || {
            let mut line = String::new();
            let read = output.read_line(&mut line);
            // The receiver is gone when the part was too slow; then nobody needs the line.
            let _ = sender.send(read.map(|_| (line, output)));
        });
        match receiver.recv_timeout(READY) {
            Ok(Ok((line, output))) if line.ends_with('\n') => {
                self.outputs.push(output);
                Ok(line.trim().to_owned())
            }
            _ => bail!(
                "`{}` was not ready in time: {}",
                name.display(),
                std::fs::read_to_string(log).unwrap_or_default()
            ),
        }
    }

    fn wait_for_file(&mut self, path: &Path) -> Result<()> {
        let limit = Instant::now() + READY;
        while !path.exists() {
            let ended = self.parts.last_mut().map(Child::try_wait).transpose()?.flatten();
            if ended.is_some() || Instant::now() > limit {
                let log = std::fs::read_to_string(self.folder.join("weston.log")).unwrap_or_default();
                bail!("{} did not appear: {log}", path.display());
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        Ok(())
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        if let Some((mut guard, alive)) = self.guard.take() {
            drop(alive);
            // Nothing to be done about a guard that cannot be waited for.
            let _ = guard.wait();
        }
        for part in &mut self.parts {
            let _ = part.wait();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_started_on_a_display_ends_with_it() {
        let display = Display::x11().unwrap();
        let folder = display.folder().to_owned();
        // Its grandchild leaves the process group, as services that the bus starts do.
        let mut child = display.command("sh").args(["-c", "setsid sleep 1000 & wait"]).spawn().unwrap();
        assert!(folder.join("bus").exists());
        drop(display);
        assert!(!child.wait().unwrap().success());
        assert!(!folder.exists());
        let mark = format!("{MARK}={}", folder.file_name().unwrap().display());
        let left =
            Command::new("sh").args(["-c", r#"grep -lsz "^$0\$" /proc/[0-9]*/environ"#, &mark]).output();
        assert_eq!(String::from_utf8_lossy(&left.unwrap().stdout), "");
    }

    #[test]
    fn a_wayland_display_has_a_socket_and_no_x_server() {
        let display = Display::wayland().unwrap();
        let output = display.command("sh").args(["-c", "echo $WAYLAND_DISPLAY,$DISPLAY"]).output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stdout), "wayland-1,\n");
        assert!(display.folder().join("wayland-1").exists());
    }
}
