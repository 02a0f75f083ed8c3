//! What GTK 4 no longer says to an X11 window manager: position, stacking, task bar, workspaces, attention, limits.
//!
//! Goes over a connection of our own beside GTK's; requests that refer to a window wait until GTK has told the server
//! about it. Not here: when something is wished for.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::os::fd::AsRawFd;
use std::rc::Rc;
use std::sync::OnceLock;

use dormer_runtime::ChangeError;
use dormer_runtime::dpi::{PhysicalPosition, PhysicalSize};
use gdk4_x11::X11Surface;
use gtk4::prelude::*;
use gtk4::{gdk, glib};
use x11rb::connection::Connection;
use x11rb::errors::ReplyError;
use x11rb::properties::WmSizeHints;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{
    AtomEnum, ChangeWindowAttributesAux, ClientMessageEvent, ConfigureWindowAux, ConnectionExt as _,
    EventMask, PropMode, Window as Xid,
};
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;

use crate::window::{Functions, Geometry, System};

x11rb::atom_manager! {
    Atoms: AtomsCookie {
        _MOTIF_WM_HINTS,
        _NET_CURRENT_DESKTOP,
        _NET_FRAME_EXTENTS,
        _NET_WM_DESKTOP,
        _NET_WM_STATE,
        _NET_WM_STATE_ABOVE,
        _NET_WM_STATE_BELOW,
    }
}

/// What a client message says about who asks: an ordinary program.
const SOURCE_APPLICATION: u32 = 1;
/// In a `_NET_WM_DESKTOP` message: all of them.
const ALL_DESKTOPS: u32 = u32::MAX;

/// The way to the window manager; closed when the program does not run on X11.
pub(crate) struct DesktopLink(Option<Rc<Desktop>>);

struct Desktop {
    connection: RustConnection,
    root: Xid,
    atoms: Atoms,
    listeners: RefCell<HashMap<Xid, Rc<dyn Fn()>>>,
}

impl DesktopLink {
    pub(crate) fn connect(system: System) -> Self {
        if system != System::X11 {
            return Self(None);
        }
        let desktop = gdk::Display::default().and_then(|display| match Desktop::connect(&display.name()) {
            Ok(desktop) => Some(desktop),
            Err(error) => {
                log::warn!("no second connection to the X server, so no window positions or hints: {error}");
                None
            }
        });
        Self(desktop)
    }

    /// The window manager's side of a realized window. `on_change` is called when the window moved or its properties
    /// changed.
    pub(crate) fn toplevel(&self, surface: &gdk::Surface, on_change: Rc<dyn Fn()>) -> Option<Toplevel> {
        let desktop = Rc::clone(self.0.as_ref()?);
        let surface = surface.downcast_ref::<X11Surface>()?.clone();
        // X11 names are 32 bits wide whatever the binding's type is.
        let xid = Xid::try_from(surface.xid()).ok()?;
        surface.display().sync();
        let events = ChangeWindowAttributesAux::new()
            .event_mask(EventMask::STRUCTURE_NOTIFY | EventMask::PROPERTY_CHANGE);
        log_failure(desktop.connection.change_window_attributes(xid, &events).map(drop));
        desktop.listeners.borrow_mut().insert(xid, on_change);
        desktop.flush();
        Some(Toplevel { desktop, surface, xid })
    }
}

impl Desktop {
    fn connect(display: &str) -> Result<Rc<Self>, Box<dyn std::error::Error>> {
        let (connection, screen) = x11rb::connect(Some(display))?;
        let root = connection.setup().roots.get(screen).ok_or("the display has no such screen")?.root;
        let atoms = Atoms::new(&connection)?.reply()?;
        let desktop = Rc::new(Self { connection, root, atoms, listeners: RefCell::default() });
        let weak = Rc::downgrade(&desktop);
        glib::source::unix_fd_add_local(
            desktop.connection.stream().as_raw_fd(),
            glib::IOCondition::IN,
            move |_, _| {
                let Some(desktop) = weak.upgrade() else { return glib::ControlFlow::Break };
                desktop.pump()
            },
        );
        Ok(desktop)
    }

    /// Takes what the server sent and tells the windows it is about.
    fn pump(&self) -> glib::ControlFlow {
        loop {
            let mut touched = BTreeSet::new();
            loop {
                match self.connection.poll_for_event() {
                    Ok(Some(Event::ConfigureNotify(event))) => touched.insert(event.window),
                    Ok(Some(Event::ReparentNotify(event))) => touched.insert(event.window),
                    Ok(Some(Event::PropertyNotify(event))) => {
                        let interesting = [
                            self.atoms._NET_FRAME_EXTENTS,
                            self.atoms._NET_WM_STATE,
                            AtomEnum::WM_NORMAL_HINTS.into(),
                        ];
                        interesting.contains(&event.atom) && touched.insert(event.window)
                    }
                    Ok(Some(_)) => false,
                    Ok(None) => break,
                    Err(error) => {
                        log::warn!("the second connection to the X server broke: {error}");
                        return glib::ControlFlow::Break;
                    }
                };
            }
            if touched.is_empty() {
                return glib::ControlFlow::Continue;
            }
            for xid in touched {
                let listener = self.listeners.borrow().get(&xid).cloned();
                if let Some(listener) = listener {
                    listener();
                }
            }
        }
    }

