//! The window system and what it lets a program do. Not here: how it is done.

use dormer_runtime::{ChangeError, WindowChange};
use gtk4::gdk;
use gtk4::glib::prelude::*;

/// The window system that the program runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum System {
    /// X11, with a connection of our own beside GTK's.
    X11,
    /// Wayland.
    Wayland,
    /// X11 in a build without the feature `x11`, or something else.
    Other,
}

impl System {
    pub(crate) fn of(display: &gdk::Display) -> Self {
        // By name, so that it also works without the bindings of either system.
        match display.type_().name() {
            "GdkX11Display" if cfg!(feature = "x11") => Self::X11,
            "GdkWaylandDisplay" => Self::Wayland,
            _ => Self::Other,
        }
    }

    /// Whether the change can be made here. Switching off what cannot be on is no change and always possible.
    ///
    /// # Errors
    /// [`ChangeError::Unsupported`] with the reason.
    pub(crate) fn supports(self, change: &WindowChange) -> Result<(), ChangeError> {
        match change {
            WindowChange::Focusable(false) => Err(ChangeError::Unsupported(
                "a window that never takes the keyboard: GTK 4 has no such windows",
            )),
            WindowChange::Position(_) => {
                self.needs_x11("the position of a window is the compositor's on Wayland")
            }
            WindowChange::Center => self.needs_x11("the position of a window is the compositor's on Wayland"),
            WindowChange::MaxSize(Some(_)) => self.needs_x11("GTK 4 tells Wayland no largest size"),
            WindowChange::AlwaysOnTop(true) | WindowChange::AlwaysOnBottom(true) => {
                self.needs_x11("Wayland lets no window stay above or below others")
            }
            WindowChange::SkipTaskbar(true) => self.needs_x11("Wayland has no task bar hints"),
            WindowChange::VisibleOnAllWorkspaces(true) => {
                self.needs_x11("Wayland knows nothing of workspaces")
            }
            WindowChange::Attention(Some(_)) => self.needs_x11("GTK 4 cannot ask for attention on Wayland"),
            WindowChange::Maximizable(false) | WindowChange::Minimizable(false) if self == Self::Other => {
                Err(WITHOUT_X11)
            }
            _ => Ok(()),
        }
    }

    fn needs_x11(self, reason: &'static str) -> Result<(), ChangeError> {
        match self {
            Self::X11 => Ok(()),
            Self::Wayland => Err(ChangeError::Unsupported(reason)),
            Self::Other => Err(WITHOUT_X11),
        }
    }
}

const WITHOUT_X11: ChangeError =
    ChangeError::Unsupported("needs X11 and the feature `x11` of dormer-runtime-gtk, which this build lacks");

#[cfg(test)]
mod tests {
    use dormer_runtime::dpi::{LogicalPosition, LogicalSize};

    use super::*;

    #[test]
    fn wayland_says_no_with_a_reason_and_x11_does_it() {
        for change in [
            WindowChange::Position(LogicalPosition::new(1, 1).into()),
            WindowChange::Center,
            WindowChange::MaxSize(Some(LogicalSize::new(1, 1).into())),
            WindowChange::AlwaysOnTop(true),
            WindowChange::SkipTaskbar(true),
        ] {
            assert_eq!(System::X11.supports(&change), Ok(()));
            assert!(
                matches!(System::Wayland.supports(&change), Err(ChangeError::Unsupported(_))),
                "{change:?}"
            );
            assert_eq!(System::Other.supports(&change), Err(WITHOUT_X11));
        }
    }

    #[test]
    fn what_cannot_be_on_can_be_switched_off() {
        for change in
            [WindowChange::AlwaysOnTop(false), WindowChange::MaxSize(None), WindowChange::Attention(None)]
        {
            assert_eq!(System::Wayland.supports(&change), Ok(()));
        }
    }
}
