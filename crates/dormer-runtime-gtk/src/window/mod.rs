//! Windows: made from a description, changed by orders, reporting what happens to them.
//!
//! Lives here: [`Window`], its signals and its appearance on the screen. Below: the inside (`content`), changes
//! (`apply`), what is known of a window (`state`), looks (`decor`), and what goes past GTK (`x11`).
//! Not here: what is in a web view.

mod apply;
mod content;
mod decor;
mod state;
mod system;
#[cfg_attr(not(feature = "x11"), path = "no_x11.rs")]
mod x11;

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::{Rc, Weak};
use std::sync::Arc;

use dormer_runtime::dpi::{LogicalSize, PhysicalPosition, PhysicalSize};
use dormer_runtime::{Event, Theme, WebviewId, WindowChange, WindowEvent, WindowId, WindowSpec};
use gtk4::prelude::*;
use gtk4::{HeaderBar, gdk, glib};

pub(crate) use content::{Content, Limits};
pub(crate) use decor::Decor;
pub(crate) use state::{Functions, Geometry};
pub(crate) use system::System;
pub(crate) use x11::{DesktopLink, Pointer};

use crate::handle::Shared;
use crate::ui::Ui;
use crate::webview::{FirstPaint, Webview};
use decor::Ground;
use state::Wishes;
use x11::Toplevel;

/// A window.
pub(crate) struct Window {
    id: WindowId,
    native: gtk4::Window,
    content: Content,
    title_bar: Option<HeaderBar>,
    ground: Ground,
    webview: Option<Rc<Webview>>,
    parent: Option<WindowId>,
    ui: Weak<Ui>,
    shared: Arc<Shared>,
    wishes: RefCell<Wishes>,
    toplevel: OnceCell<Toplevel>,
    geometry: Cell<Option<Geometry>>,
    first_paint: RefCell<Option<FirstPaint>>,
    resize_is_due: Cell<bool>,
    /// What the program was last told.
    told_size: Cell<Option<PhysicalSize<u32>>>,
    told_theme: Cell<Theme>,
    closed: Cell<bool>,
}

impl Window {
    /// Makes a window that is not on the screen yet.
    pub(crate) fn create(
        ui: &Rc<Ui>,
        spec: &WindowSpec,
        parent: Option<&Window>,
        webview: Option<&Rc<Webview>>,
    ) -> Rc<Self> {
        let wishes = Wishes::from(spec);
        let window = Rc::new(Self {
            id: spec.id,
            native: gtk4::Window::new(),
            content: Content::new(wishes.limits()),
            title_bar: ui.decor.title_bar(),
            ground: Ground::new(spec.id, spec.transparent),
            webview: webview.cloned(),
            parent: spec.parent,
            ui: Rc::downgrade(ui),
            shared: Arc::clone(&ui.shared),
            wishes: RefCell::new(wishes),
            toplevel: OnceCell::new(),
            geometry: Cell::new(None),
            first_paint: RefCell::default(),
            resize_is_due: Cell::new(false),
            told_size: Cell::new(None),
            told_theme: Cell::new(ui.decor.theme()),
            closed: Cell::new(false),
        });
        window.assemble(spec, parent);
        window.realize(ui);
        window.connect();
        window.take_wishes(spec);
        window.told_size.set(Some(window.inner_size()));
        window
    }

    fn assemble(&self, spec: &WindowSpec, parent: Option<&Window>) {
        let native = &self.native;
        native.set_title(Some(&spec.title));
        native.set_resizable(spec.resizable);
        native.set_decorated(spec.decorations);
        native.set_deletable(spec.closable);
        native.set_transient_for(parent.map(|parent| &parent.native));
        if let Some(title_bar) = &self.title_bar {
            native.set_titlebar(Some(title_bar));
        }
        if let Some(webview) = &self.webview {
            self.content.set_child(webview.native());
        }
        native.set_child(Some(&self.content));
        self.ground.paint(native, spec.background);
        if spec.maximized {
            native.maximize();
        }
        if spec.fullscreen {
            native.fullscreen();
        }
    }

    fn realize(self: &Rc<Self>, ui: &Ui) {
        WidgetExt::realize(&self.native);
        self.set_native_size(self.wishes.borrow().size);
        let Some(surface) = self.surface() else { return };
        let weak = Rc::downgrade(self);
        let on_change = Rc::new(move || {
            if let Some(window) = weak.upgrade() {
                window.geometry_changed();
            }
        });
        if let Some(toplevel) = ui.decor.desktop.toplevel(&surface, on_change) {
            let _ = self.toplevel.set(toplevel);
        }
    }

