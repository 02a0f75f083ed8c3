//! The app's own pages at its scheme: which asset answers a path, conditional and range requests, headers.
//!
//! Path `p` is answered by the asset `p`, `p.html` or `p/index.html`. A path without a file extension that has none of
//! these is answered by `/index.html`, so that routes of one-page apps can be reloaded. Everything else is 404.

use std::borrow::Cow;
use std::sync::Arc;

use bytes::Bytes;
use dormer_config::embedded::{Asset, Assets, PagePlan};
use dormer_config::{Csp, HEADER_NAMES};
use http::header::{
    ACCEPT_RANGES, ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_RANGE, CONTENT_SECURITY_POLICY,
    CONTENT_TYPE, ETAG, HeaderValue, IF_NONE_MATCH, RANGE,
};
use http::{Method, Request, Response, StatusCode};
use url::Url;

use super::Isolation;
use super::csp::{self, Sent};
use crate::app::Shared;
use crate::range;
use crate::reach::Site;

/// Sees each answer and may change it.
pub(crate) type OnWebResourceRequest =
    Arc<dyn Fn(Request<Vec<u8>>, &mut Response<Cow<'static, [u8]>>) + Send + Sync>;

/// The asset that answers a decoded path.
pub(crate) fn find_asset(assets: &Assets, path: &str) -> Option<Asset<'static>> {
    let path = path.trim_matches('/');
    if path.is_empty() {
        return assets.get("/index.html");
    }
    let last = path.rsplit('/').next().unwrap_or(path);
    assets
        .get(&format!("/{path}"))
        .or_else(|| assets.get(&format!("/{path}.html")))
        .or_else(|| assets.get(&format!("/{path}/index.html")))
        .or_else(|| (!last.contains('.')).then(|| assets.get("/index.html")).flatten())
}

/// Answers one request.
pub(super) fn answer(
    shared: &Shared,
    request: &Request<Bytes>,
    hook: Option<OnWebResourceRequest>,
) -> Response<Bytes> {
    let mut response = page(shared, request);
    if let Some(hook) = hook {
        let mut seen = response.map(|body| Cow::Owned(Vec::from(body)));
        hook(request.clone().map(Vec::from), &mut seen);
        response = seen.map(|body| Bytes::from(body.into_owned()));
    }
    response
}

/// A short text as an answer.
pub(super) fn plain(status: StatusCode, text: String) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(text));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response
}

fn page(shared: &Shared, request: &Request<Bytes>) -> Response<Bytes> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return plain(StatusCode::METHOD_NOT_ALLOWED, format!("{} is not possible here", request.method()));
    }
    let path = decode(request.uri().path());
    let Some(asset) = find_asset(&shared.context.assets, &path) else {
        return plain(StatusCode::NOT_FOUND, format!("asset not found: {path}"));
    };
    let mut response = Response::new(Bytes::new());
    set_headers(shared, &asset, &mut response);
    let policy = page_policy(shared, &asset);
    if let Some((sent, _, nonce)) = &policy {
        set(&mut response, CONTENT_SECURITY_POLICY, &sent.policy);
        if nonce.is_some() {
            // Another page each time.
            response.headers_mut().remove(ETAG);
            response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        }
    }
    let asked = |name| request.headers().get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    if response.headers().contains_key(ETAG)
        && asked(IF_NONE_MATCH)
            .is_some_and(|tags| tags == "*" || tags.split(',').any(|tag| same_tag(tag, asset.etag)))
    {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return response;
    }
    let body = match asset.bytes() {
        Ok(Cow::Borrowed(bytes)) => Bytes::from_static(bytes),
        Ok(Cow::Owned(bytes)) => Bytes::from(bytes),
        Err(error) => return plain(StatusCode::INTERNAL_SERVER_ERROR, error.to_string()),
    };
    let body = match &policy {
        Some((sent, plan, Some(nonce))) => Bytes::from(sent.page(&body, plan, nonce)),
        _ => body,
    };
    let length = body.len() as u64;
    match asked(RANGE).map_or(Ok(None), |header| range::parse(header, length)) {
        Ok(None) => *response.body_mut() = body,
        Ok(Some(range)) => {
            *response.status_mut() = StatusCode::PARTIAL_CONTENT;
            set(&mut response, CONTENT_RANGE, &format!("bytes {}-{}/{length}", range.start, range.end));
            // Both lie below `length`, which is a length in memory.
            *response.body_mut() = body.slice(range.start as usize..=range.end as usize);
        }
        Err(range::Unsatisfiable) => {
            *response.status_mut() = StatusCode::RANGE_NOT_SATISFIABLE;
            set(&mut response, CONTENT_RANGE, &format!("bytes */{length}"));
        }
    }
    if *request.method() == Method::HEAD {
        *response.body_mut() = Bytes::new();
    }
    response
}

