//! What each change does to a window. Not here: whether the system can do it (`system`), decided before.

use std::rc::Rc;

use dormer_runtime::{ChangeError, ResizeDirection, WindowChange};
use gtk4::prelude::*;
use gtk4::{cairo, gdk};

use super::{Window, state};

/// The primary button, as the window system counts them.
const PRIMARY_BUTTON: i32 = 1;

impl Window {
    /// Makes a change that the system supports.
    pub(crate) fn apply(self: &Rc<Self>, change: WindowChange) -> Result<(), ChangeError> {
        let native = &self.native;
        match change {
            WindowChange::Title(title) => native.set_title(Some(&title)),
            WindowChange::Visible(true) => self.show(),
            WindowChange::Visible(false) => self.hide(),
            WindowChange::Focus => self.come_forward(),
            // GTK's windows always can; what cannot be was refused before.
            WindowChange::Focusable(_) => {}
            WindowChange::Enabled(enabled) => {
                native.set_sensitive(enabled);
                self.wishes.borrow_mut().enabled = enabled;
            }
            WindowChange::Maximized(true) => native.maximize(),
            WindowChange::Maximized(false) => native.unmaximize(),
            WindowChange::Minimized(true) => native.minimize(),
            WindowChange::Minimized(false) => native.unminimize(),
            WindowChange::Fullscreen(true) => native.fullscreen(),
            WindowChange::Fullscreen(false) => native.unfullscreen(),
            WindowChange::Theme(theme) => {
                if let Some(ui) = self.ui.upgrade() {
                    ui.decor.set_theme(theme);
                }
            }
            WindowChange::Background(color) => self.ground.paint(native, color),
            WindowChange::Close => {
                if let Some(ui) = self.ui.upgrade() {
                    ui.close_window(self.id);
                }
            }
            WindowChange::Destroy => {
                if let Some(ui) = self.ui.upgrade() {
                    ui.destroy_window(self.id);
                }
            }
            change => self.apply_size_or_place(change)?,
        }
        self.publish();
        Ok(())
    }

    fn apply_size_or_place(&self, change: WindowChange) -> Result<(), ChangeError> {
        match change {
            WindowChange::Size(size) => {
                let size = size.to_logical(self.scale());
                self.wishes.borrow_mut().size = size;
                self.content.set_limits(self.wishes.borrow().limits());
                self.set_native_size(size);
            }
            WindowChange::MinSize(size) => {
                self.wishes.borrow_mut().min_size = size.map(|size| size.to_logical(self.scale()));
                self.content.set_limits(self.wishes.borrow().limits());
            }
            WindowChange::MaxSize(size) => {
                self.wishes.borrow_mut().max_size = size;
                if let Some(toplevel) = self.toplevel.get() {
                    toplevel.after_gtk();
                    toplevel.set_max_size(size.map(|size| size.to_physical(self.scale())));
                }
            }
            WindowChange::Position(position) => {
                self.wishes.borrow_mut().position = Some(position);
                if let Some(toplevel) = self.toplevel.get().filter(|_| self.native.is_mapped()) {
                    toplevel.move_to(position.to_physical(self.scale()));
                }
            }
            WindowChange::Center if self.native.is_mapped() => self.center(),
            WindowChange::Center => self.wishes.borrow_mut().center = true,
            change => self.apply_permission(change)?,
        }
        Ok(())
    }

    /// What the user may do with the window.
    fn apply_permission(&self, change: WindowChange) -> Result<(), ChangeError> {
        match change {
            WindowChange::Resizable(resizable) => {
                let now = state::logical(self.content.width(), self.content.height());
                let limits = {
                    let mut wishes = self.wishes.borrow_mut();
                    wishes.resizable = resizable;
                    // A window that becomes fixed keeps the size it has.
                    wishes.size = now.filter(|_| !resizable).unwrap_or(wishes.size);
                    wishes.limits()
                };
                self.content.set_limits(limits);
                self.native.set_resizable(resizable);
            }
            WindowChange::Maximizable(maximizable) => self.wishes.borrow_mut().maximizable = maximizable,
            WindowChange::Minimizable(minimizable) => self.wishes.borrow_mut().minimizable = minimizable,
            WindowChange::Closable(closable) => {
                self.wishes.borrow_mut().closable = closable;
                self.native.set_deletable(closable);
            }
            WindowChange::Decorations(decorated) => {
                let size = state::logical(self.content.width(), self.content.height());
                self.native.set_decorated(decorated);
                if let Some(size) = size.filter(|_| self.title_bar.is_some()) {
                    self.set_native_size(size);
                }
                return Ok(());
            }
            change => return self.apply_hint(change),
        }
        let wishes = self.wishes.borrow();
        if let Some(toplevel) = self.toplevel.get() {
            toplevel.after_gtk();
            toplevel.set_functions(wishes.functions());
        }
        if let (Some(bar), Some(ui)) = (&self.title_bar, self.ui.upgrade()) {
            ui.decor.set_buttons(bar, wishes.maximizable && wishes.resizable, wishes.minimizable);
        }
        Ok(())
    }

