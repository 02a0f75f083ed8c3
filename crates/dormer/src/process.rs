//! The program's own file, and starting it again. Not here: what happens to windows before that, and other
//! programs.

use std::io;
use std::path::PathBuf;
use std::process::{Command, exit};
use std::sync::OnceLock;

use crate::env::Env;

/// The file that starts this program: the AppImage if it runs from one, else its binary.
///
/// # Errors
/// The system does not tell.
pub fn current_binary(env: &Env) -> io::Result<PathBuf> {
    match &env.appimage {
        Some(image) => Ok(image.into()),
        None => starting_binary(),
    }
}

/// Starts the program again with the arguments it had, and ends this process: with code 0, or with 1 and a
/// line in the log when the start failed. No destructors run.
pub fn restart(env: &Env) -> ! {
    match command(env).and_then(|mut command| command.spawn()) {
        Ok(_) => exit(0),
        Err(error) => {
            log::error!("the program could not be started again: {error}");
            exit(1)
        }
    }
}

/// The binary as it was named when first asked; an update that replaces the file afterwards does not change
/// the answer.
pub(crate) fn starting_binary() -> io::Result<PathBuf> {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    if let Some(path) = BINARY.get() {
        return Ok(path.clone());
    }
    let path = std::env::current_exe()?;
    Ok(BINARY.get_or_init(|| path).clone())
}

fn command(env: &Env) -> io::Result<Command> {
    let mut command = Command::new(current_binary(env)?);
    command.args(env.args_os.iter().skip(1));
    Ok(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn env(args: &[&str], appimage: Option<&str>) -> Env {
        Env {
            args_os: args.iter().map(Into::into).collect(),
            appimage: appimage.map(Into::into),
            ..Env::default()
        }
    }

    #[test]
    fn the_file_and_arguments_of_a_restart() {
        let own = std::env::current_exe().unwrap();
        for (args, appimage, program, rest) in [
            (&["app"][..], None, own.as_os_str(), &[][..]),
            (&[], None, own.as_os_str(), &[]),
            (&["app", "--x", "a b"], None, own.as_os_str(), &["--x", "a b"]),
            (&["app", "f"], Some("/a/B.AppImage"), "/a/B.AppImage".as_ref(), &["f"]),
        ] {
            let env = env(args, appimage);
            assert_eq!(current_binary(&env).unwrap(), PathBuf::from(program));
            let command = command(&env).unwrap();
            assert_eq!(command.get_program(), program);
            assert_eq!(command.get_args().collect::<Vec<_>>(), rest);
        }
    }

    /// The test starts itself as a child that restarts into a shell, or into nothing.
    #[test]
    fn a_restart_starts_and_ends() {
        const CHILD: &str = "DORMER_TEST_RESTART_INTO";
        if let Some(program) = std::env::var_os(CHILD) {
            let args = ["app", "-c", "echo started again"];
            restart(&env(&args, program.to_str()));
        }
        for (program, code, printed) in [("/bin/sh", 0, true), ("/no/such/program", 1, false)] {
            let mut child = Command::new(std::env::current_exe().unwrap());
            child.args(["--exact", "--nocapture"]).args(own_test_name()).env(CHILD, program);
            let output = child.output().unwrap();
            assert_eq!(output.status.code(), Some(code), "{program}");
            let text = String::from_utf8_lossy(&output.stdout);
            assert_eq!(text.contains("started again"), printed, "{program}: {text}");
        }
    }

    fn own_test_name() -> [String; 1] {
        let module = module_path!().split_once("::").unwrap().1;
        [format!("{module}::a_restart_starts_and_ends")]
    }
}
