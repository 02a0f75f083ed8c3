//! Scope values as parameters of commands. Not here: which permissions a caller has.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use dormer::ipc::{CommandScope, GlobalScope, ScopeObject, ScopeObjectMatch};
use dormer::{AppHandle, generate_handler};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::fixture::{Program, check_on};

#[derive(Debug, Deserialize)]
struct Word(String);

impl ScopeObjectMatch for Word {
    type Input = str;
    fn matches(&self, input: &str) -> bool {
        self.0 == input
    }
}

static MADE: AtomicU32 = AtomicU32::new(0);

/// Made by hand, with a look at the program.
#[derive(Debug)]
struct Named(String);

impl ScopeObject for Named {
    type Error = String;
    fn deserialize(app: &AppHandle, raw: Value) -> Result<Self, String> {
        MADE.fetch_add(1, Ordering::Relaxed);
        let text = raw.as_str().ok_or("not a string")?;
        Ok(Self(format!("{} {text}", app.package_info().name)))
    }
}

#[dormer::command]
fn words(scope: CommandScope<Word>, global: GlobalScope<Word>) -> String {
    let list =
        |words: &Vec<Arc<Word>>| words.iter().map(|word| word.0.as_str()).collect::<Vec<_>>().join(" ");
    [scope.allows(), scope.denies(), global.allows(), global.denies()].map(list).join("/")
}

#[dormer::command]
fn covers(scope: CommandScope<Word>, word: &str) -> bool {
    scope.matches(word)
}

#[dormer::command]
fn named(scope: CommandScope<Named>) -> String {
    scope.allows().iter().map(|named| named.0.as_str()).collect::<Vec<_>>().join(" ")
}

/// Calls commands of a plugin `demo` whose capability has these permissions.
#[track_caller]
fn check(permissions: Value, calls: &[(&str, &str, Result<&str, &str>)]) {
    let plugin = dormer::plugin::Builder::<()>::new("demo")
        .invoke_handler(generate_handler![words, covers, named])
        .build();
    let command = |name: &str| json!({ "identifier": name, "commands": { "allow": [name] } });
    let fixture = Program::new()
        .build(|builder| builder.plugin(plugin))
        .permissions(
            "demo",
            json!({ "permission": [
                command("words"), command("covers"), command("named"),
                { "identifier": "more", "commands": { "allow": ["words", "covers"] },
                  "scope": { "allow": ["d"], "deny": ["b"] } },
                { "identifier": "everywhere", "scope": { "allow": ["g"], "deny": ["h"] } },
            ] }),
        )
        .capability(json!({ "identifier": "demo", "windows": ["main"], "permissions": permissions }))
        .start();
    for (command, arguments, expected) in calls {
        check_on(&fixture.main(), &format!("plugin:demo|{command}"), arguments, *expected);
    }
}

#[test]
fn a_call_that_nothing_narrows_has_empty_scopes() {
    check(
        json!(["demo:words", "demo:covers"]),
        &[("words", "{}", Ok("\"///\"")), ("covers", r#"{"word":"a"}"#, Ok("true"))],
    );
}

#[test]
fn the_values_of_all_entries_come_together() {
    let scoped = |name: &str| json!({ "identifier": name, "allow": ["a", "b"], "deny": ["c"] });
    check(
        json!([scoped("demo:words"), scoped("demo:covers"), "demo:more", "demo:everywhere"]),
        &[
            ("words", "{}", Ok("\"a b d/c b/g/h\"")),
            ("covers", r#"{"word":"a"}"#, Ok("true")),
            ("covers", r#"{"word":"b"}"#, Ok("false")),
            ("covers", r#"{"word":"x"}"#, Ok("false")),
        ],
    );
}

#[test]
fn values_are_made_once_for_each_type() {
    let entry = |name: &str| json!({ "identifier": name, "allow": ["a", "b"] });
    let expected = Ok("\"core a core b\"");
    check(
        json!([entry("demo:named"), entry("demo:words")]),
        &[("named", "{}", expected), ("named", "{}", expected), ("words", "{}", Ok("\"a b///\""))],
    );
    assert_eq!(MADE.load(Ordering::Relaxed), 2);
}

#[test]
fn a_wrong_value_is_named() {
    let reason = "command words: the scope entry 3 is wrong: invalid type: integer `3`, expected a string";
    check(json!([{ "identifier": "demo:words", "allow": [3] }]), &[("words", "{}", Err(reason))]);
}
