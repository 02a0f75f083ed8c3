//! What pages reach for outside of themselves, as a backend asks the host about it: other addresses, new windows,
//! downloads, devices. Not here: the decisions.

use std::path::PathBuf;

use dpi::{LogicalPosition, LogicalSize};

/// Which frame wants to go to an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frame {
    /// The page itself or a frame in it: the engine does not tell. Asked before anything is requested. When it is the
    /// page itself, the same address is asked for once more as [`Frame::Main`].
    Any,
    /// The page itself. Asked after [`Frame::Any`], and again for each redirect.
    Main,
}

/// What a page wants of a new window.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct WindowFeatures {
    /// Inner size.
    pub size: Option<LogicalSize<f64>>,
    /// Outer position.
    pub position: Option<LogicalPosition<f64>>,
}

/// A download that is about to start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DownloadRequest {
    /// What is loaded, redirects followed.
    pub url: String,
    /// The address that was asked for first.
    pub asked: String,
    /// Where it would be kept: the user's download folder, and the name that the server or the page suggests.
    pub destination: PathBuf,
}

/// What a page asks the user for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Permission {
    /// The camera.
    Camera,
    /// The microphone.
    Microphone,
    /// The screen.
    DisplayCapture,
    /// Where the user is.
    Geolocation,
    /// Messages on the desktop.
    Notifications,
    /// Reading the clipboard.
    Clipboard,
    /// Names of cameras and microphones.
    DeviceInfo,
    /// Holding the pointer in the page.
    PointerLock,
    /// Decoding protected media.
    MediaKeys,
    /// Cookies for a site inside of another.
    StorageAccess,
}

impl Permission {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::Camera,
        Self::Microphone,
        Self::DisplayCapture,
        Self::Geolocation,
        Self::Notifications,
        Self::Clipboard,
        Self::DeviceInfo,
        Self::PointerLock,
        Self::MediaKeys,
        Self::StorageAccess,
    ];

    /// Its name in the configuration.
    pub fn name(self) -> &'static str {
        match self {
            Self::Camera => "camera",
            Self::Microphone => "microphone",
            Self::DisplayCapture => "displayCapture",
            Self::Geolocation => "geolocation",
            Self::Notifications => "notifications",
            Self::Clipboard => "clipboard",
            Self::DeviceInfo => "deviceInfo",
            Self::PointerLock => "pointerLock",
            Self::MediaKeys => "mediaKeys",
            Self::StorageAccess => "storageAccess",
        }
    }
}
