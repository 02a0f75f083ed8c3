//! Requests for the program's own URL schemes: to the host as plain HTTP, and its answers back.
//!
//! Not here: what is answered. Nothing here waits: bodies are read as they come, answers arrive when they do.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use bytes::Bytes;
use dormer_runtime::ResponseBody;
use dormer_runtime::http::{HeaderName, HeaderValue, Request, Response, StatusCode, header};
use gtk4::{gio, glib};
use webkit6::prelude::*;
use webkit6::soup::{MessageHeaders, MessageHeadersType};
use webkit6::{URISchemeRequest, URISchemeResponse, WebContext};

use super::body_stream;
use crate::tasks::Tasks;
use crate::ui::Ui;

/// How much of a body is read at a time.
const CHUNK: usize = 256 * 1024;

/// The registered schemes and the requests that have no answer yet.
#[derive(Default)]
pub(crate) struct Schemes {
    registered: RefCell<HashSet<String>>,
    waiting: RefCell<HashMap<u64, URISchemeRequest>>,
    next: Cell<u64>,
}

impl Schemes {
    /// Lets the host answer a scheme. The first one is the scheme of the app's pages.
    pub(crate) fn register(&self, context: &WebContext, scheme: &str) {
        let mut registered = self.registered.borrow_mut();
        let first = registered.is_empty();
        // The engine refuses a second registration loudly.
        if !registered.insert(scheme.to_owned()) {
            return;
        }
        context.register_uri_scheme(scheme, answer);
        if let Some(security) = context.security_manager() {
            // Without this, no page could fetch from it at all, whatever the answer's headers allow.
            security.register_uri_scheme_as_cors_enabled(scheme);
            if first {
                security.register_uri_scheme_as_secure(scheme);
            }
        }
    }

    /// Lets secure pages show frames of this scheme.
    pub(crate) fn trust(&self, context: &WebContext, scheme: &str) {
        if let Some(security) = context.security_manager() {
            security.register_uri_scheme_as_secure(scheme);
        }
    }

    /// Gives up the requests that have no answer yet.
    pub(crate) fn drop_requests(&self) {
        self.waiting.take();
    }

    fn keep(&self, request: &URISchemeRequest) -> u64 {
        let number = self.next.get();
        self.next.set(number + 1);
        self.waiting.borrow_mut().insert(number, request.clone());
        number
    }

    fn finish(&self, number: u64, response: Response<ResponseBody>) {
        let request = self.waiting.borrow_mut().remove(&number);
        // Without a view nobody waits for the answer any more.
        if let Some(request) = request.filter(|request| request.web_view().is_some()) {
            request.finish_with_response(&to_native(response));
        }
    }
}

fn answer(native: &URISchemeRequest) {
    let head = match read_head(native) {
        Ok(head) => head,
        Err(error) => {
            log::warn!("a request that is no HTTP request: {error}");
            return native.finish_with_response(&to_native(empty(StatusCode::BAD_REQUEST)));
        }
    };
    let request = native.clone();
    let pass_on = move |body: Bytes| {
        let Some(ui) = Ui::current() else { return };
        let Some(webview) = request.web_view().and_then(|view| ui.id_of(&view)) else { return };
        let number = ui.schemes.keep(&request);
        let answer = Answer { number, tasks: Arc::clone(&ui.shared.tasks), open: true };
        ui.host.scheme_request(webview, head.map(|()| body), Box::new(move |response| answer.give(response)));
    };
    match native.http_body() {
        Some(stream) => read_body(&stream, Vec::new(), Box::new(pass_on)),
        None => pass_on(Bytes::new()),
    }
}

fn read_head(native: &URISchemeRequest) -> Result<Request<()>, dormer_runtime::http::Error> {
    let mut head = Request::builder()
        .method(native.http_method().unwrap_or_else(|| "GET".into()).as_str())
        .uri(native.uri().unwrap_or_default().as_str())
        .body(())?;
    if let Some(headers) = native.http_headers() {
        headers.foreach(|name, value| {
            if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
                head.headers_mut().append(name, value);
            }
        });
    }
    Ok(head)
}

/// Reads a body to its end and passes it on; what fails on the way ends the body where it is.
fn read_body(stream: &gio::InputStream, mut so_far: Vec<u8>, done: Box<dyn FnOnce(Bytes)>) {
    let next = stream.clone();
    stream.read_bytes_async(
        CHUNK,
        glib::Priority::DEFAULT,
        gio::Cancellable::NONE,
        move |result| match result {
            Ok(chunk) if !chunk.is_empty() => {
                so_far.extend_from_slice(&chunk);
                read_body(&next, so_far, done);
            }
            Ok(_) => done(so_far.into()),
            Err(error) => {
                log::warn!("the body of a request broke off: {error}");
                done(so_far.into());
            }
        },
    );
}

/// The right to answer one request, on any thread.
struct Answer {
    number: u64,
    tasks: Arc<Tasks>,
    open: bool,
}

impl Answer {
    fn give(mut self, response: Response<ResponseBody>) {
        self.open = false;
        self.send(response);
    }

    fn send(&self, response: Response<ResponseBody>) {
        let number = self.number;
        let finish = move || {
            if let Some(ui) = Ui::current() {
                ui.schemes.finish(number, response);
            }
        };
        if self.tasks.is_ui_thread() { finish() } else { self.tasks.post(Box::new(finish)) }
    }
}

impl Drop for Answer {
    fn drop(&mut self) {
        if self.open {
            self.send(empty(StatusCode::INTERNAL_SERVER_ERROR));
        }
    }
}

fn empty(status: StatusCode) -> Response<ResponseBody> {
    let mut response = Response::new(ResponseBody::default());
    *response.status_mut() = status;
    response
}

fn to_native(response: Response<ResponseBody>) -> URISchemeResponse {
    let (head, body) = response.into_parts();
    let length = i64::try_from(body.len()).unwrap_or(i64::MAX);
    let stream = body_stream::of(body);
    let native = URISchemeResponse::new(&stream, length);
    native.set_status(head.status.as_u16().into(), head.status.canonical_reason());
    if let Some(kind) = head.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()) {
        native.set_content_type(kind);
    }
    let headers = MessageHeaders::new(MessageHeadersType::Response);
    for (name, value) in &head.headers {
        match value.to_str() {
            Ok(value) => headers.append(name.as_str(), value),
            Err(_) => log::warn!("the header {name} of an answer is not plain text and was left out"),
        }
    }
    native.set_http_headers(headers);
    native
}
