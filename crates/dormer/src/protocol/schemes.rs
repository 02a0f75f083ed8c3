//! The schemes that apps and plugins register, and the way of a request to its answer.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use bytes::Bytes;
use dormer_runtime::{Responder, WebviewId};

use super::app_scheme;
use crate::AppHandle;
use crate::app::Shared;

/// Answers requests of one scheme.
pub(crate) type SchemeHandler =
    Arc<dyn Fn(UriSchemeContext<'_>, http::Request<Vec<u8>>, UriSchemeResponder) + Send + Sync>;

/// Registered schemes, by lower-case name.
#[derive(Default)]
pub(crate) struct Schemes(RwLock<HashMap<String, SchemeHandler>>);

impl Schemes {
    /// A later handler of the same scheme replaces the earlier one.
    pub(crate) fn add(&self, scheme: String, handler: SchemeHandler) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(scheme.to_ascii_lowercase(), handler);
    }

    fn get(&self, scheme: &str) -> Option<SchemeHandler> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(scheme).cloned()
    }

    /// Whether there is a handler.
    pub(crate) fn has(&self, scheme: &str) -> bool {
        self.0.read().unwrap_or_else(PoisonError::into_inner).contains_key(scheme)
    }

    /// All names, the app's own scheme first.
    pub(crate) fn names(&self, app: &str) -> Vec<String> {
        let table = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let mut others: Vec<String> = table.keys().filter(|name| *name != app).cloned().collect();
        others.sort();
        std::iter::once(app.to_owned()).chain(others).collect()
    }
}

/// Who asks.
#[derive(Debug)]
pub struct UriSchemeContext<'a> {
    handle: &'a AppHandle,
    label: &'a str,
}

impl<'a> UriSchemeContext<'a> {
    /// The program's handle.
    pub fn app_handle(&self) -> &'a AppHandle {
        self.handle
    }

    /// Label of the web view that asks.
    pub fn webview_label(&self) -> &'a str {
        self.label
    }
}

/// Takes the answer to a request, from any thread. Dropping it answers with status 500.
pub struct UriSchemeResponder(Responder);

impl UriSchemeResponder {
    /// Answers.
    pub fn respond<T: Into<Cow<'static, [u8]>>>(self, response: http::Response<T>) {
        (self.0)(response.map(|body| match body.into() {
            Cow::Borrowed(bytes) => Bytes::from_static(bytes).into(),
            Cow::Owned(bytes) => Bytes::from(bytes).into(),
        }));
    }
}

impl fmt::Debug for UriSchemeResponder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UriSchemeResponder")
    }
}

/// Answers a request. Called on the UI thread, so everything but small embedded pages is done elsewhere.
pub(crate) fn answer(
    shared: &Arc<Shared>,
    webview: WebviewId,
    request: http::Request<Bytes>,
    respond: Responder,
) {
    let scheme = request.uri().scheme_str().unwrap_or_default().to_ascii_lowercase();
    let Some(window) = shared.windows.by_webview(webview) else { return };
    if let Some(handler) = shared.schemes.get(&scheme) {
        let handle = AppHandle::new(Arc::clone(shared));
        crate::async_runtime::spawn_blocking(move || {
            let request = request.map(Vec::from);
            let context = UriSchemeContext { handle: &handle, label: window.label() };
            handler(context, request, UriSchemeResponder(respond));
        });
        return;
    }
    #[cfg(feature = "protocol-asset")]
    if scheme == super::asset::SCHEME && shared.context.config.app.security.asset_protocol.enable {
        let shared = Arc::clone(shared);
        crate::async_runtime::spawn_blocking(move || {
            let origin = format!("{}://localhost", shared.app_scheme());
            respond(super::asset::answer(shared.asset_scope(), &origin, &request));
        });
        return;
    }
    if let Some(isolation) = shared.isolation.as_ref().filter(|isolation| isolation.scheme() == scheme) {
        return respond(isolation.answer(&request).map(Into::into));
    }
    if scheme == shared.app_scheme() {
        let hook = window.webview.hooks().request.clone();
        let shared = Arc::clone(shared);
        let work = move |hook: Option<super::OnWebResourceRequest>| {
            respond(app_scheme::answer(&shared, &request, hook).map(Into::into));
        };
        // A page that is small takes less time than the way to another thread.
        if hook.is_none() {
            return work(None);
        }
        crate::async_runtime::spawn_blocking(move || work(hook));
    } else {
        respond(
            app_scheme::plain(http::StatusCode::NOT_FOUND, format!("nothing answers the scheme {scheme}"))
                .map(Into::into),
        );
    }
}
