//! Scopes on real files: links, names that look like patterns, and files that change while they are opened.

use std::fs;
use std::io::{Read, Write};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use super::*;

/// A directory that ends with this value.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("dormer-scope-{}-{number}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path.canonicalize().unwrap())
    }

    fn file(&self, name: &str) -> PathBuf {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, name).unwrap();
        path
    }

    fn link(&self, name: &str, target: impl AsRef<Path>) -> PathBuf {
        let path = self.0.join(name);
        symlink(target, &path).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _gone = fs::remove_dir_all(&self.0).is_ok();
    }
}

fn rules(folder: &Folder, allow: &[&str], deny: &[&str]) -> Scope {
    let patterns = |texts: &[&str]| {
        let full = |text: &&str| Pattern::new(&format!("{}/{text}", folder.0.display())).unwrap();
        texts.iter().map(full).collect()
    };
    Scope::with(Rules { allow: patterns(allow), deny: patterns(deny), ..Rules::default() })
}

/// What one path is, asked in each way that there is: opening, holding, looking.
#[track_caller]
fn check(scope: &Scope, path: &Path, expected: bool) {
    assert_eq!(scope.is_allowed(path), expected, "is_allowed {}", path.display());
    let opened = scope.open_checked(path);
    match expected {
        true => {
            opened.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        }
        false => assert!(matches!(opened, Err(AccessError::Forbidden(_))), "{}: {opened:?}", path.display()),
    }
    assert_eq!(scope.judge().target(path).is_ok(), expected, "target {}", path.display());
}

#[test]
fn links_are_judged_by_where_they_lead() {
    let folder = Folder::new();
    let inside = folder.file("in/a");
    let outside = folder.file("out/secret");
    let scope = rules(&folder, &["in/**"], &[]);
    check(&scope, &inside, true);
    check(&scope, &outside, false);
    check(&scope, &folder.link("in/to-file", &outside), false);
    folder.link("in/to-dir", folder.0.join("out"));
    check(&scope, &folder.0.join("in/to-dir/secret"), false);
    check(&scope, &folder.link("out/back", &inside), true);
    check(&scope, &folder.link("in/relative", "a"), true);
    check(&scope, &folder.link("in/up", "../out/secret"), false);
    check(&scope, &folder.0.join("in/../out/secret"), false);
}

#[test]
fn what_does_not_exist_is_judged_by_where_it_would_be() {
    let folder = Folder::new();
    folder.file("in/a");
    folder.file("out/a");
    folder.link("in/dir", folder.0.join("out"));
    folder.link("in/dangling", folder.0.join("out/new"));
    folder.link("in/fine", folder.0.join("in/new"));
    folder.link("in/circle", folder.0.join("in/circle"));
    folder.link("out/dangling", folder.0.join("in/made"));
    let scope = rules(&folder, &["in/**"], &[]);
    let mut create = OpenOptions::new();
    create.write(true).create(true);
    for (path, allowed, made) in [
        ("in/new-file", true, "in/new-file"),
        ("in/dir/new", false, "out/new"),
        ("in/dangling", false, "out/new"),
        ("in/fine", true, "in/new"),
        ("in/circle", false, "in/circle"),
        ("out/dangling", true, "in/made"),
        ("in/none/../new2", false, "in/new2"),
        ("in/none/new", true, "in/none/new"),
    ] {
        let full = folder.0.join(path);
        assert_eq!(scope.is_allowed(&full), allowed, "{path}");
        let opened = scope.judge().open(&full, &create);
        let exists = folder.0.join(made).exists();
        if ["in/none/new", "in/circle"].contains(&path) {
            assert!(matches!(opened, Err(AccessError::Io(_))), "{opened:?}");
        } else if allowed {
            opened.unwrap();
            assert!(exists, "{path} makes {made}");
        } else {
            assert!(matches!(opened, Err(AccessError::Forbidden(_))), "{path}: {opened:?}");
            assert!(!exists, "{path} must not make {made}");
        }
    }
    let directory = scope.judge().open(&folder.0.join("in/directory/"), &create);
    assert!(matches!(directory, Err(AccessError::Io(_))), "{directory:?}");
    assert!(!folder.0.join("in/directory").exists(), "a separator at the end means a directory");
    let missing = scope.open_checked(folder.0.join("in/nothing")).unwrap_err();
    assert!(matches!(missing, AccessError::Io(_)), "inside, a page may learn what is missing: {missing:?}");
    let missing = scope.open_checked(folder.0.join("out/nothing")).unwrap_err();
    assert!(matches!(missing, AccessError::Forbidden(_)), "outside it may not: {missing:?}");
}

