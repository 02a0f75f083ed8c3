//! The commands that pages call. One file per kind; [`all`] is the table.

mod data;
mod directories;
mod files;
mod handles;
mod lines;
#[cfg_attr(not(test), expect(dead_code, reason = "the build script reads it"))]
mod names;
mod options;
mod security_scoped;
#[cfg(feature = "watch")]
mod watch;
mod whole;

use dormer::ipc::{Command, CommandFn};

/// The table of commands.
pub(crate) fn all() -> Vec<Command> {
    vec![
        <files::copy_file as CommandFn>::COMMAND,
        <files::create as CommandFn>::COMMAND,
        <files::exists as CommandFn>::COMMAND,
        <handles::fstat as CommandFn>::COMMAND,
        <handles::ftruncate as CommandFn>::COMMAND,
        <files::lstat as CommandFn>::COMMAND,
        <directories::mkdir as CommandFn>::COMMAND,
        <files::open as CommandFn>::COMMAND,
        <handles::read as CommandFn>::COMMAND,
        <directories::read_dir as CommandFn>::COMMAND,
        <whole::read_file as CommandFn>::COMMAND,
        <whole::read_text_file as CommandFn>::COMMAND,
        <lines::read_text_file_lines as CommandFn>::COMMAND,
        <lines::read_text_file_lines_next as CommandFn>::COMMAND,
        <files::remove as CommandFn>::COMMAND,
        <files::rename as CommandFn>::COMMAND,
        <handles::seek as CommandFn>::COMMAND,
        <directories::size as CommandFn>::COMMAND,
        <security_scoped::start_accessing_security_scoped_resource as CommandFn>::COMMAND,
        <files::stat as CommandFn>::COMMAND,
        <security_scoped::stop_accessing_security_scoped_resource as CommandFn>::COMMAND,
        <files::truncate as CommandFn>::COMMAND,
        #[cfg(feature = "watch")]
        <watch::watch as CommandFn>::COMMAND,
        <handles::write as CommandFn>::COMMAND,
        <whole::write_file as CommandFn>::COMMAND,
        <whole::write_text_file as CommandFn>::COMMAND,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_and_permissions_agree() {
        let watch = cfg!(feature = "watch");
        let expected: Vec<_> = names::NAMES
            .into_iter()
            .filter(|name| *name != "unwatch" && (watch || *name != "watch"))
            .collect();
        let found: Vec<_> = all().iter().map(|command| command.name).collect();
        assert_eq!(found, expected);
    }
}
