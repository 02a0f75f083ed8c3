//! Tests of whole builds, in temporary folders and in given environments.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use dormer_config::embedded::Embedded;
use dormer_config::read::Inline;

use crate::{Attributes, Environment, Output, Package};

/// A program's folder, removed at the end of the test.
struct Project {
    root: PathBuf,
    environment: Environment,
}

impl Project {
    fn with(files: &[(&str, &[u8])]) -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("dormer-build-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let root = std::env::temp_dir().join(name);
        for (path, contents) in files {
            let path = root.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, contents).unwrap();
        }
        let environment = Environment {
            manifest_dir: root.join("app"),
            out_dir: root.join("out"),
            target: "x86_64-unknown-linux-gnu".to_owned(),
            package: Package {
                name: "notes".to_owned(),
                version: "0.1.0".to_owned(),
                authors: "A:B".to_owned(),
                description: "About".to_owned(),
            },
            ..Environment::default()
        };
        fs::create_dir_all(&environment.out_dir).unwrap();
        fs::create_dir_all(&environment.manifest_dir).unwrap();
        Self { root, environment }
    }

    fn run(&self) -> Result<Output, String> {
        let strip = |text: &str| text.replace(&format!("{}/", self.root.display()), "");
        match Attributes::new().run(&self.environment) {
            Ok(Output { instructions, warnings }) => Ok(Output {
                instructions: instructions.iter().map(|text| strip(text)).collect(),
                warnings: warnings.iter().map(|text| strip(text)).collect(),
            }),
            Err(error) => Err(strip(&error.report())),
        }
    }

    fn embedded(&self) -> Embedded {
        self.run().unwrap();
        Embedded::decode(fs::read(self.root.join("out/dormer-context.bin")).unwrap().leak()).unwrap()
    }
}

impl Drop for Project {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.root);
    }
}

/// Builds with these files in the front end `ui` and expects this refusal.
#[track_caller]
fn check_refusal(config: &str, files: &[&str], expected: &str) {
    let mut all: Vec<(&str, &[u8])> = vec![("app/dormer.conf.json", config.as_bytes())];
    all.extend(files.iter().map(|path| (*path, b"x".as_slice())));
    assert_eq!(Project::with(&all).run().expect_err("should be refused"), expected);
}

