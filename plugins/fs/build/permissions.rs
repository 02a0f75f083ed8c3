//! The plugin's permissions, made from two tables: the commands, and the directories. Not here: what they mean (the
//! permission system), writing the files (`main`).

use std::fmt::Write;

/// A directory: its name in permissions, and its variable. `log` has no variable of that name that resolves; the one
/// of the program's own logs is meant.
const DIRECTORIES: [(&str, &str); 24] = [
    ("audio", "$AUDIO"),
    ("cache", "$CACHE"),
    ("config", "$CONFIG"),
    ("data", "$DATA"),
    ("localdata", "$LOCALDATA"),
    ("desktop", "$DESKTOP"),
    ("document", "$DOCUMENT"),
    ("download", "$DOWNLOAD"),
    ("exe", "$EXE"),
    ("font", "$FONT"),
    ("home", "$HOME"),
    ("picture", "$PICTURE"),
    ("public", "$PUBLIC"),
    ("runtime", "$RUNTIME"),
    ("template", "$TEMPLATE"),
    ("video", "$VIDEO"),
    ("resource", "$RESOURCE"),
    ("log", "$APPLOG"),
    ("temp", "$TEMP"),
    ("appconfig", "$APPCONFIG"),
    ("appdata", "$APPDATA"),
    ("applocaldata", "$APPLOCALDATA"),
    ("appcache", "$APPCACHE"),
    ("applog", "$APPLOG"),
];

/// The program's own directories together.
const APP: [&str; 5] = ["$APPCONFIG", "$APPDATA", "$APPLOCALDATA", "$APPCACHE", "$APPLOG"];

/// Commands that one permission grants beside its own.
const COMPANIONS: [(&str, &[&str]); 2] =
    [("write_file", &["open", "write"]), ("read_text_file_lines", &["read_text_file_lines_next"])];

const READ_META: [&str; 6] = ["read_dir", "stat", "lstat", "fstat", "exists", "size"];
const READ_DIRS: [&str; 5] = ["read_dir", "stat", "lstat", "fstat", "exists"];
const READ_FILES: [&str; 11] = [
    "read_file",
    "read",
    "open",
    "read_text_file",
    "read_text_file_lines",
    "read_text_file_lines_next",
    "seek",
    "stat",
    "lstat",
    "fstat",
    "exists",
];
const READ_ALL: [&str; 14] = [
    "read_dir",
    "read_file",
    "read",
    "open",
    "read_text_file",
    "read_text_file_lines",
    "read_text_file_lines_next",
    "seek",
    "stat",
    "lstat",
    "fstat",
    "exists",
    "watch",
    "unwatch",
];
const WRITE_FILES: [&str; 9] = [
    "create",
    "copy_file",
    "remove",
    "rename",
    "truncate",
    "ftruncate",
    "write",
    "write_file",
    "write_text_file",
];
const APP_READ: [&str; 6] = [
    "read_dir",
    "read_file",
    "read_text_file",
    "read_text_file_lines",
    "read_text_file_lines_next",
    "exists",
];
const WEBVIEW_DATA_LINUX: [&str; 9] = [
    "CacheStorage/**",
    "cookies",
    "hsts-storage.sqlite",
    "serviceworkers/**",
    "WebKitCache/**",
    "databases/**",
    "localstorage/**",
    "mediakeys/**",
    "storage/**",
];

/// File names and contents. `commands` are names for pages.
pub(crate) fn files(commands: &[&str]) -> Vec<(String, String)> {
    let mut files = vec![
        ("commands.toml".to_owned(), command_permissions(commands)),
        ("groups.toml".to_owned(), groups()),
        ("default.toml".to_owned(), default_set()),
        ("deny.toml".to_owned(), deny()),
        ("app.toml".to_owned(), family("app", &APP)),
    ];
    files.extend(
        DIRECTORIES.iter().map(|(name, variable)| (format!("{name}.toml"), family(name, &[variable]))),
    );
    files
}

/// One permission: its name, what it is, and its tables.
fn permission(text: &mut String, identifier: &str, description: &str, tables: &str) {
    write!(
        text,
        "[[permission]]\nidentifier = \"{identifier}\"\ndescription = \"{description}\"\n{tables}\n"
    )
    .expect("a String takes all text");
}

fn set(text: &mut String, identifier: &str, description: &str, permissions: &[String]) {
    write!(
        text,
        "[[set]]\nidentifier = \"{identifier}\"\ndescription = \"{description}\"\npermissions = {}\n\n",
        list(permissions)
    )
    .expect("a String takes all text");
}

fn list<T: AsRef<str>>(items: &[T]) -> String {
    let quoted: Vec<String> = items.iter().map(|item| format!("\"{}\"", item.as_ref())).collect();
    format!("[{}]", quoted.join(", "))
}

fn allow<T: AsRef<str>>(commands: &[T]) -> String {
    format!("commands.allow = {}\n", list(commands))
}

