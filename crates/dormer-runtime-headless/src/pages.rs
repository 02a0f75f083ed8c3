//! The control handle as the web engine: documents, navigation, requests, crashes.

use std::path::PathBuf;
use std::sync::mpsc;

use bytes::Bytes;
use dormer_runtime::http::{Request, Response, StatusCode};
use dormer_runtime::{
    DownloadRequest, Event, Frame, Host, Permission, Responder, ResponseBody, WebviewEvent, WebviewId,
    WindowFeatures,
};

use crate::turn::{Load, Turn};
use crate::{Headless, TestPage};

impl Headless {
    /// A document of a web view gets its link, in addition to those open already (as a frame does). Navigation is
    /// [`Headless::navigate`].
    ///
    /// # Panics
    /// No such web view is open, or the loop does not come to it within the wait limit.
    pub fn open_page(&self, webview: WebviewId, url: &str) -> TestPage {
        let (address, limit) = (url.to_owned(), self.wait_limit());
        let page = self.on_ui("opening a page", move |control| {
            let known = control.shared.look(|world| world.webviews.contains_key(&webview));
            known.then(|| control.shared.open_page(webview, &address)).flatten()
        });
        match page {
            Some(link) => TestPage::new(link, limit),
            None => panic!("no page `{url}`: {webview:?} is not open"),
        }
    }

    /// The page that a web view opened last and that is still open; waits for one.
    ///
    /// # Panics
    /// None comes within the wait limit.
    pub fn page(&self, webview: WebviewId) -> TestPage {
        self.wait_page_where(webview, &format!("a page in {webview:?}"), |_| true)
    }

    /// As [`Headless::page`], for a page with this address.
    ///
    /// # Panics
    /// None comes within the wait limit.
    pub fn wait_page(&self, webview: WebviewId, url: &str) -> TestPage {
        self.wait_page_where(webview, &format!("the page `{url}` in {webview:?}"), |other| other == url)
    }

    fn wait_page_where(&self, webview: WebviewId, what: &str, fits: impl Fn(&str) -> bool) -> TestPage {
        let link = self.wait_for(what, || {
            self.shared.look(|world| {
                let mut newest = world.pages.iter().rev();
                let fits =
                    newest.find(|page| page.taken && page.link.webview == webview && fits(&page.link.url));
                fits.map(|page| page.link.clone())
            })
        });
        TestPage::new(link, self.wait_limit())
    }

    /// The user follows a link, and the load comes to its end: the old page closes, the new one opens. `false` when
    /// the host does not allow it or the web view is closed.
    ///
    /// # Panics
    /// The load takes longer than the wait limit, or this is the UI thread and it would wait for itself.
    pub fn navigate(&self, webview: WebviewId, url: &str) -> bool {
        assert!(!self.shared.is_ui_thread(), "navigating to `{url}` on the UI thread would wait for itself");
        let (done, allowed) = mpsc::channel();
        let load = Load { webview, url: Some(url.into()), done: Some(done) };
        self.on_ui("navigating", move |control| {
            control.shared.change(|world| world.queue.push_back(Turn::Load(load)));
        });
        match allowed.recv_timeout(self.wait_limit()) {
            Ok(allowed) => allowed,
            Err(reason) => panic!("no load of `{url}` in {webview:?}: {reason}"),
        }
    }

    /// The web process of a web view dies: its pages close, the program hears of it, and unless pages are manual the
    /// address is loaded again.
    ///
    /// # Panics
    /// No such web view is open, or the loop does not come to it within the wait limit.
    pub fn crash(&self, webview: WebviewId) {
        let known = self.on_ui("crashing a web view", move |control| {
            if !control.shared.look(|world| world.webviews.contains_key(&webview)) {
                return false;
            }
            control.shared.close_pages(webview);
            control.shared.change(|world| {
                let reloads = !world.settings.manual_pages;
                let crashed = WebviewEvent::Crashed { reason: "the test crashed it".into(), reloads };
                world.queue.push_back(Turn::Event(Event::Webview(webview, crashed)));
                if reloads {
                    world.queue.push_back(Turn::Load(Load { webview, url: None, done: None }));
                }
            });
            true
        });
        assert!(known, "{webview:?} cannot crash: it is not open");
    }