    fn flush(&self) {
        log_failure(self.connection.flush());
    }

    /// Asks the window manager, the way it wants to be asked.
    fn send(&self, xid: Xid, message: u32, data: [u32; 5]) {
        let event = ClientMessageEvent::new(32, xid, message, data);
        let mask = EventMask::SUBSTRUCTURE_REDIRECT | EventMask::SUBSTRUCTURE_NOTIFY;
        log_failure(self.connection.send_event(false, self.root, mask, event).map(drop));
        self.flush();
    }

    fn cardinals(&self, xid: Xid, property: u32, kind: u32) -> Result<Vec<u32>, ReplyError> {
        let reply = self.connection.get_property(false, xid, property, kind, 0, 16)?.reply()?;
        Ok(reply.value32().map(Iterator::collect).unwrap_or_default())
    }
}

/// The window manager's side of one window.
pub(crate) struct Toplevel {
    desktop: Rc<Desktop>,
    surface: X11Surface,
    xid: Xid,
}

impl Toplevel {
    /// Waits until the server knows what GTK has said so far, so that what follows comes after it.
    pub(crate) fn after_gtk(&self) {
        self.surface.display().sync();
    }

    /// Where the window is and how large with its frame.
    pub(crate) fn geometry(&self) -> Option<Geometry> {
        match self.read_geometry() {
            Ok(geometry) => Some(geometry),
            Err(error) => {
                log::debug!("no geometry of an X window: {error}");
                None
            }
        }
    }

    fn read_geometry(&self) -> Result<Geometry, ReplyError> {
        let Desktop { connection, root, atoms, .. } = &*self.desktop;
        let size = connection.get_geometry(self.xid)?;
        let origin = connection.translate_coordinates(self.xid, *root, 0, 0)?;
        let (size, origin) = (size.reply()?, origin.reply()?);
        let frame = self.desktop.cardinals(self.xid, atoms._NET_FRAME_EXTENTS, AtomEnum::CARDINAL.into())?;
        let [left, right, top, bottom] = *frame.as_slice() else {
            return Ok(Geometry::new(&size, &origin, [0; 4]));
        };
        Ok(Geometry::new(&size, &origin, [left, right, top, bottom]))
    }

    pub(crate) fn move_to(&self, position: PhysicalPosition<i32>) {
        let place = ConfigureWindowAux::new().x(position.x).y(position.y);
        log_failure(self.desktop.connection.configure_window(self.xid, &place).map(drop));
        self.desktop.flush();
    }

    pub(crate) fn set_above(&self, above: bool) {
        self.set_state(self.desktop.atoms._NET_WM_STATE_ABOVE, above);
    }

    pub(crate) fn set_below(&self, below: bool) {
        self.set_state(self.desktop.atoms._NET_WM_STATE_BELOW, below);
    }

    fn set_state(&self, state: u32, on: bool) {
        self.desktop.send(
            self.xid,
            self.desktop.atoms._NET_WM_STATE,
            [on.into(), state, 0, SOURCE_APPLICATION, 0],
        );
    }

    pub(crate) fn set_on_all_workspaces(&self, all: bool) {
        let atoms = &self.desktop.atoms;
        let desktop = if all {
            ALL_DESKTOPS
        } else {
            let current = self.desktop.cardinals(
                self.desktop.root,
                atoms._NET_CURRENT_DESKTOP,
                AtomEnum::CARDINAL.into(),
            );
            current.ok().and_then(|current| current.first().copied()).unwrap_or(0)
        };
        self.desktop.send(self.xid, atoms._NET_WM_DESKTOP, [desktop, SOURCE_APPLICATION, 0, 0, 0]);
    }

    pub(crate) fn set_skip_taskbar(&self, skip: bool) {
        self.surface.set_skip_taskbar_hint(skip);
        self.surface.set_skip_pager_hint(skip);
    }

    pub(crate) fn set_urgent(&self, urgent: bool) {
        self.surface.set_urgency_hint(urgent);
    }

    /// Keeps the window manager from giving the window the keyboard when it appears.
    pub(crate) fn appear_without_keyboard(&self) {
        self.surface.set_user_time(0);
    }

    /// The server's clock, which window managers compare with the user's last act.
    pub(crate) fn server_time(&self) -> u32 {
        gdk4_x11::x11_get_server_time(&self.surface)
    }