#[test]
fn denial_wins_by_either_name() {
    let folder = Folder::new();
    folder.file("in/secret/key");
    let plain = folder.file("in/plain");
    let aliased = folder.file("in/aliased");
    folder.link("in/way", folder.0.join("in/secret"));
    folder.link("in/alias", &aliased);
    let scope = rules(&folder, &["in/**"], &["in/secret/**", "in/alias"]);
    check(&scope, &folder.0.join("in/secret/key"), false);
    check(&scope, &folder.0.join("in/way/key"), false);
    check(&scope, &folder.0.join("in/alias"), false);
    check(&scope, &aliased, false);
    check(&scope, &plain, true);
    assert!(scope.is_forbidden(folder.0.join("in/way/key")));
    assert!(!scope.is_forbidden(&plain));
    assert!(!scope.is_forbidden(folder.file("other")), "not allowed is not yet forbidden");
}

#[test]
fn hidden_files_must_be_named_to_be_allowed_and_are_denied_with_their_folder() {
    let folder = Folder::new();
    let key = folder.file("in/.ssh/id.key");
    let hidden = folder.file("in/.env");
    check(&rules(&folder, &["in/*", "in/**", "in/**/*.key"], &[]), &key, false);
    check(&rules(&folder, &["in/*", "in/**"], &[]), &hidden, false);
    check(&rules(&folder, &["in/.*"], &[]), &hidden, true);
    check(&rules(&folder, &["in/.ssh/*"], &[]), &key, true);
    check(&rules(&folder, &["in/.ssh/*"], &["in/**"]), &key, false);
    let free = Scope::empty(false);
    free.allow_directory(folder.0.join("in"), true).unwrap();
    check(&free, &key, true);
}

#[test]
fn names_of_granted_paths_are_no_patterns() {
    let folder = Folder::new();
    let names = ["in/*", "in/[a]", "in/?", "in/**"];
    let others = [folder.file("in/a"), folder.file("in/b"), folder.file("in/deep/a")];
    for name in names {
        let scope = Scope::default();
        let path = folder.file(name);
        scope.allow_file(&path).unwrap();
        check(&scope, &path, true);
        for other in &others {
            check(&scope, other, false);
        }
        let texts: Vec<String> = scope.allowed_patterns().iter().map(Pattern::to_string).collect();
        let again = Scope::with(Rules {
            allow: texts.iter().map(|text| Pattern::new(text).unwrap()).collect(),
            ..Rules::default()
        });
        check(&again, &path, true);
        check(&again, &others[0], false);
    }
}

#[test]
fn a_folder_is_granted_as_deep_as_asked() {
    let folder = Folder::new();
    let (near, far) = (folder.file("in/[x]/a"), folder.file("in/[x]/b/c"));
    let directory = folder.0.join("in/[x]");
    let scope = Scope::default();
    scope.allow_directory(&directory, false).unwrap();
    assert!(scope.is_allowed(&directory));
    check(&scope, &near, true);
    check(&scope, &far, false);
    scope.allow_directory(&directory, true).unwrap();
    check(&scope, &far, true);
    scope.forbid_directory(directory.join("b"), false).unwrap();
    check(&scope, &far, false);
    assert!(scope.revoke(&directory));
    assert!(!scope.revoke(&directory));
    check(&scope, &near, false);
    assert_eq!(scope.grants().len(), 1, "what was forbidden stays");
}

#[test]
fn a_picked_link_grants_what_it_leads_to() {
    let folder = Folder::new();
    let file = folder.file("out/a");
    let link = folder.link("link", &file);
    let scope = Scope::default();
    scope.allow_file(&link).unwrap();
    check(&scope, &link, true);
    check(&scope, &file, true);
}

