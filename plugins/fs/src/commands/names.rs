//! The names of the plugin's commands, for the table and for the build script, which makes permissions of them.

/// Every command, by its name for pages. `watch` is there with the feature of its name; `unwatch` is a permission without
/// a command, because clients close the watcher as a resource.
pub(crate) const NAMES: [&str; 27] = [
    "copy_file",
    "create",
    "exists",
    "fstat",
    "ftruncate",
    "lstat",
    "mkdir",
    "open",
    "read",
    "read_dir",
    "read_file",
    "read_text_file",
    "read_text_file_lines",
    "read_text_file_lines_next",
    "remove",
    "rename",
    "seek",
    "size",
    "start_accessing_security_scoped_resource",
    "stat",
    "stop_accessing_security_scoped_resource",
    "truncate",
    "unwatch",
    "watch",
    "write",
    "write_file",
    "write_text_file",
];