    /// What the window manager is asked for. A window that is not on the screen gets it when it appears.
    fn apply_hint(&self, change: WindowChange) -> Result<(), ChangeError> {
        let toplevel = self.toplevel.get();
        let mapped = toplevel.filter(|_| self.native.is_mapped());
        let mut wishes = self.wishes.borrow_mut();
        match change {
            WindowChange::AlwaysOnTop(above) => {
                wishes.always_on_top = above;
                mapped.inspect(|toplevel| toplevel.set_above(above));
            }
            WindowChange::AlwaysOnBottom(below) => {
                wishes.always_on_bottom = below;
                mapped.inspect(|toplevel| toplevel.set_below(below));
            }
            WindowChange::VisibleOnAllWorkspaces(all) => {
                wishes.all_workspaces = all;
                mapped.inspect(|toplevel| toplevel.set_on_all_workspaces(all));
            }
            WindowChange::SkipTaskbar(skip) => {
                toplevel.inspect(|toplevel| toplevel.set_skip_taskbar(skip));
            }
            WindowChange::Attention(kind) => {
                // There is one kind of urgency; it ends when the window gets the keyboard.
                toplevel.inspect(|toplevel| toplevel.set_urgent(kind.is_some() && !self.native.is_active()));
            }
            change => {
                drop(wishes);
                return self.apply_pointer(change);
            }
        }
        Ok(())
    }

    fn apply_pointer(&self, change: WindowChange) -> Result<(), ChangeError> {
        match change {
            WindowChange::Cursor(icon) => {
                self.wishes.borrow_mut().cursor = Some(icon.0);
                self.set_cursor();
            }
            WindowChange::CursorVisible(visible) => {
                self.wishes.borrow_mut().cursor_hidden = !visible;
                self.set_cursor();
            }
            WindowChange::IgnoreCursor(ignores) => {
                self.wishes.borrow_mut().ignores_cursor = ignores;
                self.set_ignores_cursor(ignores);
            }
            WindowChange::StartDragging => {
                let Some((toplevel, device, x, y)) = self.pointer() else { return Ok(()) };
                toplevel.begin_move(&device, PRIMARY_BUTTON, x, y, gdk::CURRENT_TIME);
            }
            WindowChange::StartResizing(direction) => {
                let Some((toplevel, device, x, y)) = self.pointer() else { return Ok(()) };
                toplevel.begin_resize(
                    edge(direction),
                    Some(&device),
                    PRIMARY_BUTTON,
                    x,
                    y,
                    gdk::CURRENT_TIME,
                );
            }
            _ => return Err(ChangeError::Unsupported("this backend does not know the change")),
        }
        Ok(())
    }

    fn set_cursor(&self) {
        let wishes = self.wishes.borrow();
        let name = if wishes.cursor_hidden { Some("none") } else { wishes.cursor.as_deref() };
        self.native.set_cursor_from_name(name);
        // The engine sets the page's own shape on the view and would cover the window's.
        if let Some(webview) = &self.webview {
            webview.native().set_cursor_from_name(name);
        }
    }

    /// Makes the pointer act on what lies below, or on the window again.
    pub(super) fn set_ignores_cursor(&self, ignores: bool) {
        let Some(surface) = self.surface() else { return };
        let region = if ignores {
            cairo::Region::create()
        } else {
            let everything = gdk::Rectangle::new(0, 0, i32::from(i16::MAX), i32::from(i16::MAX));
            cairo::Region::create_rectangle(&everything.into())
        };
        surface.set_input_region(&region);
    }

    /// The pointer and where it is in the window.
    fn pointer(&self) -> Option<(gdk::Toplevel, gdk::Device, f64, f64)> {
        let surface = self.surface()?;
        let device = surface.display().default_seat()?.pointer()?;
        let (x, y, _) = surface.device_position(&device)?;
        Some((surface.downcast().ok()?, device, x, y))
    }
}

fn edge(direction: ResizeDirection) -> gdk::SurfaceEdge {
    match direction {
        ResizeDirection::East => gdk::SurfaceEdge::East,
        ResizeDirection::North => gdk::SurfaceEdge::North,
        ResizeDirection::NorthEast => gdk::SurfaceEdge::NorthEast,
        ResizeDirection::NorthWest => gdk::SurfaceEdge::NorthWest,
        ResizeDirection::South => gdk::SurfaceEdge::South,
        ResizeDirection::SouthEast => gdk::SurfaceEdge::SouthEast,
        ResizeDirection::SouthWest => gdk::SurfaceEdge::SouthWest,
        ResizeDirection::West => gdk::SurfaceEdge::West,
    }
}
