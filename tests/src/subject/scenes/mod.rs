//! Scenes: what goes wrong around pages, played by the program itself on a thread beside its loop.
//!
//! A scene is a function; it fails with a text. The program ends with code 0 when the scene is played to its end.

mod documents;
mod ends;
mod floods;
mod hostile;
mod isolation;
mod loads;
mod processes;
mod stage;
mod walls;
mod windows;

use std::process::ExitCode;

use dormer::Config;
pub(crate) use stage::say;
use stage::{Play, Scene};

/// A scene in the program as it is.
const fn plain(play: fn(&mut Play) -> Result<(), String>) -> Scene {
    Scene { prepare: |builder| builder, configure: |_| {}, permissions: None, play }
}

/// A scene in the program with another configuration.
const fn configured(configure: fn(&mut Config), play: fn(&mut Play) -> Result<(), String>) -> Scene {
    Scene { configure, ..plain(play) }
}

/// A scene in the program with schemes of its own.
const fn schemes(play: fn(&mut Play) -> Result<(), String>) -> Scene {
    Scene { prepare: loads::add_schemes, ..plain(play) }
}

/// A scene in a program that gives its pages one command.
const fn narrow(play: fn(&mut Play) -> Result<(), String>) -> Scene {
    Scene { prepare: hostile::prepare, permissions: Some(hostile::permissions), ..plain(play) }
}

/// All scenes by name.
const SCENES: &[(&str, Scene)] = &[
    ("hello", plain(documents::hello)),
    ("reload", plain(documents::reload)),
    ("navigate", plain(documents::navigate)),
    ("leave", plain(documents::leave)),
    ("close", plain(documents::close)),
    ("close_unheard", plain(documents::close_unheard)),
    ("many_reloads", plain(documents::many_reloads)),
    ("crash", plain(documents::crash)),
    ("slow_handler", plain(floods::slow_handler)),
    ("busy_page", plain(floods::busy_page)),
    ("sixteen_threads", plain(floods::sixteen_threads)),
    ("huge_bodies", plain(floods::huge_bodies)),
    ("too_large_bodies", plain(floods::too_large_bodies)),
    ("panicking_listener", plain(floods::panicking_listener)),
    ("labels", plain(windows::labels)),
    ("addresses", plain(windows::addresses)),
    ("events_between_windows", plain(windows::events_between_windows)),
    ("close_requested", plain(windows::close_requested)),
    ("schemes", schemes(loads::schemes)),
    ("foreign_page", schemes(loads::foreign_page)),
    ("refused_navigation", plain(loads::refused_navigation)),
    ("changed_answers", plain(loads::changed_answers)),
    ("policy", configured(walls::with_policy, walls::policy)),
    ("stays", configured(walls::with_policy, walls::stays)),
    ("stays_without_policy", plain(walls::stays_without_policy)),
    ("redirects", plain(walls::redirects)),
    ("handlers", plain(walls::handlers)),
    ("walls_needed", configured(walls::with_walls_needed, documents::hello)),
    ("sandbox", plain(walls::sandbox)),
    ("asset", configured(walls::with_asset_protocol, walls::asset)),
    ("isolated", configured(isolation::with_frame, isolation::isolated)),
    ("isolated_walls", configured(isolation::with_frame, isolation::walls)),
    ("isolated_lost", configured(isolation::with_frame, isolation::lost)),
    ("isolated_policy", configured(isolation::with_frame_and_policy, isolation::policy)),
    ("isolated_speed", configured(isolation::with_frame, isolation::speed)),
    ("straight_speed", plain(isolation::speed)),
    ("frozen", configured(walls::with_frozen_prototype, walls::frozen)),
    ("hostile_page", narrow(hostile::page)),
    ("hostile_navigations", narrow(hostile::navigations)),
    ("exit_busy", plain(ends::exit_busy)),
    ("exit_code", plain(ends::exit_code)),
];

/// Plays a scene.
pub(crate) fn play(name: &str) -> ExitCode {
    match SCENES.iter().find(|(known, _)| *known == name) {
        Some((_, scene)) => Play::run(*scene),
        None => {
            eprintln!("error: there is no scene {name}");
            ExitCode::from(2)
        }
    }
}