    /// A frame of a page, or the page itself as far as the engine knows, wants to go to an address: what the host says.
    ///
    /// # Panics
    /// The loop does not come to it within the wait limit.
    pub fn allows_frame(&self, webview: WebviewId, url: &str) -> bool {
        let url = url.to_owned();
        self.ask("asking about a frame", move |host| host.allows_navigation(webview, &url, Frame::Any))
            .unwrap_or(false)
    }

    /// A page wants a new window.
    ///
    /// # Panics
    /// The loop does not come to it within the wait limit.
    pub fn want_window(&self, webview: WebviewId, url: &str) {
        let url = url.to_owned();
        self.ask("wanting a window", move |host| host.wants_window(webview, &url, WindowFeatures::default()));
    }

    /// A page starts a download: where the host lets it go.
    ///
    /// # Panics
    /// The loop does not come to it within the wait limit.
    pub fn download(&self, webview: WebviewId, request: DownloadRequest) -> Option<PathBuf> {
        self.ask("starting a download", move |host| host.download(webview, &request)).flatten()
    }

    /// A page asks for something of the user's: whether the host gives it.
    ///
    /// # Panics
    /// The loop does not come to it within the wait limit.
    pub fn ask_permission(&self, webview: WebviewId, permission: Permission) -> bool {
        self.ask("asking for a permission", move |host| host.allows(webview, permission)).unwrap_or(false)
    }

    fn ask<T: Send + 'static>(
        &self,
        what: &str,
        ask: impl FnOnce(&dyn Host) -> T + Send + 'static,
    ) -> Option<T> {
        self.on_ui(what, move |control| {
            control.shared.look(|world| world.host.clone()).map(|host| ask(&*host))
        })
    }

    /// A page of a web view asks for a URL of a registered scheme; waits for the host's answer, which is status 500
    /// when the host drops its responder.
    ///
    /// # Panics
    /// The scheme is not registered, the loop has ended, or no answer comes within the wait limit.
    pub fn request(&self, webview: WebviewId, request: Request<Bytes>) -> Response<Bytes> {
        let (uri, schemes) = (request.uri().clone(), self.schemes());
        assert!(
            schemes.iter().any(|known| uri.scheme_str() == Some(known)),
            "the host does not answer `{uri}`: registered schemes are {schemes:?}"
        );
        let (sender, answer) = mpsc::channel();
        let pending = Pending(Some(sender));
        self.on_ui("asking the host", move |control| {
            let host = control.shared.look(|world| world.host.clone());
            let respond: Responder = Box::new(move |response| pending.answer(read(response)));
            if let Some(host) = host {
                host.scheme_request(webview, request, respond);
            }
        });
        match answer.recv_timeout(self.wait_limit()) {
            Ok(response) => response,
            Err(_) => panic!("no answer to `{uri}` within {:?}", self.wait_limit()),
        }
    }
}

/// The answer with its body in memory; a file that cannot be read ends the body.
fn read(response: Response<ResponseBody>) -> Response<Bytes> {
    response.map(|body| body.read_to_end().unwrap_or_default())
}

/// An answer that is still to come; status 500 when it never does.
struct Pending(Option<mpsc::Sender<Response<Bytes>>>);

impl Pending {
    fn answer(mut self, response: Response<Bytes>) {
        // Nobody listens when the limit is over.
        if let Some(sender) = self.0.take() {
            let _sent = sender.send(response);
        }
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        if let Some(sender) = self.0.take() {
            let mut response =
                Response::new(Bytes::from_static(b"the request was dropped without an answer"));
            *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
            let _sent = sender.send(response);
        }
    }
}