    fn connect(self: &Rc<Self>) {
        let on = |act: fn(&Rc<Self>)| {
            let weak = Rc::downgrade(self);
            move || {
                if let Some(window) = weak.upgrade().filter(|window| !window.closed.get()) {
                    act(&window);
                }
            }
        };
        let close = on(Self::close_requested);
        self.native.connect_close_request(move |_| {
            close();
            glib::Propagation::Stop
        });
        // GTK's own inspector, which a key combination would open in any program.
        self.native.connect_enable_debugging(|_, _| true);
        let active = on(Self::active_changed);
        self.native.connect_is_active_notify(move |_| active());
        let map = on(Self::mapped);
        self.native.connect_map(move |_| map());
        self.content.connect_resize(on(Self::resize_later));
        if let Some(surface) = self.surface() {
            let scale = on(Self::scale_changed);
            surface.connect_scale_factor_notify(move |_| scale());
            let state = on(|window| window.publish());
            if let Some(toplevel) = surface.downcast_ref::<gdk::Toplevel>() {
                toplevel.connect_state_notify(move |_| state());
            }
        }
    }

    /// What of the description goes past GTK. What the system cannot do is logged: the window opens all the same.
    fn take_wishes(self: &Rc<Self>, spec: &WindowSpec) {
        let mut changes = Vec::new();
        changes.extend(spec.max_size.map(|size| WindowChange::MaxSize(Some(size.into()))));
        changes.extend(spec.position.map(|position| WindowChange::Position(position.into())));
        changes.extend((spec.center && spec.position.is_none()).then_some(WindowChange::Center));
        changes.extend((!spec.focusable).then_some(WindowChange::Focusable(false)));
        changes.extend((!spec.maximizable).then_some(WindowChange::Maximizable(false)));
        changes.extend((!spec.minimizable).then_some(WindowChange::Minimizable(false)));
        changes.extend(spec.always_on_top.then_some(WindowChange::AlwaysOnTop(true)));
        changes.extend(spec.always_on_bottom.then_some(WindowChange::AlwaysOnBottom(true)));
        changes.extend(spec.skip_taskbar.then_some(WindowChange::SkipTaskbar(true)));
        changes.extend(spec.visible_on_all_workspaces.then_some(WindowChange::VisibleOnAllWorkspaces(true)));
        changes.extend(spec.theme.map(|theme| WindowChange::Theme(Some(theme))));
        for change in changes {
            let outcome = self.shared.system.supports(&change).and_then(|()| self.apply(change));
            if let Err(error) = outcome {
                log::info!("window {}: {error}", self.id.0);
            }
        }
    }

    pub(crate) fn id(&self) -> WindowId {
        self.id
    }

    pub(crate) fn parent(&self) -> Option<WindowId> {
        self.parent
    }

    pub(crate) fn webview(&self) -> Option<WebviewId> {
        self.webview.as_ref().map(|webview| webview.id())
    }

    pub(crate) fn native(&self) -> &gtk4::Window {
        &self.native
    }

    /// The inside of the window.
    pub(crate) fn content(&self) -> &Content {
        &self.content
    }

    fn surface(&self) -> Option<gdk::Surface> {
        self.native.surface()
    }

    /// Brings the window on the screen: at once when its page has painted before, else as soon as it has.
    pub(crate) fn show(self: &Rc<Self>) {
        self.wishes.borrow_mut().visible = true;
        self.publish();
        if self.native.is_visible() || self.first_paint.borrow().is_some() {
            return;
        }
        match &self.webview {
            Some(webview) if !webview.has_painted() => {
                let first_paint = FirstPaint::begin(self, webview);
                self.first_paint.replace(Some(first_paint));
            }
            _ => self.reveal(),
        }
    }

    pub(crate) fn hide(&self) {
        let mut wishes = self.wishes.borrow_mut();
        wishes.visible = false;
        if self.native.is_visible() {
            // The window manager forgets where a hidden window was.
            wishes.position = self.geometry.get().map(|geometry| geometry.outer_position.into());
        }
        drop(wishes);
        self.first_paint.take();
        self.native.set_visible(false);
        self.publish();
    }

    /// Puts the window on the screen now.
    pub(crate) fn reveal(&self) {
        self.first_paint.take();
        if let (Some(toplevel), false) = (self.toplevel.get(), self.wishes.borrow().focused) {
            toplevel.appear_without_keyboard();
        }
        self.native.set_visible(true);
        self.wishes.borrow_mut().focused = true;
        if let Some(webview) = &self.webview {
            webview.note_painted();
            webview.native().grab_focus();
        }
    }

    /// To the front, with the keyboard.
    pub(crate) fn come_forward(&self) {
        if !self.native.is_visible() {
            return;
        }
        match self.toplevel.get() {
            // Window managers take a request without a time for an intrusion.
            Some(toplevel) => self.native.present_with_time(toplevel.server_time()),
            None => self.native.present(),
        }
    }

    /// Takes the window off the screen for good.
    pub(crate) fn close(&self) {
        self.closed.set(true);
        self.first_paint.take();
        self.ground.remove(&self.native);
        self.native.destroy();
    }

    pub(crate) fn theme_changed(&self) {
        self.publish();
        let theme = self.theme();
        if self.told_theme.replace(theme) != theme {
            self.emit(WindowEvent::ThemeChanged(theme));
        }
    }