#[test]
fn several_sets_deny_together_and_allow_each_for_itself() {
    let folder = Folder::new();
    let (a, b) = (folder.file("a/x"), folder.file("b/x"));
    let first = rules(&folder, &["a/*"], &["b/*"]).rules();
    let second = rules(&folder, &["b/*"], &[]).rules();
    let both = Judge::new().with(first).with(Arc::clone(&second));
    assert!(both.is_allowed(&a));
    assert!(!both.is_allowed(&b));
    assert!(Judge::new().with(second).is_allowed(&b));
    assert!(!Judge::new().is_allowed(&a), "no rules, nothing is allowed");
}

#[test]
fn a_place_is_a_name_that_is_not_followed() {
    let folder = Folder::new();
    let outside = folder.file("out/a");
    let link = folder.link("in", folder.0.join("out"));
    fs::remove_file(&link).unwrap();
    fs::create_dir(&link).unwrap();
    let link = folder.link("in/link", &outside);
    folder.link("in/dir", folder.0.join("out"));
    let judge = rules(&folder, &["in/*"], &[]).judge();
    let place = judge.place(&link).unwrap();
    assert_eq!(place.real(), link);
    fs::remove_file(place.path()).unwrap();
    assert!(outside.exists() && !link.exists());
    assert!(matches!(judge.place(&folder.0.join("in/dir/a")), Err(AccessError::Forbidden(_))));
    assert!(judge.place(Path::new("/")).is_err());
}

#[test]
fn trees_with_something_denied_are_left_alone() {
    let folder = Folder::new();
    folder.file("in/a/b/secret.key");
    folder.file("in/c/d");
    let scope = rules(&folder, &["in/**"], &["in/**/*.key"]);
    let judge = scope.judge();
    for (path, free) in [("in/a", false), ("in/a/b", false), ("in/c", true)] {
        let place = judge.place(&folder.0.join(path)).unwrap();
        assert_eq!(judge.check_tree(&place).is_ok(), free, "{path}");
    }
}

#[test]
fn patterns_with_variables() {
    let env = crate::Env::default();
    let paths =
        crate::path::PathResolver::new("dev.dormer.scope".into(), "App", &env, Default::default()).unwrap();
    let home = paths.home_dir().unwrap();
    let judge = |text: &str| {
        let allow = Pattern::resolve(&paths, text).unwrap().into_iter().collect();
        Judge::new().with(Arc::new(Rules { allow, ..Rules::default() }))
    };
    for (pattern, path, expected) in [
        ("$HOME/*", "x", true),
        ("$HOME/a/*", "a/x", true),
        ("$HOME/a/*", "b/x", false),
        ("$HOME", "", true),
        ("$HOME/../*", "x", true),
        ("$HOME/../*", "../x", false),
        ("$NOTHING/*", "x", false),
        ("$HOMEX/*", "x", false),
        ("/a/$HOME/*", "x", false),
    ] {
        assert_eq!(judge(pattern).is_allowed(home.join(path)), expected, "{pattern} on {path}");
    }
    assert!(Pattern::resolve(&paths, "$HOME/a**").is_err());
}

#[test]
fn listeners_hear_of_changes() {
    let scope = Scope::default();
    let log = Arc::new(Mutex::new(Vec::new()));
    let write = |name: &'static str| {
        let log = log.clone();
        move |event: &Event| log.lock().unwrap().push(format!("{name} {event:?}"))
    };
    let id = scope.listen(write("each"));
    scope.once(write("once"));
    scope.allow_file("/a").unwrap();
    scope.forbid_directory("/b", true).unwrap();
    scope.revoke("/a");
    scope.unlisten(id);
    scope.allow_file("/c").unwrap();
    assert_eq!(
        *log.lock().unwrap(),
        [
            r#"each PathAllowed("/a")"#,
            r#"once PathAllowed("/a")"#,
            r#"each PathForbidden("/b")"#,
            r#"each PathRevoked("/a")"#
        ]
    );
}