/// The paths of all embedded files for a value of `build.frontendDist`.
#[track_caller]
fn check_paths(dist: &str, expected: &[&str]) {
    let config = format!(r#"{{ "identifier": "a.b", "build": {{ "frontendDist": {dist} }} }}"#);
    let project = Project::with(&[
        ("app/dormer.conf.json", config.as_bytes()),
        ("app/ui/index.html", b"<p>"),
        ("app/ui/.well-known/x", b""),
        ("app/ui/js/main.js", b"1"),
        ("app/page.html", b"<b>"),
    ]);
    let paths: Vec<&str> = project.embedded().assets.iter().map(|asset| asset.path).collect();
    assert_eq!(paths, expected);
}

const CONFIG: &str = r#"{ "identifier": "a.b", "build": { "frontendDist": "../ui" } }"#;

#[test]
fn a_folder_a_list_and_a_url_are_front_ends() {
    check_paths(r#""ui""#, &["/.well-known/x", "/index.html", "/js/main.js"]);
    check_paths(r#"["page.html", "ui/js/main.js"]"#, &["/main.js", "/page.html"]);
    check_paths(r#"["page.html", "ui/js"]"#, &["/main.js", "/page.html"]);
    check_paths(r#""https://example.com""#, &[]);
    check_paths("null", &[]);
}

#[test]
fn the_file_holds_what_the_program_needs() {
    let config = r#"{ "identifier": "a.b", "productName": "My Notes", "bundle": { "copyright": "me" },
        "build": { "frontendDist": "../ui", "devUrl": "http://localhost:1", "beforeBuildCommand": "make" } }"#;
    let page = "<p>hello</p>".repeat(100);
    let mut project =
        Project::with(&[("app/tauri.conf.json", config.as_bytes()), ("ui/index.html", page.as_bytes())]);
    let embedded = project.embedded();
    assert_eq!(
        serde_json::to_string(&embedded.config).unwrap(),
        r#"{"productName":"My Notes","version":"0.1.0","identifier":"a.b","app":{"scheme":"tauri"},"build":{"frontendDist":"../ui"},"bundle":{"copyright":"me"}}"#
    );
    let package = &embedded.package;
    assert_eq!((package.name.as_str(), package.version.as_str()), ("My Notes", "0.1.0"));
    assert_eq!((package.crate_name, package.authors, package.description), ("notes", "A:B", "About"));
    assert_eq!(embedded.assets.get("/index.html").unwrap().bytes().unwrap(), page.as_bytes());
    let stored = fs::metadata(project.root.join("out/dormer-context.bin")).unwrap().len();

    project.environment.release = true;
    let embedded = project.embedded();
    assert_eq!(embedded.assets.get("/index.html").unwrap().bytes().unwrap(), page.as_bytes());
    let deflated = fs::metadata(project.root.join("out/dormer-context.bin")).unwrap().len();
    assert!(deflated + 1000 < stored, "{deflated} of {stored} bytes");
}

/// A program with a command `greet`, and these capability files.
fn with_capabilities(config: &str, files: &[(&str, &str)]) -> (Project, Attributes) {
    let mut all: Vec<(&str, &[u8])> =
        vec![("app/dormer.conf.json", config.as_bytes()), ("ui/index.html", b"x")];
    all.extend(files.iter().map(|(path, text)| (*path, text.as_bytes())));
    let manifest = crate::AppManifest::new().commands(&["greet"]);
    (Project::with(&all), Attributes::new().app_manifest(manifest))
}

#[test]
fn capabilities_become_a_table_and_editors_get_schemas() {
    let main = r#"{ "identifier": "main", "windows": ["main"], "permissions": ["allow-greet", "core:app:default"] }"#;
    let (project, attributes) = with_capabilities(CONFIG, &[("app/capabilities/main.json", main)]);
    let output = attributes.run(&project.environment).unwrap();
    assert_eq!(output.warnings, Vec::<String>::new());
    let file = fs::read(project.root.join("out/dormer-context.bin")).unwrap();
    let embedded = Embedded::decode(file.leak()).unwrap();
    let resolved = dormer_acl::Resolved::decode(embedded.permissions).unwrap();
    assert_eq!(resolved.app_commands(), dormer_acl::AppCommands::Closed);
    assert!(resolved.commands().contains(&"greet") && resolved.commands().contains(&"plugin:app|name"));
    assert!(!embedded.manifests.is_empty());
    let schema = fs::read_to_string(project.root.join("app/gen/schemas/desktop-schema.json")).unwrap();
    assert!(schema.contains("allow-greet") && schema.contains("core:window:allow-close"));
    let note = fs::read_to_string(project.root.join("out/dormer-context.json")).unwrap();
    assert!(note.contains(r#""capabilities":["main.json"]"#), "{note}");
}

#[test]
fn faulty_capabilities_are_refused_with_their_place() {
    let check = |text: &str, expected: &str| {
        let (project, attributes) = with_capabilities(CONFIG, &[("app/capabilities/main.json", text)]);
        let error = attributes.run(&project.environment).unwrap_err().report();
        let error = error.replace(&format!("{}/", project.root.display()), "");
        assert!(error.starts_with(expected), "{error}");
    };
    check(
        r#"{ "identifier": "main", "windows": ["main"], "permissions": ["allow-great"] }"#,
        "app/capabilities/main.json:1:62: no permission `allow-great`: did you mean `allow-greet`?",
    );
    check(r#"{ "identifier": "main""#, "app/capabilities/main.json:1:");
}

#[test]
fn developing_with_a_server_embeds_nothing() {
    let config =
        r#"{ "identifier": "a.b", "build": { "frontendDist": "../ui", "devUrl": "http://localhost:1" } }"#;
    let mut project = Project::with(&[("app/dormer.conf.json", config.as_bytes())]);
    project.environment.dev = true;
    let embedded = project.embedded();
    assert_eq!((embedded.assets.len(), embedded.config.build.dev_url.is_some()), (0, true));
    let note = fs::read_to_string(project.root.join("out/dormer-context.json")).unwrap();
    assert_eq!(note, r#"{"capabilities":[],"config":"dormer.conf.json","dev":true}"#);
}

#[test]
fn cargo_is_told_what_matters() {
    let mut project = Project::with(&[
        ("app/dormer.conf.json", CONFIG.as_bytes()),
        ("app/Dormer.linux.toml", b"version = 'package.json'"),
        ("app/package.json", br#"{ "version": "3.2.1" }"#),
        ("ui/index.html", b"x"),
    ]);
    let expected = [
        "rerun-if-changed=app/dormer.conf.json",
        "rerun-if-changed=app/Dormer.linux.toml",
        "rerun-if-changed=app/package.json",
        "rerun-if-env-changed=TAURI_CONFIG",
        "rerun-if-env-changed=DORMER_CONFIG",
        "rerun-if-changed=app/../ui",
        "rerun-if-changed=app/capabilities",
        "rustc-check-cfg=cfg(desktop)",
        "rustc-check-cfg=cfg(mobile)",
        "rustc-check-cfg=cfg(dev)",
        "rustc-cfg=desktop",
    ];
    let output = project.run().unwrap();
    assert_eq!(output.instructions, expected);
    assert!(output.warnings.is_empty());
    assert!(output.to_string().starts_with("cargo:rerun-if-changed=app/dormer.conf.json\n"));
    project.environment.dev = true;
    project.environment.target = "aarch64-linux-android".to_owned();
    let output = project.run().unwrap();
    assert!(output.instructions.ends_with(&["rustc-cfg=mobile".to_owned(), "rustc-cfg=dev".to_owned()]));
}

#[test]
fn an_unchanged_file_is_not_written_again() {
    let project = Project::with(&[("app/dormer.conf.json", CONFIG.as_bytes()), ("ui/index.html", b"x")]);
    project.run().unwrap();
    let written = || fs::metadata(project.root.join("out/dormer-context.bin")).unwrap().modified().unwrap();
    let first = written();
    std::thread::sleep(std::time::Duration::from_millis(20));
    project.run().unwrap();
    assert_eq!(written(), first);
    fs::write(project.root.join("ui/index.html"), "y").unwrap();
    project.run().unwrap();
    assert!(written() > first);
}

#[test]
fn patches_come_last() {
    let mut project = Project::with(&[("app/dormer.conf.json", CONFIG.as_bytes()), ("ui/index.html", b"x")]);
    let patch = r#"{ "version": "9.9.9", "build": null }"#;
    project.environment.patches = vec![Inline { name: "TAURI_CONFIG".to_owned(), text: patch.to_owned() }];
    let embedded = project.embedded();
    assert_eq!((embedded.package.version.as_str(), embedded.assets.len()), ("9.9.9", 0));
}

#[test]
fn the_icon_is_the_first_png() {
    let mut png = Vec::new();
    let mut encoder = png::Encoder::new(&mut png, 1, 2);
    encoder.set_color(png::ColorType::Rgb);
    encoder.write_header().unwrap().write_image_data(&[1, 2, 3, 4, 5, 6]).unwrap();
    let icon = |config: &str, path: &str| {
        let config = format!(r#"{{ "identifier": "a.b", {config} }}"#);
        let project = Project::with(&[("app/dormer.conf.json", config.as_bytes()), (path, &png)]);
        let embedded = project.embedded();
        embedded.icon.map(|icon| (icon.width(), icon.height(), icon.rgba().unwrap()))
    };
    let expected = Some((1, 2, vec![1, 2, 3, 255, 4, 5, 6, 255]));
    assert_eq!(icon(r#""bundle": { "icon": ["a.ico", "icons/b.PNG"] }"#, "app/icons/b.PNG"), expected);
    assert_eq!(icon(r#""bundle": {}"#, "app/icons/icon.png"), expected);
    assert_eq!(icon(r#""bundle": { "icon": ["a.ico"] }"#, "app/other.png"), None);
}

#[test]
fn unusable_inputs_are_named() {
    check_refusal(
        CONFIG,
        &[],
        "app/dormer.conf.json: build.frontendDist: `app/../ui` does not exist: build the front end first, or correct the path",
    );
    check_refusal(
        CONFIG,
        &["ui"],
        "app/dormer.conf.json: build.frontendDist: `app/../ui` is not a folder: name a folder, or a list of files",
    );
    for mark in ["Cargo.toml", "node_modules/a/b.js", "target/debug/x"] {
        let name = mark.split('/').next().unwrap();
        check_refusal(
            CONFIG,
            &["ui/index.html", &format!("ui/{mark}")],
            &format!(
                "app/dormer.conf.json: build.frontendDist: `app/../ui` holds `{name}`, so it is a project and not a \
                 built front end: name the folder with the built files"
            ),
        );
    }
    check_refusal(
        r#"{ "identifier": "a.b", "build": { "frontendDist": ["a/x.js", "b/x.js"] } }"#,
        &["app/a/x.js", "app/b/x.js"],
        "app/dormer.conf.json: build.frontendDist: `app/b/x.js` is the second file for the path `/x.js`",
    );
    check_refusal(
        r#"{ "identifier": "a.b", "bundle": { "icon": ["icon.png"] } }"#,
        &["app/icon.png"],
        "app/dormer.conf.json: bundle.icon: `app/icon.png` is no PNG file: not a png file",
    );
    check_refusal("{", &[], "app/dormer.conf.json:1:1: EOF while parsing an object");
}

#[cfg(unix)]
#[test]
fn a_link_to_its_own_folder_is_refused() {
    let project = Project::with(&[("app/dormer.conf.json", CONFIG.as_bytes()), ("ui/index.html", b"x")]);
    std::os::unix::fs::symlink("../ui", project.root.join("ui/again")).unwrap();
    let error = project.run().expect_err("should be refused");
    assert!(error.starts_with("app/dormer.conf.json: build.frontendDist: `app/../ui/again"), "{error}");
}

#[test]
fn a_front_end_without_a_first_page_is_doubtful() {
    let config =
        r#"{ "identifier": "a.b", "app": { "windows": [{}] }, "build": { "frontendDist": "../ui" } }"#;
    let project = Project::with(&[("app/dormer.conf.json", config.as_bytes()), ("ui/main.html", b"x")]);
    let expected =
        ["app/dormer.conf.json: build.frontendDist: no `index.html` in it, and a window opens that page"];
    assert_eq!(project.run().unwrap().warnings, expected);
}

#[test]
fn a_program_without_a_configuration_is_told_the_names() {
    let error = Project::with(&[]).run().expect_err("should be refused");
    assert!(error.starts_with("no configuration in `app`: expected one of `dormer.conf.json`, "), "{error}");
}

#[test]
fn the_isolation_frame_is_built_when_the_pattern_asks_for_it() {
    let config = |dir: &str| {
        format!(
            r#"{{ "identifier": "a.b", "build": {{ "frontendDist": "../ui" }},
              "app": {{ "security": {{ "pattern": {{ "use": "isolation", "options": {{ "dir": "{dir}" }} }} }} }} }}"#
        )
    };
    let build = |dir: &str| {
        Project::with(&[
            ("app/dormer.conf.json", config(dir).as_bytes()),
            ("ui/index.html", b"x"),
            ("frame/index.html", b"<script src=hook.js></script>"),
            ("frame/hook.js", b"window.__TAURI_ISOLATION_HOOK__ = (call) => call"),
        ])
    };
    let embedded = build("../frame").embedded();
    let page = embedded.isolation.get("/index.html").unwrap();
    let expected = b"<script>window.__TAURI_ISOLATION_HOOK__ = (call) => call</script>";
    assert_eq!((page.bytes().unwrap().as_ref(), page.plan().scripts.len()), (expected.as_slice(), 1));
    assert!(embedded.assets.get("/hook.js").is_none());
    assert_eq!(
        build("nowhere").run().expect_err("should be refused"),
        "app/dormer.conf.json: app.security.pattern.options.dir: `app/nowhere/index.html` does not exist: build the \
         front end first, or correct the path"
    );
    let plain = Project::with(&[("app/dormer.conf.json", CONFIG.as_bytes()), ("ui/index.html", b"x")]);
    assert!(plain.embedded().isolation.is_empty());
}