    fn theme(&self) -> Theme {
        self.ui.upgrade().map(|ui| ui.decor.theme()).unwrap_or_default()
    }

    fn emit(&self, event: WindowEvent) {
        if let Some(ui) = self.ui.upgrade() {
            ui.events.emit(Event::Window(self.id, event));
        }
    }

    fn close_requested(self: &Rc<Self>) {
        if let (Some(ui), true) = (self.ui.upgrade(), self.wishes.borrow().closable) {
            ui.close_window(self.id);
        }
    }

    fn active_changed(self: &Rc<Self>) {
        let active = self.native.is_active();
        if let (Some(toplevel), true) = (self.toplevel.get(), active) {
            toplevel.set_urgent(false);
        }
        self.publish();
        self.emit(WindowEvent::Focused(active));
    }

    /// The window manager has been asked to show the window: what it does not remember is said again.
    fn mapped(self: &Rc<Self>) {
        let Some(toplevel) = self.toplevel.get() else { return };
        toplevel.after_gtk();
        toplevel.set_functions(self.wishes.borrow().functions());
        let wishes = self.wishes.borrow();
        if let Some(position) = wishes.position {
            toplevel.move_to(position.to_physical(self.scale()));
        }
        if wishes.center {
            self.center();
        }
        if wishes.always_on_top {
            toplevel.set_above(true);
        }
        if wishes.always_on_bottom {
            toplevel.set_below(true);
        }
        if wishes.all_workspaces {
            toplevel.set_on_all_workspaces(true);
        }
        if wishes.max_size.is_some() {
            toplevel.set_max_size(wishes.max_size.map(|size| size.to_physical(self.scale())));
        }
    }

    fn geometry_changed(self: &Rc<Self>) {
        let Some(geometry) = self.toplevel.get().and_then(Toplevel::geometry) else { return };
        let before = self.geometry.replace(Some(geometry));
        if !self.native.is_mapped() || self.closed.get() {
            return;
        }
        let max_size = self.wishes.borrow().max_size;
        if let (Some(toplevel), Some(size)) = (self.toplevel.get(), max_size) {
            toplevel.set_max_size(Some(size.to_physical(self.scale())));
        }
        if geometry.has_frame() && std::mem::take(&mut self.wishes.borrow_mut().center) {
            self.center();
        }
        self.publish();
        if before.is_none_or(|before| before.outer_position != geometry.outer_position) {
            self.emit(WindowEvent::Moved(geometry.outer_position));
        }
    }

    /// Puts the window in the middle of what its monitor leaves free.
    fn center(&self) {
        let Some(toplevel) = self.toplevel.get() else { return };
        let monitors = self.shared.monitors.list();
        let place = self.geometry.get().map(|geometry| geometry.inner_position);
        let on =
            |monitor: &&dormer_runtime::Monitor| place.is_some_and(|place| state::contains(monitor, place));
        let Some(monitor) = monitors.iter().find(on).or(monitors.first()) else { return };
        let outer = self.outer_size();
        let middle = |start: i32, space: u32, size: u32| start + (space as i32 - size as i32) / 2;
        toplevel.move_to(PhysicalPosition::new(
            middle(monitor.work_area_position.x, monitor.work_area_size.width, outer.width),
            middle(monitor.work_area_position.y, monitor.work_area_size.height, outer.height),
        ));
    }

    /// Layout is no time for events: whoever hears of the size may change it.
    fn resize_later(self: &Rc<Self>) {
        if self.resize_is_due.replace(true) {
            return;
        }
        let weak = Rc::downgrade(self);
        glib::idle_add_local_full(glib::Priority::HIGH_IDLE, move || {
            if let Some(window) = weak.upgrade() {
                window.resize_is_due.set(false);
                window.resized();
            }
            glib::ControlFlow::Break
        });
    }

    fn resized(&self) {
        self.publish();
        // Before that, the size is what the wait for the first frame expects.
        if !self.native.is_mapped() {
            return;
        }
        let size = self.inner_size();
        if self.told_size.replace(Some(size)) != Some(size) {
            self.emit(WindowEvent::Resized(size));
        }
        if self.wishes.borrow().ignores_cursor {
            self.set_ignores_cursor(true);
        }
    }

    fn scale_changed(self: &Rc<Self>) {
        self.publish();
        let size = self.inner_size();
        self.told_size.set(Some(size));
        self.emit(WindowEvent::ScaleFactorChanged { scale_factor: self.scale(), size });
    }

    /// Asks for an inner size; the title bar comes on top.
    fn set_native_size(&self, size: LogicalSize<f64>) {
        let (width, height) = state::pixels(size);
        let bar = self.title_bar.as_ref().filter(|_| self.native.is_decorated());
        let bar = bar.map_or(0, |bar| bar.measure(gtk4::Orientation::Vertical, -1).1);
        self.native.set_default_size(width, height + bar);
    }
}
