//! Plugins: configuration, commands, scripts, hooks, coming and going.

use dormer::plugin::{Builder, TauriPlugin};
use dormer::{Manager, RunEvent, generate_handler};
use dormer_runtime::UserScript;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::fixture::{Fixture, HOME, Program, check_on};
use crate::wait::Log;

#[dormer::command]
fn hello() -> &'static str {
    "hello"
}
#[dormer::command]
fn bye() -> &'static str {
    "bye"
}

/// A plugin that writes down when it is dropped.
fn named(name: &'static str, log: &Log) -> Builder {
    let log = log.clone();
    Builder::new(name).on_drop(move |app| log.add(format!("{name} of {} dropped", app.package_info().name)))
}

/// A program whose pages may call what the plugins of these tests have.
fn program() -> Program {
    let plugins: [(&str, &[&str]); 6] = [
        ("demo", &["hello", "bye", "add"]),
        ("late", &["hello"]),
        ("bad", &["hello"]),
        ("extra", &["hello"]),
        ("at-ready", &["bye"]),
        ("bare", &["x"]),
    ];
    plugins.into_iter().fold(Program::new(), |program, (name, commands)| program.allow(name, commands))
}

fn with(plugin: impl FnOnce() -> TauriPlugin + Send + 'static) -> Fixture {
    program().build(move |builder| builder.plugin(plugin())).start()
}

#[derive(Deserialize)]
struct Settings {
    greeting: String,
}

fn configured(config: Value) -> (Program, Log) {
    let log = Log::default();
    let seen = log.clone();
    let program = program().config(json!({ "plugins": { "demo": config } })).build(move |builder| {
        let plugin = Builder::<Settings>::new("demo").setup(move |app, api| {
            seen.add(format!("{} {}", api.config().greeting, app.webview_windows().len()));
            app.manage(7_u8);
            Ok(())
        });
        builder.plugin(plugin.build())
    });
    (program, log)
}

#[test]
fn setup_gets_the_plugins_part_of_the_configuration_before_any_window_opens() {
    let (program, log) = configured(json!({ "greeting": "hi" }));
    let fixture = program.start();
    assert_eq!(log.lines(), ["hi 0"]);
    assert_eq!(*fixture.app.state::<u8>(), 7);
}

#[test]
fn a_wrong_configuration_is_named() {
    let check = |config: Value, reason: &str| {
        let expected = format!("plugin demo failed: its configuration plugins.demo is wrong: {reason}");
        assert_eq!(configured(config).0.start_error(), expected);
    };
    check(json!({}), "missing field `greeting`");
    check(json!({ "greeting": 3 }), "invalid type: integer `3`, expected a string");
    check(Value::Null, "invalid type: null, expected struct Settings");
}

#[test]
fn a_setup_that_fails_keeps_the_program_from_starting() {
    let program = program().build(|builder| {
        builder.plugin(Builder::<()>::new("demo").setup(|_, _| Err("no socket".into())).build())
    });
    assert_eq!(program.start_error(), "plugin demo failed: no socket");
}

#[test]
fn commands_have_the_plugins_name_before_them() {
    let fixture = with(|| Builder::new("demo").invoke_handler(generate_handler![hello]).build());
    let page = fixture.main();
    check_on(&page, "plugin:demo|hello", "{}", Ok("\"hello\""));
    check_on(&page, "plugin:demo|bye", "{}", Err("Command bye not found"));
    check_on(&page, "hello", "{}", Err("Command hello not found"));
    let bare = with(|| Builder::new("bare").build());
    check_on(&bare.main(), "plugin:bare|x", "{}", Err("Command x not found"));
}