#[test]
fn a_window_has_its_own_grants_until_it_is_gone() {
    let folder = Folder::new();
    let (file, common) = (folder.file("a"), folder.file("b"));
    let scopes = WindowScopes::default();
    let log = Arc::new(Mutex::new(Vec::new()));
    let seen = log.clone();
    scopes.on_change(move |window, scope, event| {
        seen.lock().unwrap().push((window.map(str::to_owned), scope.grants().len(), event.clone()));
    });
    scopes.window("one").allow_file(&file).unwrap();
    scopes.shared().allow_file(&common).unwrap();
    for (window, path, expected) in
        [("one", &file, true), ("two", &file, false), ("one", &common, true), ("two", &common, true)]
    {
        assert_eq!(scopes.judge(window).is_allowed(path), expected, "{window} {}", path.display());
    }
    scopes.forget("one");
    assert!(!scopes.judge("one").is_allowed(&file));
    let expected =
        [(Some("one".to_owned()), 1, Event::PathAllowed(file)), (None, 1, Event::PathAllowed(common))];
    assert_eq!(*log.lock().unwrap(), expected);
}

#[test]
fn options_mean_what_they_mean_elsewhere() {
    let folder = Folder::new();
    let scope = rules(&folder, &["**"], &[]);
    let path = folder.file("a");
    let open = |set: &dyn Fn(&mut OpenOptions)| {
        let mut options = OpenOptions::new();
        set(&mut options);
        scope.judge().open(&path, &options)
    };
    open(&|o| {
        o.append(true);
    })
    .unwrap()
    .write_all(b"+")
    .unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"a+");
    let mut text = String::new();
    open(&|o| {
        o.read(true).write(true).create(true);
    })
    .unwrap()
    .read_to_string(&mut text)
    .unwrap();
    assert_eq!(text, "a+");
    let taken = open(&|o| {
        o.write(true).create_new(true);
    });
    assert!(
        matches!(taken, Err(AccessError::Io(error)) if error.kind() == std::io::ErrorKind::AlreadyExists)
    );
    let nothing = open(&|_| {});
    assert!(
        matches!(nothing, Err(AccessError::Io(error)) if error.kind() == std::io::ErrorKind::InvalidInput)
    );
    open(&|o| {
        o.write(true).truncate(true);
    })
    .unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"");
    fs::remove_file(&path).unwrap();
    open(&|o| {
        o.write(true).create(true).mode(0o600);
    })
    .unwrap();
    use std::os::unix::fs::PermissionsExt;
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
}

/// A directory inside is exchanged for a link to one outside, over and over; nothing from outside may be read.
#[cfg(target_os = "linux")]
#[test]
fn exchanging_a_directory_for_a_link_wins_nothing() {
    let folder = Folder::new();
    folder.file("in/real/a");
    folder.file("out/a");
    fs::write(folder.0.join("out/a"), "SECRET").unwrap();
    let (way, spare) = (folder.0.join("in/way"), folder.0.join("in/spare"));
    symlink(folder.0.join("in/real"), &way).unwrap();
    symlink(folder.0.join("out"), &spare).unwrap();
    let scope = rules(&folder, &["in/**"], &[]);
    let stop = Arc::new(AtomicBool::new(false));
    let swapper = {
        let (stop, third) = (stop.clone(), folder.0.join("in/third"));
        std::thread::spawn(move || {
            while !stop.load(Ordering::Relaxed) {
                fs::rename(&way, &third).unwrap();
                fs::rename(&spare, &way).unwrap();
                fs::rename(&third, &spare).unwrap();
            }
        })
    };
    let (mut good, mut refused) = (0, 0);
    for _ in 0..20_000 {
        match scope.open_checked(folder.0.join("in/way/a")) {
            Ok(mut file) => {
                let mut text = String::new();
                file.read_to_string(&mut text).unwrap();
                assert_eq!(text, "in/real/a");
                good += 1;
            }
            Err(_) => refused += 1,
        }
    }
    stop.store(true, Ordering::Relaxed);
    swapper.join().unwrap();
    assert!(good > 0 && refused > 0, "{good} {refused}: the exchange never hit");
}
