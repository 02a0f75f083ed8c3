//! What pages reach for outside of themselves: other addresses, new windows, downloads, devices. The host decides.
//!
//! The engine does not tell whether it is the page itself or a frame in it that wants to go somewhere. So each address is
//! asked for twice: before anything is requested, as the address of any frame, and when a load of the page itself begins,
//! is redirected, or gets its answer, as the page's.

use std::path::PathBuf;

use dormer_runtime::{DownloadRequest, Event, Frame, Permission, WebviewEvent, WindowFeatures};
use gtk4::glib;
use webkit6::prelude::*;
use webkit6::{
    ClipboardPermissionRequest, DeviceInfoPermissionRequest, Download, GeolocationPermissionRequest,
    MediaKeySystemPermissionRequest, NavigationPolicyDecision, NetworkSession, NotificationPermissionRequest,
    PermissionRequest, PointerLockPermissionRequest, PolicyDecision, PolicyDecisionType,
    ResponsePolicyDecision, UserMediaPermissionRequest, WebsiteDataAccessPermissionRequest,
};

use super::Webview;
use crate::ui::Ui;

impl Webview {
    fn allows_navigation(&self, url: &str, frame: Frame) -> bool {
        self.ui.upgrade().is_some_and(|ui| ui.host.allows_navigation(self.id, url, frame))
    }

    /// Decides for the engine; `false` leaves the decision to it.
    pub(super) fn decide_policy(&self, decision: &PolicyDecision, kind: PolicyDecisionType) -> bool {
        let ignored = if let Some(response) = decision.downcast_ref::<ResponsePolicyDecision>() {
            self.refuses_response(response)
        } else if let Some(navigation) = decision.downcast_ref::<NavigationPolicyDecision>() {
            let request = navigation.navigation_action().and_then(|mut action| action.request());
            let url = request.and_then(|request| request.uri()).unwrap_or_default();
            if kind == PolicyDecisionType::NewWindowAction {
                self.wants_window(&url);
                true
            } else {
                !self.allows_navigation(&url, Frame::Any)
            }
        } else {
            false
        };
        if ignored {
            decision.ignore();
        }
        ignored
    }

    fn refuses_response(&self, decision: &ResponsePolicyDecision) -> bool {
        if !decision.is_main_frame_main_resource() {
            return false;
        }
        let url = decision.response().and_then(|response| response.uri()).unwrap_or_default();
        if !self.allows_navigation(&url, Frame::Main) {
            return true;
        }
        if !decision.is_mime_type_supported() {
            // What the engine cannot show becomes a download, which is asked for in its own right.
            decision.download();
        }
        false
    }

    /// The page itself is on its way to an address.
    pub(super) fn check_main_frame(&self, url: &str) {
        if !self.allows_navigation(url, Frame::Main) {
            self.native.stop_loading();
        }
    }

    /// A page calls `window.open`, or has a link that would open a window. The engine opens none.
    pub(super) fn wants_window(&self, url: &str) {
        let (ui, id, url) = (self.ui.clone(), self.id, url.to_owned());
        // The host may open a window, and the engine stands in the middle of a decision here.
        glib::idle_add_local_once(move || {
            if let Some(ui) = ui.upgrade() {
                ui.host.wants_window(id, &url, WindowFeatures::default());
            }
        });
    }

    /// Answers the engine; the clipboard also when the view was made so.
    pub(super) fn decide_permission(&self, request: &PermissionRequest) {
        let ui = self.ui.upgrade();
        let allowed = |permission| {
            permission == Permission::Clipboard && self.clipboard
                || ui.as_ref().is_some_and(|ui| ui.host.allows(self.id, permission))
        };
        let wanted = permissions(request);
        if !wanted.is_empty() && wanted.into_iter().all(allowed) { request.allow() } else { request.deny() }
    }
}

