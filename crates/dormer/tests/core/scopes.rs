//! Scope values as parameters of commands. Not here: which permissions a caller has.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use dormer::ipc::{
    CommandScope, GlobalScope, Invoke, ResolvedCommand, ScopeLists, ScopeObject, ScopeObjectMatch,
};
use dormer::plugin::Plugin;
use dormer::{AppHandle, Manager, generate_handler};
use serde::Deserialize;
use serde_json::Value;

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

/// A plugin whose calls are allowed by these entries.
struct Allowed<F>(Option<Vec<ResolvedCommand>>, F);

impl<F: Fn(Invoke) -> bool + Send + Sync> Plugin for Allowed<F> {
    fn name(&self) -> &str {
        "demo"
    }
    fn extend_api(&self, mut invoke: Invoke) -> bool {
        invoke.acl = self.0.clone();
        (self.1)(invoke)
    }
}

fn lists(allow: &[&str], deny: &[&str]) -> Arc<ScopeLists> {
    let texts = |values: &[&str]| values.iter().map(|value| (*value).into()).collect();
    Arc::new(ScopeLists::new(texts(allow), texts(deny)))
}

#[track_caller]
fn check(acl: Option<Vec<ResolvedCommand>>, calls: &[(&str, &str, Result<&str, &str>)]) {
    let plugin = Allowed(acl, generate_handler![words, covers, named]);
    let fixture = Program::new().build(|builder| builder.plugin(plugin)).start();
    for (command, arguments, expected) in calls {
        check_on(&fixture.main(), &format!("plugin:demo|{command}"), arguments, *expected);
    }
}

#[test]
fn a_call_that_nothing_narrows_has_empty_scopes() {
    check(None, &[("words", "{}", Ok("\"///\"")), ("covers", r#"{"word":"a"}"#, Ok("true"))]);
}

#[test]
fn the_values_of_all_entries_come_together() {
    let global = lists(&["\"g\""], &["\"h\""]);
    let first = ResolvedCommand::new(lists(&["\"a\"", "\"b\""], &["\"c\""]), global.clone());
    let second = ResolvedCommand::new(lists(&["\"d\""], &["\"b\""]), global);
    check(
        Some(vec![first, second]),
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
    let entry = ResolvedCommand::new(lists(&["\"a\"", "\"b\""], &[]), Arc::default());
    let expected = Ok("\"core a core b\"");
    check(
        Some(vec![entry]),
        &[("named", "{}", expected), ("named", "{}", expected), ("words", "{}", Ok("\"a b///\""))],
    );
    assert_eq!(MADE.load(Ordering::Relaxed), 2);
}

#[test]
fn a_wrong_value_is_named() {
    let entry = ResolvedCommand::new(lists(&["3"], &[]), Arc::default());
    let reason = "command words: the scope entry 3 is wrong: invalid type: integer `3`, expected a string";
    check(Some(vec![entry]), &[("words", "{}", Err(reason))]);
}
