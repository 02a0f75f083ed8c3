//! Stands in for `x11` in builds without that feature: there is never a way to a window manager.

use std::convert::Infallible;
use std::rc::Rc;

use dormer_runtime::ChangeError;
use dormer_runtime::dpi::{PhysicalPosition, PhysicalSize};
use gtk4::gdk;

use crate::window::{Functions, Geometry, System};

pub(crate) struct DesktopLink;

impl DesktopLink {
    pub(crate) fn connect(_: System) -> Self {
        Self
    }

    pub(crate) fn toplevel(&self, _: &gdk::Surface, _: Rc<dyn Fn()>) -> Option<Toplevel> {
        None
    }
}

/// Cannot be had.
pub(crate) struct Toplevel(Infallible);

impl Toplevel {
    pub(crate) fn after_gtk(&self) {
        match self.0 {}
    }

    pub(crate) fn geometry(&self) -> Option<Geometry> {
        match self.0 {}
    }

    pub(crate) fn move_to(&self, _: PhysicalPosition<i32>) {
        match self.0 {}
    }

    pub(crate) fn set_above(&self, _: bool) {
        match self.0 {}
    }

    pub(crate) fn set_below(&self, _: bool) {
        match self.0 {}
    }

    pub(crate) fn set_on_all_workspaces(&self, _: bool) {
        match self.0 {}
    }

    pub(crate) fn set_skip_taskbar(&self, _: bool) {
        match self.0 {}
    }

    pub(crate) fn set_urgent(&self, _: bool) {
        match self.0 {}
    }

    pub(crate) fn appear_without_keyboard(&self) {
        match self.0 {}
    }

    pub(crate) fn server_time(&self) -> u32 {
        match self.0 {}
    }

    pub(crate) fn set_max_size(&self, _: Option<PhysicalSize<u32>>) {
        match self.0 {}
    }

    pub(crate) fn set_functions(&self, _: Functions) {
        match self.0 {}
    }
}

pub(crate) struct Pointer;

impl Pointer {
    pub(crate) fn new(_: &gdk::Display) -> Self {
        Self
    }

    pub(crate) fn position(&self, _: System) -> Result<PhysicalPosition<f64>, ChangeError> {
        Err(ChangeError::Unsupported(
            "the position of the pointer: only X11 tells it, through the feature `x11`",
        ))
    }
}