/// What a request is about; nothing when this version does not know it.
fn permissions(request: &PermissionRequest) -> Vec<Permission> {
    if let Some(media) = request.downcast_ref::<UserMediaPermissionRequest>() {
        let devices = [
            (media.is_for_audio_device(), Permission::Microphone),
            (media.is_for_video_device(), Permission::Camera),
        ];
        let devices: Vec<_> =
            devices.into_iter().filter_map(|(wanted, kind)| wanted.then_some(kind)).collect();
        return if devices.is_empty() { vec![Permission::DisplayCapture] } else { devices };
    }
    let known = [
        (request.is::<GeolocationPermissionRequest>(), Permission::Geolocation),
        (request.is::<NotificationPermissionRequest>(), Permission::Notifications),
        (request.is::<ClipboardPermissionRequest>(), Permission::Clipboard),
        (request.is::<DeviceInfoPermissionRequest>(), Permission::DeviceInfo),
        (request.is::<PointerLockPermissionRequest>(), Permission::PointerLock),
        (request.is::<MediaKeySystemPermissionRequest>(), Permission::MediaKeys),
        (request.is::<WebsiteDataAccessPermissionRequest>(), Permission::StorageAccess),
    ];
    known.into_iter().filter_map(|(is, kind)| is.then_some(kind)).collect()
}

/// Asks the host about each download of a session.
pub(super) fn watch_downloads(session: &NetworkSession) {
    session.connect_download_started(|_, download| {
        let ui = Ui::current();
        let webview = ui.as_ref().and_then(|ui| ui.id_of(&download.web_view()?));
        let (Some(ui), Some(webview)) = (ui, webview) else { return download.cancel() };
        let asked = download.request().and_then(|request| request.uri()).unwrap_or_default();
        let host = std::sync::Arc::clone(&ui.host);
        download.connect_decide_destination({
            let asked = asked.clone();
            move |download, name| {
                let url = download.response().and_then(|response| response.uri());
                let request = DownloadRequest {
                    url: url.unwrap_or_else(|| asked.clone()).into(),
                    asked: asked.clone().into(),
                    destination: destination(name),
                };
                match host.download(webview, &request).and_then(|path| Some(path.to_str()?.to_owned())) {
                    Some(path) => download.set_destination(&path),
                    None => download.cancel(),
                }
                true
            }
        });
        let tell = move |download: &Download, success: bool| {
            if let Some(ui) = Ui::current() {
                let path = download.destination().map(|path| PathBuf::from(path.as_str()));
                let event = WebviewEvent::Downloaded { url: asked.to_string(), path, success };
                ui.events.emit(Event::Webview(webview, event));
            }
        };
        // The engine says that a failed download is finished, too.
        let failed = std::rc::Rc::new(std::cell::Cell::new(false));
        download.connect_failed({
            let failed = std::rc::Rc::clone(&failed);
            move |_, _| failed.set(true)
        });
        download.connect_finished(move |download| tell(download, !failed.get()));
    });
}

/// The name in the user's download folder, with a number when it is taken. Nothing of the name leads elsewhere.
fn destination(name: &str) -> PathBuf {
    let folder = glib::user_special_dir(glib::UserDirectory::Downloads).unwrap_or_else(glib::home_dir);
    free_name(&folder, name)
}

fn free_name(folder: &std::path::Path, name: &str) -> PathBuf {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default().trim_start_matches('.').replace('\0', "");
    let name = if name.is_empty() { "download" } else { name.as_str() };
    let (stem, extension) = match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => (stem, format!(".{extension}")),
        _ => (name, String::new()),
    };
    let first = folder.join(name);
    let others = (1..).map(|number| folder.join(format!("{stem} ({number}){extension}")));
    std::iter::once(first).chain(others).find(|path| !path.exists()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_downloads_stay_in_their_folder_and_replace_nothing() {
        let folder = glib::tmp_dir().join(format!("dormer-downloads-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let check = |name: &str, expected: &str| {
            assert_eq!(free_name(&folder, name), folder.join(expected), "{name}");
        };
        check("a.txt", "a.txt");
        check("../../.bashrc", "bashrc");
        check("..", "download");
        check("", "download");
        check("a\\b.txt", "b.txt");
        std::fs::write(folder.join("a.txt"), "").unwrap();
        check("a.txt", "a (1).txt");
        std::fs::write(folder.join("a (1).txt"), "").unwrap();
        check("a.txt", "a (2).txt");
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
