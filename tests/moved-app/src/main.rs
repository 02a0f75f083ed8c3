//! Starts the program; everything is in the library.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() {
    moved_app_lib::run();
}
