//! Where commands run: sync ones of a page in order and one at a time, async ones past them.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use dormer::{Manager, State, generate_handler};

use crate::fixture::{Fixture, Program, check_on, text};
use crate::wait::{Gate, Log};

/// Set while a sync command of a page runs.
#[derive(Default)]
struct Busy(AtomicBool);

#[dormer::command]
fn step(number: u32, busy: State<'_, Busy>, order: State<'_, Mutex<Vec<u32>>>) {
    assert!(!busy.0.swap(true, Ordering::SeqCst), "two sync commands of one page overlap");
    order.lock().unwrap().push(number);
    if number.is_multiple_of(50) {
        // Longer than a thread of the link is waited for.
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    busy.0.store(false, Ordering::SeqCst);
}
#[dormer::command]
fn slow(gate: State<'_, Gate>, log: State<'_, Log>) {
    log.add("slow began");
    gate.pass();
}
#[dormer::command(async)]
fn slow_beside(gate: State<'_, Gate>, log: State<'_, Log>) {
    log.add("slow began");
    gate.pass();
}
#[dormer::command]
async fn quick(number: u32) -> u32 {
    number
}
#[dormer::command(async)]
fn quick_beside(number: u32) -> u32 {
    number
}
#[dormer::command]
fn sync(number: u32) -> u32 {
    number
}
#[dormer::command]
fn where_sync() -> String {
    std::thread::current().name().unwrap_or("no name").to_owned()
}
#[dormer::command]
async fn where_async() -> String {
    std::thread::current().name().unwrap_or("no name").to_owned()
}
#[dormer::command(async)]
fn where_beside() -> String {
    std::thread::current().name().unwrap_or("no name").to_owned()
}

fn program() -> Fixture {
    Program::new()
        .build(|builder| {
            builder
                .invoke_handler(generate_handler![
                    step,
                    slow,
                    slow_beside,
                    quick,
                    quick_beside,
                    sync,
                    where_sync,
                    where_async,
                    where_beside
                ])
                .manage(Busy::default())
                .manage(Mutex::new(Vec::<u32>::new()))
                .manage(Gate::default())
                .manage(Log::default())
        })
        .start()
}

#[test]
fn sync_commands_keep_their_order_and_never_overlap() {
    let fixture = program();
    let page = fixture.main();
    let mut calls = Vec::new();
    for number in 0..300 {
        calls.push(page.call("step", &format!(r#"{{"number": {number}}}"#)));
        if number % 3 == 0 {
            calls.push(page.call("quick", &format!(r#"{{"number": {number}}}"#)));
        }
    }
    for call in calls {
        page.reply(call).unwrap();
    }
    let order = fixture.app.state::<Mutex<Vec<u32>>>().lock().unwrap().clone();
    assert_eq!(order, (0..300).collect::<Vec<_>>());
}

#[test]
fn async_commands_pass_a_slow_sync_one() {
    let fixture = program();
    let page = fixture.main();
    let slow = page.call("slow", "{}");
    fixture.app.state::<Log>().wait(1);
    let behind = page.call("sync", r#"{"number": 1}"#);
    for number in 0..50 {
        let arguments = format!(r#"{{"number": {number}}}"#);
        check_on(&page, "quick", &arguments, Ok(&number.to_string()));
        check_on(&page, "quick_beside", &arguments, Ok(&number.to_string()));
    }
    check_on(&page, "plugin:nope|x", "{}", Err("plugin nope not found"));
    assert_eq!(
        (page.reply_count(slow), page.reply_count(behind)),
        (0, 0),
        "sync commands wait for each other"
    );
    fixture.app.state::<Gate>().open();
    assert_eq!(text(page.reply(slow)), Ok("null".into()));
    assert_eq!(text(page.reply(behind)), Ok("1".into()));
}

#[test]
fn a_slow_page_does_not_hold_up_another() {
    let fixture = program();
    fixture.open("two");
    let (main, two) = (fixture.main(), fixture.page("two"));
    let slow = main.call("slow", "{}");
    fixture.app.state::<Log>().wait(1);
    check_on(&two, "sync", r#"{"number": 2}"#, Ok("2"));
    fixture.app.state::<Gate>().open();
    main.reply(slow).unwrap();
}

#[test]
fn blocking_commands_block_nobody() {
    let fixture = program();
    let page = fixture.main();
    // More than there are workers for async code.
    let count = std::thread::available_parallelism().unwrap().get() + 2;
    let slow: Vec<_> = (0..count).map(|_| page.call("slow_beside", "{}")).collect();
    fixture.app.state::<Log>().wait(count);
    check_on(&page, "sync", r#"{"number": 1}"#, Ok("1"));
    check_on(&page, "quick", r#"{"number": 2}"#, Ok("2"));
    check_on(&page, "quick_beside", r#"{"number": 3}"#, Ok("3"));
    fixture.app.state::<Gate>().open();
    slow.into_iter().for_each(|call| assert_eq!(text(page.reply(call)), Ok("null".into())));
}

#[test]
fn no_command_runs_on_the_ui_thread() {
    let fixture = program();
    let page = fixture.main();
    for command in ["where_sync", "where_async", "where_beside"] {
        let thread = text(page.invoke(command, "{}")).unwrap();
        assert_ne!(thread, "\"ui\"", "{command}");
    }
    assert_eq!(text(page.invoke("where_async", "{}")), Ok("\"dormer-async\"".into()));
}

#[test]
fn calls_that_wait_when_their_page_ends_leave_nothing_behind() {
    let fixture = program();
    fixture.open("two");
    let page = fixture.main();
    page.call("slow", "{}");
    fixture.app.state::<Log>().wait(1);
    (0..100).for_each(|number| {
        page.call("sync", &format!(r#"{{"number": {number}}}"#));
    });
    // Answered past the line of sync commands: all before it have been taken in.
    check_on(&page, "plugin:nope|x", "{}", Err("plugin nope not found"));
    page.close();
    fixture.app.state::<Gate>().open();
    fixture.wait_diagnostics(|now| (now.calls, now.pages) == (0, 1));
}