fn scope_allow<T: AsRef<str>>(patterns: &[T]) -> String {
    patterns
        .iter()
        .map(|pattern| format!("[[permission.scope.allow]]\npath = \"{}\"\n", pattern.as_ref()))
        .collect()
}

fn command_permissions(commands: &[&str]) -> String {
    let mut text = String::new();
    for command in commands {
        let kebab = command.replace('_', "-");
        let companions =
            COMPANIONS.iter().find(|(of, _)| of == command).map_or(&[][..], |(_, companions)| *companions);
        let granted: Vec<&str> = std::iter::once(*command).chain(companions.iter().copied()).collect();
        let about = format!("Allows the command {command}, with no scope of its own.");
        permission(&mut text, &format!("allow-{kebab}"), &about, &allow(&granted));
        let about = format!("Denies the command {command}.");
        permission(
            &mut text,
            &format!("deny-{kebab}"),
            &about,
            &format!("commands.deny = {}\n", list(&[command])),
        );
    }
    text
}

fn groups() -> String {
    let write_all: Vec<&str> = std::iter::once("mkdir").chain(WRITE_FILES).collect();
    let mut text = String::new();
    for (name, about, commands) in [
        ("read-all", "Allows all commands that read, with no scope of its own.", &READ_ALL[..]),
        ("read-dirs", "Allows to list directories and to read facts about files.", &READ_DIRS),
        ("read-files", "Allows to read files.", &READ_FILES),
        ("read-meta", "Allows to list directories and to read facts about files and trees.", &READ_META),
        ("write-all", "Allows all commands that write, with no scope of its own.", &write_all),
        ("write-files", "Allows all commands that write, except making directories.", &WRITE_FILES),
        ("read-app-commands", "Allows the commands that read the program's own directories.", &APP_READ),
    ] {
        permission(&mut text, name, about, &allow(commands));
    }
    permission(&mut text, "scope", "Allows nothing; give it the paths that all commands may reach.", "");
    text
}

fn default_set() -> String {
    let mut text = String::from(
        "[default]\ndescription = \"Making the program's own directories and reading what is in them; the web view's \
         own data is out of reach.\"\n\
         permissions = [\"create-app-specific-dirs\", \"read-app-specific-dirs-recursive\", \"deny-default\"]\n\n",
    );
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    set(
        &mut text,
        "create-app-specific-dirs",
        "Making the program's own directories.",
        &names(&["allow-mkdir", "scope-app-index"]),
    );
    set(
        &mut text,
        "read-app-specific-dirs-recursive",
        "Reading everything in the program's own directories.",
        &names(&["read-app-commands", "scope-app-recursive"]),
    );
    set(
        &mut text,
        "deny-default",
        "The web view's own data is out of reach.",
        &names(&["deny-webview-data-linux", "deny-webview-data-windows"]),
    );
    text
}

fn deny() -> String {
    let mut text = String::new();
    let windows = ["EBWebView/**"];
    for (system, patterns) in [("linux", &WEBVIEW_DATA_LINUX[..]), ("windows", &windows)] {
        let mut tables = format!("platforms = [\"{system}\"]\n");
        for pattern in patterns {
            write!(tables, "[[permission.scope.deny]]\npath = \"$APPLOCALDATA/{pattern}\"\n")
                .expect("a String takes all text");
        }
        let about = "Denies the files in which the web view keeps its data.";
        permission(&mut text, &format!("deny-webview-data-{system}"), about, &tables);
    }
    text
}

/// Three scopes and six sets for a directory, or for several under one name.
fn family(name: &str, variables: &[&str]) -> String {
    let below = |suffix: &str| -> Vec<String> {
        variables
            .iter()
            .flat_map(|variable| [(*variable).to_owned(), format!("{variable}{suffix}")])
            .collect()
    };
    let mut text = String::new();
    let what = variables.join(", ");
    let scope = format!("scope-{name}");
    permission(&mut text, &scope, &format!("Covers {what} and what lies in it."), &scope_allow(&below("/*")));
    let about = format!("Covers {what} and everything below it.");
    permission(&mut text, &format!("{scope}-recursive"), &about, &scope_allow(&below("/**")));
    let about = format!("Covers {what} itself, so that it can be listed.");
    permission(&mut text, &format!("{scope}-index"), &about, &scope_allow(variables));
    for (kind, commands, near) in
        [("read", "read-all", ""), ("write", "write-all", ""), ("meta", "read-meta", "-index")]
    {
        let about = format!("The commands of {commands} in {what}.");
        set(&mut text, &format!("allow-{name}-{kind}"), &about, &[commands.into(), format!("{scope}{near}")]);
        let about = format!("The commands of {commands} in {what} and below.");
        set(
            &mut text,
            &format!("allow-{name}-{kind}-recursive"),
            &about,
            &[commands.into(), format!("{scope}-recursive")],
        );
    }
    text
}
