//! The control handle as the user and the system: what they do to windows and to the desktop.

use dormer_runtime::dpi::{PhysicalPosition, PhysicalSize};
use dormer_runtime::{Event, Monitor, Theme, WindowChange, WindowId};

use crate::Headless;
use crate::turn::Turn;
use crate::world::World;

impl Headless {
    /// The user asks to close a window. Nothing happens to one that the user cannot close.
    ///
    /// # Panics
    /// The loop does not come to it within the wait limit, as all methods here.
    pub fn close_window(&self, window: WindowId) {
        self.act("closing a window", move |world| {
            if world.windows.get(&window).is_some_and(|window| window.state.closable && window.state.enabled)
            {
                world.ask_to_close(window);
            }
        });
    }

    /// The system destroys a window without asking.
    pub fn destroy_window(&self, window: WindowId) {
        self.on_ui("destroying a window", move |control| control.shared.apply(window, WindowChange::Destroy));
    }

    /// The user goes to a window; `None` goes to another program.
    pub fn focus_window(&self, window: Option<WindowId>) {
        self.act("focusing a window", move |world| match window {
            Some(window) => world.focus(window),
            None => each_window(world, |world, id| world.edit(id, |_, state| state.focused = false)),
        });
    }

    /// The user resizes a window to an inner size, as far as its limits and `resizable` allow.
    pub fn resize_window(&self, window: WindowId, size: PhysicalSize<u32>) {
        self.act("resizing a window", move |world| {
            world.edit(window, |window, state| window.resize(state, size));
        });
    }

    /// The user moves a window to an outer position.
    pub fn move_window(&self, window: WindowId, position: PhysicalPosition<i32>) {
        self.act("moving a window", move |world| {
            world.edit(window, |window, state| window.move_to(state, position));
        });
    }

    /// A window comes to a monitor with another scale: its logical size stays.
    pub fn set_scale_factor(&self, window: WindowId, scale: f64) {
        self.act("scaling a window", move |world| {
            world.edit(window, |window, state| window.rescale(state, scale));
        });
    }

    /// The system's theme changes.
    pub fn set_theme(&self, theme: Theme) {
        self.act("changing the theme", move |world| {
            world.desk.theme = theme;
            each_window(world, |world, id| world.edit(id, |_, _| {}));
        });
    }

    /// The monitors change, the primary one first. Maximized windows follow it; an empty list is no desktop at all.
    pub fn set_monitors(&self, monitors: Vec<Monitor>) {
        let set = move |world: &mut World| {
            world.desk.monitors = monitors;
            each_window(world, |world, id| world.edit(id, |_, _| {}));
        };
        // Also before there is a loop: windows take their place and scale from the monitor.
        self.shared.change(set);
    }

    /// The pointer moves; `None` is a desktop that does not tell.
    pub fn set_cursor_position(&self, position: Option<PhysicalPosition<f64>>) {
        self.shared.change(|world| world.desk.cursor = position);
    }

    /// The program gets an event as if the system had sent it. What follows from requests to close or exit follows.
    pub fn emit(&self, event: Event) {
        self.act("emitting an event", move |world| world.queue.push_back(Turn::Event(event)));
    }

    /// Changes the world on the UI thread.
    fn act(&self, what: &str, act: impl FnOnce(&mut World) + Send + 'static) {
        self.on_ui(what, move |control| control.shared.change(act));
    }
}

fn each_window(world: &mut World, mut act: impl FnMut(&mut World, WindowId)) {
    let windows: Vec<_> = world.windows.keys().copied().collect();
    windows.into_iter().for_each(|id| act(world, id));
}