fn same_tag(given: &str, ours: &str) -> bool {
    let strong = |tag: &str| tag.trim().trim_start_matches("W/").trim_matches('"').to_owned();
    strong(given) == strong(ours)
}

fn set_headers(shared: &Shared, asset: &Asset<'static>, response: &mut Response<Bytes>) {
    let headers = response.headers_mut();
    headers.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    set(response, CONTENT_TYPE, asset.mime);
    set(response, ETAG, asset.etag);
    set(response, ACCESS_CONTROL_ALLOW_ORIGIN, &format!("{}://localhost", shared.app_scheme()));
    for (name, value) in shared.context.config.app.security.headers.iter().flat_map(|headers| &headers.0) {
        match http::HeaderName::try_from(name.as_str()) {
            Ok(name) if HEADER_NAMES.iter().any(|known| name == *known) => {
                set(response, name, &value.to_string());
            }
            _ => log::error!("the header {name} is none that a page may have"),
        }
    }
}

/// The author's policy for pages.
pub(crate) fn author_policy(shared: &Shared) -> Option<&Csp> {
    let security = &shared.context.config.app.security;
    let dev = security.dev_csp.as_ref().filter(|_| crate::is_dev());
    dev.or(security.csp.as_ref())
}

/// The policy that the engine is to apply to all documents of a view: that of the app's pages while a development server
/// has them, which sends none itself.
pub(crate) fn engine_policy(shared: &Shared, address: &Url) -> Option<String> {
    let server = shared.context.config.build.dev_url.as_ref().filter(|_| crate::is_dev())?;
    let is_served = Site::from(server) == Site::from(address);
    let kept = &shared.context.config.app.security.dangerous_disable_asset_csp_modification;
    let author = author_policy(shared).filter(|_| is_served)?;
    let frame = shared.isolation.as_ref().map(Isolation::origin);
    Some(csp::development_policy(author, kept, server, frame))
}

/// The policy of one answer, the plan of the page, and the nonce if the page gets one.
fn page_policy(shared: &Shared, asset: &Asset<'static>) -> Option<(Sent, PagePlan, Option<String>)> {
    let author = author_policy(shared).filter(|_| asset.mime.starts_with("text/html"))?;
    let kept = &shared.context.config.app.security.dangerous_disable_asset_csp_modification;
    let mut plan = asset.plan();
    let nonce = if plan.places.is_empty() { None } else { csp::fresh_nonce() };
    if nonce.is_none() {
        plan.places.clear();
    }
    let scheme = shared.app_scheme();
    let own = [&*format!("{scheme}:"), &*format!("{scheme}://localhost")];
    let frame = shared.isolation.as_ref().map(Isolation::origin);
    let sent = Sent::new(author, kept, &plan, &own, nonce.as_deref().unwrap_or_default()).with_frame(frame);
    let nonce = nonce.filter(|_| sent.has_nonces());
    Some((sent, plan, nonce))
}

/// Leaves a header out that would be invalid, with a word in the log.
fn set(response: &mut Response<Bytes>, name: http::HeaderName, value: &str) {
    match HeaderValue::from_str(value) {
        Ok(value) => {
            response.headers_mut().insert(name, value);
        }
        Err(_) => log::error!("the header {name} cannot be `{value}`"),
    }
}

/// Percent-decoding; what is not UTF-8 afterwards is replaced.
fn decode(path: &str) -> String {
    String::from_utf8_lossy(&decode_bytes(path)).into_owned()
}

/// Percent-decoding.
pub(super) fn decode_bytes(path: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        let digit = |at: usize| tail.get(at).and_then(|digit| (*digit as char).to_digit(16));
        match (byte, digit(0), digit(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                rest = &tail[2..];
            }
            _ => {
                bytes.push(byte);
                rest = tail;
            }
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_find_their_assets() {
        let assets = Assets::from_pairs([
            ("/index.html", "i"),
            ("/about.html", "a"),
            ("/docs/index.html", "d"),
            ("/a b.js", "j"),
        ]);
        let check = |path: &str, expected: Option<&str>| {
            let found = find_asset(&assets, &decode(path));
            assert_eq!(found.map(|asset| asset.path.to_owned()).as_deref(), expected, "{path}");
        };
        check("/", Some("/index.html"));
        check("", Some("/index.html"));
        check("/about", Some("/about.html"));
        check("/docs/", Some("/docs/index.html"));
        check("/a%20b.js", Some("/a b.js"));
        check("/route/of/an/app", Some("/index.html"));
        check("/missing.js", None);
        check("/../index.html", None);
        check("/%", Some("/index.html"));
    }
}
