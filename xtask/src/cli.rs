//! The command line's frame: the list of commands, their help, the argument parser they share. Not here: the
//! arguments of each command.

use std::ffi::OsString;

use anyhow::{Result, bail};

/// One command of `cargo xtask`.
pub(crate) struct Command {
    pub(crate) name: &'static str,
    /// One line for the list.
    pub(crate) about: &'static str,
    /// What stands behind the name, and the options, a line each.
    pub(crate) usage: &'static str,
    /// Whether arguments behind `--` have a meaning.
    pub(crate) passes_on: bool,
    /// Gets the options, and the arguments behind `--`.
    pub(crate) run: fn(lexopt::Parser, Vec<OsString>) -> Result<()>,
}

/// Runs the command that `arguments` name, or prints help.
pub(crate) fn dispatch(commands: &[&Command], mut arguments: Vec<OsString>) -> Result<()> {
    if arguments.is_empty() || asks_for_help(&arguments[..1]) {
        print!("{}", list(commands));
        return Ok(());
    }
    let name = arguments.remove(0);
    let Some(command) = commands.iter().find(|command| name == command.name) else {
        bail!("no command `{}`; `cargo xtask` lists them", name.display());
    };
    if asks_for_help(&arguments) {
        println!("{}\n\ncargo xtask {} {}", command.about, command.name, command.usage);
        return Ok(());
    }
    let dashes = arguments.iter().position(|argument| argument == "--");
    let passed_on = dashes.map_or_else(Vec::new, |at| arguments.drain(at..).skip(1).collect());
    if dashes.is_some() && !command.passes_on {
        bail!("`cargo xtask {}` takes nothing behind `--`", command.name);
    }
    (command.run)(lexopt::Parser::from_args(arguments), passed_on)
}

/// For commands without options: an error when there is one all the same.
pub(crate) fn no_options(mut parser: lexopt::Parser) -> Result<()> {
    match parser.next()? {
        Some(argument) => Err(argument.unexpected().into()),
        None => Ok(()),
    }
}

/// For commands with one flag: whether it was given.
pub(crate) fn only_flag(mut parser: lexopt::Parser, name: &str) -> Result<bool> {
    let mut given = false;
    while let Some(argument) = parser.next()? {
        match argument {
            lexopt::Arg::Long(flag) if flag == name => given = true,
            _ => return Err(argument.unexpected().into()),
        }
    }
    Ok(given)
}

fn asks_for_help(arguments: &[OsString]) -> bool {
    arguments
        .iter()
        .take_while(|argument| *argument != "--")
        .any(|argument| argument == "--help" || argument == "-h")
}

fn list(commands: &[&Command]) -> String {
    let mut text = String::from("The chores of this repository.\n\ncargo xtask COMMAND [--help]\n\n");
    for command in commands {
        text += &format!("  {:<6} {}\n", command.name, command.about);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMAND: Command = Command {
        name: "sing",
        about: "sings",
        usage: "[--loud]",
        passes_on: true,
        run: |parser, words| {
            let loud = only_flag(parser, "loud")?;
            bail!("sang {words:?}, loud: {loud}")
        },
    };

    fn check(arguments: &[&str], expected: Result<(), &str>) {
        let arguments = arguments.iter().map(OsString::from).collect();
        let result = dispatch(&[&COMMAND], arguments).map_err(|error| error.to_string());
        assert_eq!(result, expected.map_err(str::to_owned));
    }

    #[test]
    fn help_belongs_to_us_before_the_double_dash_only() {
        check(&[], Ok(()));
        check(&["sing", "--help"], Ok(()));
        check(&["dance"], Err("no command `dance`; `cargo xtask` lists them"));
        check(&["sing", "--", "--help"], Err(r#"sang ["--help"], loud: false"#));
        check(&["sing", "--loud"], Err("sang [], loud: true"));
        check(&["sing", "--shrill"], Err("invalid option '--shrill'"));
    }
}