#[test]
fn scripts_run_in_order_each_in_a_function_of_its_own() {
    let fixture = program()
        .build(|builder| {
            builder
                .plugin(
                    Builder::<()>::new("a")
                        .js_init_script("let x = 'a1' // end")
                        .js_init_script("a2()")
                        .build(),
                )
                .plugin(Builder::<()>::new("b").js_init_script_on_all_frames("b1()").build())
                .append_invoke_initialization_script("page()")
        })
        .start();
    fixture.open_with("two", |builder| builder.initialization_script("own()"));
    let opened = fixture.control.opened();
    let scripts = |at: usize| opened[at].webview.as_ref().unwrap().scripts.clone();
    let script = |source: &str, all_frames| UserScript { source: source.into(), all_frames };
    let expected = [
        script("page()\n", false),
        script("(function () { let x = 'a1' // end\n})();", false),
        script("(function () { a2()\n})();", false),
        script("(function () { b1()\n})();", true),
    ];
    assert_eq!(scripts(0)[1..], expected);
    assert_eq!(scripts(1)[1..5], expected);
    assert_eq!(scripts(1)[5..], [script("own()", false)]);
    for (at, label) in [(0, "main"), (1, "two")] {
        assert!(scripts(at)[0].source.contains(&format!(r#""webview":"{label}""#)), "the link comes first");
    }
}

#[test]
fn hooks_hear_of_windows_pages_and_events() {
    let log = Log::default();
    let [window, view, load, event] = [(); 4].map(|()| log.clone());
    let fixture = with(move || {
        Builder::new("demo")
            .on_window_ready(move |of| window.add(format!("window {}", of.label())))
            .on_webview_ready(move |of| view.add(format!("view {}", of.label())))
            .on_page_load(move |of, page| {
                load.add(format!("{:?} {} {}", page.event(), of.label(), page.url()));
            })
            .on_event(move |_, what| {
                if matches!(what, RunEvent::Ready | RunEvent::Exit) {
                    event.add(format!("{what:?}"));
                }
            })
            .build()
    });
    assert_eq!(
        log.lines(),
        [
            "window main",
            "view main",
            "Ready",
            "Started main dormer://localhost/",
            "Finished main dormer://localhost/"
        ]
    );
    log.clear();
    assert_eq!(fixture.end(), 0);
    assert_eq!(log.lines(), ["Exit"]);
}

#[test]
fn a_plugin_may_refuse_navigation() {
    let fixture =
        with(|| Builder::new("demo").on_navigation(|_, url| url.host_str() != Some("evil.example")).build());
    let (page, view) = (fixture.main(), fixture.ids("main").1);
    fixture.window("main").navigate(dormer::Url::parse("https://evil.example/").unwrap()).unwrap();
    fixture.control.settle();
    assert_eq!(fixture.control.refused_navigations(view), ["https://evil.example/"]);
    assert!(!page.is_closed());
    check_on(&page, "plugin:app|name", "{}", Ok("\"core\""));
    assert!(fixture.control.navigate(view, &format!("{HOME}good")));
    assert!(page.is_closed());
}

#[test]
fn a_window_and_every_plugin_must_agree_to_a_navigation() {
    let fixture = with(|| Builder::new("demo").on_navigation(|_, url| url.path() != "/plugin").build());
    fixture.open_with("two", |builder| builder.on_navigation(|url| url.path() != "/window"));
    let view = fixture.ids("two").1;
    for (path, allowed) in [("plugin", false), ("window", false), ("other", true)] {
        assert_eq!(fixture.control.navigate(view, &format!("{HOME}{path}")), allowed, "{path}");
    }
}

#[test]
fn reserved_names_are_refused() {
    for name in ["core", "core:event", "tauri", "dormer"] {
        let error = Builder::<()>::new(name).try_build().unwrap_err().to_string();
        assert_eq!(error, format!("plugin uses reserved name: {name}"));
    }
    assert!(Builder::<()>::new("score").try_build().is_ok());
}

#[test]
fn a_plugin_of_the_same_name_replaces_the_first() {
    let log = Log::default();
    let (first, second) = (log.clone(), log.clone());
    let fixture = program()
        .build(move |builder| {
            builder
                .plugin(named("demo", &first).invoke_handler(generate_handler![hello]).build())
                .plugin(named("demo", &second).invoke_handler(generate_handler![bye]).build())
        })
        .start();
    assert_eq!(log.lines(), ["demo of core dropped"]);
    let page = fixture.main();
    check_on(&page, "plugin:demo|bye", "{}", Ok("\"bye\""));
    check_on(&page, "plugin:demo|hello", "{}", Err("Command hello not found"));
}

#[test]
fn plugins_come_and_go_while_the_program_runs() {
    let log = Log::default();
    let fixture = program().start();
    let page = fixture.main();
    check_on(&page, "plugin:late|hello", "{}", Err("plugin late not found"));
    let plugin = named("late", &log)
        .invoke_handler(generate_handler![hello])
        .register_uri_scheme_protocol("late", |_, _| http::Response::new(&b"late"[..]))
        .js_init_script("late()");
    fixture.app.plugin(plugin.build()).unwrap();
    check_on(&page, "plugin:late|hello", "{}", Ok("\"hello\""));
    assert_eq!(fixture.request(http::Request::get("late://x/")).body(), "late");
    fixture.open("two");
    let scripts = fixture.control.opened()[1].webview.clone().unwrap().scripts;
    assert!(scripts.iter().any(|script| script.source.contains("late()")));

    assert_eq!(log.lines(), Vec::<String>::new());
    assert!(fixture.app.remove_plugin("late"));
    assert!(!fixture.app.remove_plugin("late"));
    assert_eq!(log.lines(), ["late of core dropped"]);
    check_on(&page, "plugin:late|hello", "{}", Err("plugin late not found"));
    let failed = fixture.app.plugin(Builder::<()>::new("bad").setup(|_, _| Err("no".into())).build());
    assert_eq!(failed.unwrap_err().to_string(), "plugin bad failed: no");
    check_on(&page, "plugin:bad|hello", "{}", Err("plugin bad not found"));
}

#[test]
fn the_end_of_the_program_drops_its_plugins() {
    let log = Log::default();
    let seen = log.clone();
    let fixture = with(move || named("demo", &seen).build());
    assert_eq!(log.lines(), Vec::<String>::new());
    assert_eq!(fixture.end(), 0);
    assert_eq!(log.lines(), ["demo of core dropped"]);
}

/// A plugin's command may use the program, and the plugin itself, without waiting for anybody.
#[test]
fn plugins_may_call_back_into_the_program() {
    let fixture = with(|| {
        Builder::new("demo")
            .invoke_handler(|invoke| {
                let app = invoke.message.webview_ref().app_handle().clone();
                let extra =
                    app.plugin(Builder::<()>::new("extra").invoke_handler(generate_handler![hello]).build());
                invoke.resolver.respond(extra.map(|()| "null".to_owned().into()).map_err(Into::into));
                true
            })
            .on_event(|app, event| {
                if matches!(event, RunEvent::Ready) {
                    app.plugin(Builder::<()>::new("at-ready").invoke_handler(generate_handler![bye]).build())
                        .unwrap();
                }
            })
            .build()
    });
    let page = fixture.main();
    check_on(&page, "plugin:at-ready|bye", "{}", Ok("\"bye\""));
    check_on(&page, "plugin:demo|add", "{}", Ok("null"));
    check_on(&page, "plugin:extra|hello", "{}", Ok("\"hello\""));
}

#[test]
fn a_hook_may_open_a_window_that_calls_it_again() {
    let log = Log::default();
    let seen = log.clone();
    let _fixture = program()
        .build(move |builder| {
            let plugin = Builder::<()>::new("demo")
                .on_window_ready(move |window| {
                    seen.add(window.label());
                    if window.label() == "main" {
                        let url = dormer::WebviewUrl::default();
                        dormer::WebviewWindowBuilder::new(&window, "second", url)
                            .title("second")
                            .build()
                            .unwrap();
                    }
                })
                .build();
            builder.plugin(plugin)
        })
        .launch();
    assert_eq!(log.wait(2), ["main", "second"]);
}
