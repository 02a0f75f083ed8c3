//! Starting the backend and running its loop. Not here: what happens in the loop (`ui`).

use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

use dormer_runtime::{Backend, Event, Handle, Host, StartError, StartOptions};
use gtk4::prelude::*;
use gtk4::{gdk, gio, glib};

use crate::environment;
use crate::handle::{GtkHandle, Shared, Snapshots};
use crate::monitors::Monitors;
use crate::renderer;
use crate::tasks::Tasks;
use crate::ui::Ui;
use crate::window::{Pointer, System};

/// Starts GTK and WebKitGTK on the calling thread, which becomes the UI thread. To be called once, early: without a GPU
/// it chooses GTK's renderer through an environment variable, unless the user set that, and it unsets an address of the
/// session bus and a run-time folder that lead nowhere.
///
/// # Errors
/// [`StartError::NoDisplay`] without an X or Wayland display, [`StartError::System`] when another instance owns the
/// application id.
pub fn start(host: Arc<dyn Host>, options: StartOptions) -> Result<Box<dyn Backend>, StartError> {
    environment::mend();
    let renderer = renderer::choose();
    name_program();
    gtk4::init().map_err(|_| StartError::NoDisplay(no_display()))?;
    renderer.started();
    let display = gdk::Display::default().ok_or_else(|| StartError::NoDisplay(no_display()))?;
    let application = if options.use_application_id { Some(application(&options.identifier)?) } else { None };
    let shared = Arc::new(Shared {
        tasks: Tasks::new(),
        system: System::of(&display),
        windows: Snapshots::default(),
        webviews: Snapshots::default(),
        monitors: Monitors::default(),
        pointer: Pointer::new(&display),
    });
    shared.monitors.follow(&display);
    let ui = Ui::create(host, Arc::clone(&shared), &options);
    Ok(Box::new(GtkBackend { ui, shared, application }))
}

struct GtkBackend {
    ui: Rc<Ui>,
    shared: Arc<Shared>,
    /// Keeps the name on the bus.
    application: Option<gio::Application>,
}

impl Backend for GtkBackend {
    fn handle(&self) -> Arc<dyn Handle> {
        Arc::new(GtkHandle::new(Arc::clone(&self.shared)))
    }

    fn run(self: Box<Self>, on_event: Box<dyn FnMut(Event)>) -> i32 {
        self.ui.events.start(on_event);
        let code = self.ui.run();
        drop(self.application);
        code
    }
}

/// Takes the application id on the session bus; without a bus there is nothing to take and nobody to meet.
fn application(identifier: &str) -> Result<gio::Application, StartError> {
    if !gio::Application::id_is_valid(identifier) {
        return Err(StartError::System(format!("`{identifier}` is not a valid application id")));
    }
    // Desktops look for the entry of this name.
    glib::set_prgname(Some(identifier));
    let application = gio::Application::new(Some(identifier), gio::ApplicationFlags::default());
    application.register(gio::Cancellable::NONE).map_err(|error| StartError::System(error.to_string()))?;
    if application.is_remote() {
        application.activate();
        return Err(StartError::System(format!(
            "`{identifier}` is running already and was asked to come forward"
        )));
    }
    application.connect_activate(|_| {
        let Some(ui) = Ui::current() else { return };
        if let Some(window) = ui.windows().iter().min_by_key(|window| window.id()) {
            window.come_forward();
        }
    });
    Ok(application)
}

/// X11 and Wayland know a program's windows by this name, and GTK takes it from an argument list that it does not get.
fn name_program() {
    let program = std::env::current_exe().ok();
    if let (None, Some(name)) = (glib::prgname(), program.as_deref().and_then(Path::file_name)) {
        glib::set_prgname(Some(name.to_string_lossy().as_ref()));
    }
}

fn no_display() -> String {
    let variable = |name: &str| match std::env::var(name) {
        Ok(value) if !value.is_empty() => format!("{name}={value}"),
        _ => format!("{name} is not set"),
    };
    format!(
        "{} and {}; start the program in a graphical session, or under xvfb-run",
        variable("WAYLAND_DISPLAY"),
        variable("DISPLAY")
    )
}
