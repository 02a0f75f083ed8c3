//! The isolation frame: a page of the author's that all calls of a page pass. It alone has a way to the core.
//!
//! Not here: what goes on in it (`page/frame.js`) and how the page finds it (`page/isolated.js`); which frame gets the link
//! (the backend).

use bytes::Bytes;
use dormer_config::PatternKind;
use dormer_config::embedded::Asset;
use dormer_runtime::wire::BODY_LIMIT;
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue};
use http::{Method, Request, Response, StatusCode};

use super::app_scheme::plain;
use super::csp::fresh_nonce;
use crate::Context;
use crate::page::FrameConfig;

/// Milliseconds that the frame may take to answer the page.
const PATIENCE: u32 = 20_000;

/// The frame of a program.
pub(crate) struct Isolation {
    scheme: String,
    origin: String,
    url: String,
    page: Asset<'static>,
}

impl Isolation {
    /// The frame that the configuration asks for.
    ///
    /// # Errors
    /// It asks for one and there is none.
    pub(crate) fn of(context: &Context) -> Result<Option<Self>, String> {
        if !matches!(context.config.app.security.pattern, PatternKind::Isolation { .. }) {
            return Ok(None);
        }
        if !cfg!(feature = "isolation") {
            return Err(
                "`app.security.pattern` asks for isolation: enable the feature `isolation` of `dormer`"
                    .into(),
            );
        }
        let page = context.isolation.get("/index.html").ok_or(
            "`app.security.pattern` asks for isolation, and the build script put no isolation page into the program",
        )?;
        // The same from build to build as long as the page is, so that it keeps what it stores.
        let id = page.etag.trim_matches('"');
        let scheme = format!("isolation-{id}");
        let origin = format!("{scheme}://localhost");
        Ok(Some(Self { url: format!("{origin}/"), origin, scheme, page }))
    }

    /// The scheme that serves it, and nothing else.
    pub(crate) fn scheme(&self) -> &str {
        &self.scheme
    }

    /// Its origin.
    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// What pages must know of it.
    pub(crate) fn frame_config(&self) -> FrameConfig<'_> {
        FrameConfig { url: &self.url, origin: &self.origin, patience: PATIENCE, body_limit: BODY_LIMIT }
    }

    /// Answers a request of its scheme.
    pub(super) fn answer(&self, request: &Request<Bytes>) -> Response<Bytes> {
        if request.method() != Method::GET || request.uri().path() != "/" || request.uri().query().is_some() {
            return plain(StatusCode::NOT_FOUND, "nothing but the isolation frame is here".into());
        }
        let failed = |why: &str| plain(StatusCode::INTERNAL_SERVER_ERROR, why.into());
        let Some(nonce) = fresh_nonce() else { return failed("the system has no randomness") };
        let (page, policy) = match self.page.bytes() {
            Ok(page) => (with_script(&page, &nonce), self.policy(&nonce)),
            Err(error) => return failed(&error.to_string()),
        };
        let Ok(policy) = HeaderValue::from_str(&policy) else { return failed("its policy is no header") };
        let mut response = Response::new(Bytes::from(page));
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(CONTENT_SECURITY_POLICY, policy);
        response
    }

    /// Its own scripts and style sheets and nothing else: it can load nothing and reach nobody but core and page.
    fn policy(&self, nonce: &str) -> String {
        let plan = self.page.plan();
        let list = |hashes: &[String]| hashes.iter().map(|hash| format!(" '{hash}'")).collect::<String>();
        let (scripts, styles) = (list(&plan.scripts), list(&plan.styles));
        let styles = if styles.is_empty() { String::new() } else { format!("; style-src{styles}") };
        format!(
            "default-src 'none'; script-src 'nonce-{nonce}'{scripts}{styles}; base-uri 'none'; form-action 'none'; \
             sandbox allow-scripts allow-same-origin"
        )
    }
}

/// The page with our script before all others.
fn with_script(page: &[u8], nonce: &str) -> Vec<u8> {
    let script = format!("<script nonce=\"{nonce}\">{}</script>", include_str!("../page/frame.js").trim());
    let (before, after) = page.split_at(behind_doctype(page));
    [before, script.as_bytes(), after].concat()
}

/// A page keeps its mode only if nothing stands before its doctype.
fn behind_doctype(page: &[u8]) -> usize {
    const BEGIN: &[u8] = b"<!doctype";
    let text = page.strip_prefix(b"\xef\xbb\xbf").unwrap_or(page).trim_ascii_start();
    let begins = text.get(..BEGIN.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(BEGIN));
    let end = text.iter().position(|byte| *byte == b'>').filter(|_| begins);
    end.map_or(0, |end| page.len() - text.len() + end + 1)
}

#[cfg(test)]
mod tests {
    use dormer_config::embedded::Assets;
    use dormer_config::{Config, PackageInfo};

    use super::*;

    fn context(isolation: Assets) -> Context {
        let mut context = Context::new(Config::default(), PackageInfo::default(), Assets::empty());
        context.config.app.security.pattern = PatternKind::Isolation { dir: "x".into() };
        context.isolation = isolation;
        context
    }

    #[test]
    fn our_script_comes_first() {
        let check = |page: &str, before: &str| {
            let sent = String::from_utf8(with_script(page.as_bytes(), "N")).unwrap();
            assert!(sent.starts_with(&format!("{before}<script nonce=\"N\">(")), "{page}");
            assert!(sent.ends_with(&page[before.len()..]) && sent.matches("</script>").count() == 1);
        };
        check("<p>", "");
        check("", "");
        check("<!DOCTYPE html>\n<p>", "<!DOCTYPE html>");
        check("\u{feff} \n<!doctype html><p>", "\u{feff} \n<!doctype html>");
        check("<!doctype html", "");
        check("<p><!doctype html>", "");
    }

    #[test]
    fn a_program_without_the_page_or_the_feature_is_refused() {
        let error = Isolation::of(&context(Assets::empty())).err().unwrap();
        let expected = if cfg!(feature = "isolation") {
            "put no isolation page"
        } else {
            "enable the feature `isolation`"
        };
        assert!(error.contains(expected), "{error}");
        let plain = Context::new(Config::default(), PackageInfo::default(), Assets::empty());
        assert!(Isolation::of(&plain).unwrap().is_none());
    }

    #[cfg(feature = "isolation")]
    #[test]
    fn only_its_root_is_served_and_only_its_scripts_run() {
        let isolation =
            Isolation::of(&context(Assets::from_pairs([("index.html", "<p>")]))).unwrap().unwrap();
        let answer = |method: &str, path: &str| {
            let uri = format!("{}{path}", isolation.origin());
            isolation.answer(&Request::builder().method(method).uri(uri).body(Bytes::new()).unwrap())
        };
        let first = answer("GET", "/");
        let policy = first.headers()[CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(
            first.status() == 200 && policy.starts_with("default-src 'none'; script-src 'nonce-"),
            "{policy}"
        );
        assert_ne!(answer("GET", "/").headers()[CONTENT_SECURITY_POLICY], policy, "a nonce is used once");
        for (method, path) in [("GET", "/index.html"), ("GET", "/?x"), ("POST", "/"), ("GET", "//")] {
            assert_eq!(answer(method, path).status(), 404, "{method} {path}");
        }
    }
}