    /// Adds a largest size to the hints that GTK writes. GTK writes them again now and then, without it.
    pub(crate) fn set_max_size(&self, size: Option<PhysicalSize<u32>>) {
        let size = size.map(|size| {
            (i32::try_from(size.width).unwrap_or(i32::MAX), i32::try_from(size.height).unwrap_or(i32::MAX))
        });
        let connection = &self.desktop.connection;
        let hints = WmSizeHints::get_normal_hints(connection, self.xid).map_err(ReplyError::from);
        let mut hints = match hints.and_then(|cookie| cookie.reply()) {
            Ok(hints) => hints.unwrap_or_default(),
            Err(error) => return log::debug!("no size hints of an X window: {error}"),
        };
        if hints.max_size != size {
            hints.max_size = size;
            log_failure(hints.set_normal_hints(connection, self.xid).map(drop));
            self.desktop.flush();
        }
    }

    /// Says what the user may do with the window.
    pub(crate) fn set_functions(&self, functions: Functions) {
        let property = self.desktop.atoms._MOTIF_WM_HINTS;
        let mut hints = self.desktop.cardinals(self.xid, property, property).unwrap_or_default();
        hints.resize(5, 0);
        if let [flags, allowed, ..] = hints.as_mut_slice() {
            *flags |= 1;
            *allowed = functions.motif();
        }
        let connection = &self.desktop.connection;
        log_failure(
            connection.change_property32(PropMode::REPLACE, self.xid, property, property, &hints).map(drop),
        );
        self.desktop.flush();
    }
}

impl Drop for Toplevel {
    fn drop(&mut self) {
        self.desktop.listeners.borrow_mut().remove(&self.xid);
    }
}

impl Functions {
    /// As the bits that window managers took over from Motif.
    fn motif(self) -> u32 {
        const MOVE: u32 = 1 << 2;
        let bit = |allowed: bool, bit: u32| if allowed { 1 << bit } else { 0 };
        MOVE | bit(self.resize, 1)
            | bit(self.minimize, 3)
            | bit(self.maximize && self.resize, 4)
            | bit(self.close, 5)
    }
}

impl Geometry {
    /// From the server's answers and the frame's left, right, top and bottom.
    fn new(
        size: &x11rb::protocol::xproto::GetGeometryReply,
        origin: &x11rb::protocol::xproto::TranslateCoordinatesReply,
        frame: [u32; 4],
    ) -> Self {
        let inner = PhysicalPosition::new(i32::from(origin.dst_x), i32::from(origin.dst_y));
        let [left, right, top, bottom] = frame.map(|side| i32::try_from(side).unwrap_or(0));
        Self {
            inner_position: inner,
            outer_position: PhysicalPosition::new(inner.x - left, inner.y - top),
            frame: PhysicalSize::new((left + right).unsigned_abs(), (top + bottom).unsigned_abs()),
            inner_size: PhysicalSize::new(size.width.into(), size.height.into()),
        }
    }
}

/// Where the pointer is, for any thread: a connection of its own, made at the first question.
pub(crate) struct Pointer {
    display: String,
    connection: OnceLock<Option<(RustConnection, Xid)>>,
}

impl Pointer {
    pub(crate) fn new(display: &gdk::Display) -> Self {
        Self { display: display.name().into(), connection: OnceLock::new() }
    }

    pub(crate) fn position(&self, system: System) -> Result<PhysicalPosition<f64>, ChangeError> {
        const UNSUPPORTED: ChangeError =
            ChangeError::Unsupported("the position of the pointer: only X11 tells it");
        if system != System::X11 {
            return Err(UNSUPPORTED);
        }
        let connection = self.connection.get_or_init(|| {
            let (connection, screen) = x11rb::connect(Some(&self.display)).ok()?;
            let root = connection.setup().roots.get(screen)?.root;
            Some((connection, root))
        });
        let (connection, root) = connection.as_ref().ok_or(UNSUPPORTED)?;
        let answer =
            connection.query_pointer(*root).map_err(ReplyError::from).and_then(|cookie| cookie.reply());
        let answer = answer.map_err(|_| UNSUPPORTED)?;
        Ok(PhysicalPosition::new(answer.root_x.into(), answer.root_y.into()))
    }
}

/// Requests are one-way; the only thing that goes wrong here is a broken connection.
fn log_failure(result: Result<(), x11rb::errors::ConnectionError>) {
    if let Err(error) = result {
        log::debug!("a request to the X server failed: {error}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_user_may_do_is_told_in_motif_bits() {
        let all = Functions { resize: true, maximize: true, minimize: true, close: true };
        assert_eq!(all.motif(), 0b11_1110);
        assert_eq!(
            Functions { resize: false, ..all }.motif(),
            0b10_1100,
            "a fixed window cannot be maximized"
        );
        assert_eq!(Functions { close: false, minimize: false, ..all }.motif(), 0b01_0110);
    }
}
