//! `asset://localhost/<path>`: files of the machine, for the app's own pages, as far as a scope allows.
//!
//! A file is opened first and judged by what was opened; its bytes go to the backend as parts of the open file, so no
//! file is ever read as a whole. Not here: the scope's rules (`scope::fs`).

use std::fs::File;
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use dormer_runtime::{BodyPart, ResponseBody};
use http::header::{
    ACCEPT_RANGES, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, CONTENT_LENGTH, CONTENT_RANGE,
    CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, RANGE, X_CONTENT_TYPE_OPTIONS,
};
use http::{Method, Request, Response, StatusCode};

use super::app_scheme::decode_bytes;
use super::sniff;
use crate::range::{self, ByteRange};
use crate::scope::fs::{AccessError, Scope};

/// The name of the scheme.
pub(crate) const SCHEME: &str = "asset";

/// Bytes from which the type of a file is told.
const HEAD: usize = 8192;
/// What separates the parts of an answer with several ranges. Nothing can be injected with it: the length of each part is
/// known.
const BOUNDARY: &str = "dormer-part-of-a-file";

/// Answers one request. `origin` is that of the app's pages, the only ones that may read the answer.
pub(super) fn answer(scope: &Scope, origin: &str, request: &Request<Bytes>) -> Response<ResponseBody> {
    let mut response = match *request.method() {
        Method::GET | Method::HEAD => {
            file(scope, request).unwrap_or_else(|Refusal(status, why)| text(status, why))
        }
        _ => text(StatusCode::METHOD_NOT_ALLOWED, "files can only be read".to_owned()),
    };
    if let Ok(origin) = HeaderValue::from_str(origin) {
        response.headers_mut().insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    }
    response
        .headers_mut()
        .insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("content-range, content-length"));
    response.headers_mut().insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

fn file(scope: &Scope, request: &Request<Bytes>) -> Result<Response<ResponseBody>, Refusal> {
    let path = path_of(request.uri()).ok_or_else(|| {
        Refusal::new(StatusCode::FORBIDDEN, "the path is not that of a file of this machine")
    })?;
    let (file, length) = open(scope, &path)?;
    let mut head = vec![0; HEAD];
    let mut start = BodyPart::File { file: Arc::clone(&file), start: 0, length: HEAD as u64 };
    let count = start.read(&mut head).map_err(|error| failure(&error))?;
    let kind = sniff::mime(&path, &head[..count]);

    let mut response = Response::new(ResponseBody::default());
    response.headers_mut().insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    set(response.headers_mut(), CONTENT_TYPE, kind);
    let asked = request.headers().get(RANGE).and_then(|value| value.to_str().ok());
    let part = |range: ByteRange| BodyPart::File {
        file: Arc::clone(&file),
        start: range.start,
        length: range.end - range.start + 1,
    };
    let body = match asked.map_or(Ok(Vec::new()), |header| range::parse_all(header, length)) {
        Ok(ranges) => match ranges.as_slice() {
            [] if length == 0 => ResponseBody::default(),
            [] => ResponseBody::from_parts(vec![part(ByteRange { start: 0, end: length - 1 })]),
            [one] => {
                *response.status_mut() = StatusCode::PARTIAL_CONTENT;
                set(response.headers_mut(), CONTENT_RANGE, &content_range(*one, length));
                ResponseBody::from_parts(vec![part(*one)])
            }
            several => {
                *response.status_mut() = StatusCode::PARTIAL_CONTENT;
                let outer = format!("multipart/byteranges; boundary={BOUNDARY}");
                set(response.headers_mut(), CONTENT_TYPE, &outer);
                multipart(several, length, kind, part)
            }
        },
        Err(range::Unsatisfiable) => {
            *response.status_mut() = StatusCode::RANGE_NOT_SATISFIABLE;
            set(response.headers_mut(), CONTENT_RANGE, &format!("bytes */{length}"));
            ResponseBody::default()
        }
    };
    set(response.headers_mut(), CONTENT_LENGTH, &body.len().to_string());
    if *request.method() == Method::GET {
        *response.body_mut() = body;
    }
    Ok(response)
}

/// The path that an address names: absolute and without `..`, or none.
fn path_of(address: &http::Uri) -> Option<PathBuf> {
    if address.host() != Some("localhost") {
        return None;
    }
    let bytes = decode_bytes(address.path().strip_prefix('/')?);
    if bytes.contains(&0) {
        return None;
    }
    // Pages have no way to name a file whose name is not UTF-8.
    let path = PathBuf::from(String::from_utf8(bytes).ok()?);
    let plain = path.components().all(|part| !matches!(part, Component::ParentDir));
    (plain && path.is_absolute()).then_some(path)
}

/// The open file and its length. What is no plain file is refused like one that is not there: a pipe would never end.
fn open(scope: &Scope, path: &Path) -> Result<(Arc<File>, u64), Refusal> {
    let file = scope.open_checked(path).map_err(|error| match error {
        AccessError::Io(error) if error.kind() != ErrorKind::NotFound || scope.is_allowed(path) => {
            failure(&error)
        }
        _ => {
            log::warn!(
                "a page asked for {}, which the scope of the asset protocol does not allow",
                path.display()
            );
            Refusal::new(StatusCode::FORBIDDEN, "the scope of the asset protocol does not allow this path")
        }
    })?;
    let about = file.metadata().map_err(|error| failure(&error))?;
    if !about.is_file() {
        return Err(Refusal::new(StatusCode::NOT_FOUND, "not a file"));
    }
    Ok((Arc::new(file), about.len()))
}

fn failure(error: &io::Error) -> Refusal {
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => Refusal::new(StatusCode::NOT_FOUND, "no such file"),
        ErrorKind::PermissionDenied => {
            Refusal::new(StatusCode::FORBIDDEN, "the system does not allow this path")
        }
        _ => Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, error.to_string()),
    }
}

/// Why there is no file.
struct Refusal(StatusCode, String);

impl Refusal {
    fn new(status: StatusCode, why: impl Into<String>) -> Self {
        Self(status, why.into())
    }
}

fn text(status: StatusCode, text: String) -> Response<ResponseBody> {
    super::app_scheme::plain(status, text).map(Into::into)
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

fn content_range(range: ByteRange, length: u64) -> String {
    format!("bytes {}-{}/{length}", range.start, range.end)
}

fn multipart(
    ranges: &[ByteRange],
    length: u64,
    kind: &str,
    part: impl Fn(ByteRange) -> BodyPart,
) -> ResponseBody {
    let mut parts = Vec::with_capacity(ranges.len() * 2 + 1);
    for range in ranges {
        let head = format!(
            "\r\n--{BOUNDARY}\r\ncontent-type: {kind}\r\ncontent-range: {}\r\n\r\n",
            content_range(*range, length)
        );
        parts.push(BodyPart::Bytes(head.into()));
        parts.push(part(*range));
    }
    parts.push(BodyPart::Bytes(format!("\r\n--{BOUNDARY}--\r\n").into()));
    ResponseBody::from_parts(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder with files, removed at the end of the test.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let path = std::env::temp_dir().join(format!("dormer-asset-{name}-{}", std::process::id()));
            std::fs::create_dir_all(path.join("in")).unwrap();
            std::fs::write(path.join("in/a b.txt"), "0123456789").unwrap();
            std::fs::write(path.join("in/page"), "<!doctype html><p>x").unwrap();
            std::fs::write(path.join("in/empty.bin"), "").unwrap();
            std::fs::write(path.join("secret.txt"), "secret").unwrap();
            Self(path)
        }

        fn ask(&self, method: &str, path: &str, range: Option<&str>) -> (u16, HeaderMap, String) {
            let scope = Scope::default();
            scope.allow_directory(self.0.join("in"), true).unwrap();
            let full = self.0.join(path);
            let encoded: String = full
                .to_str()
                .unwrap()
                .bytes()
                .map(|byte| {
                    if byte.is_ascii_alphanumeric() {
                        char::from(byte).to_string()
                    } else {
                        format!("%{byte:02X}")
                    }
                })
                .collect();
            let mut request = Request::builder().method(method).uri(format!("asset://localhost/{encoded}"));
            if let Some(range) = range {
                request = request.header(RANGE, range);
            }
            let answer = answer(&scope, "dormer://localhost", &request.body(Bytes::new()).unwrap());
            let (head, body) = answer.into_parts();
            let body = String::from_utf8(body.read_to_end().unwrap().to_vec()).unwrap();
            (head.status.as_u16(), head.headers, body)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn files_and_their_parts() {
        let folder = Folder::new("parts");
        let check = |range: Option<&str>, status: u16, content_range: Option<&str>, body: &str| {
            let (got, headers, text) = folder.ask("GET", "in/a b.txt", range);
            assert_eq!((got, text.as_str()), (status, body), "{range:?}");
            assert_eq!(
                headers.get(CONTENT_RANGE).map(|value| value.to_str().unwrap()),
                content_range,
                "{range:?}"
            );
            assert_eq!(headers[CONTENT_LENGTH], body.len().to_string().as_str());
            assert_eq!(headers[ACCESS_CONTROL_ALLOW_ORIGIN], "dormer://localhost");
        };
        check(None, 200, None, "0123456789");
        check(Some("bytes=2-4"), 206, Some("bytes 2-4/10"), "234");
        check(Some("bytes=-2"), 206, Some("bytes 8-9/10"), "89");
        check(Some("bytes=8-99"), 206, Some("bytes 8-9/10"), "89");
        check(Some("bytes=10-"), 416, Some("bytes */10"), "");
        check(Some("lines=1-2"), 200, None, "0123456789");
        let head = folder.ask("HEAD", "in/a b.txt", None);
        assert_eq!((head.0, &head.1[CONTENT_LENGTH], head.2.as_str()), (200, &"10".parse().unwrap(), ""));
        let (status, headers, body) = folder.ask("GET", "in/a b.txt", Some("bytes=0-1, 20-30, 5-6"));
        assert_eq!((status, &headers[CONTENT_LENGTH]), (206, &body.len().to_string().parse().unwrap()));
        let boundary = "--dormer-part-of-a-file";
        let kind = "content-type: text/plain; charset=utf-8";
        assert_eq!(
            body,
            format!(
                "\r\n{boundary}\r\n{kind}\r\ncontent-range: bytes 0-1/10\r\n\r\n01\
                 \r\n{boundary}\r\n{kind}\r\ncontent-range: bytes 5-6/10\r\n\r\n56\r\n{boundary}--\r\n"
            )
        );
    }

    #[test]
    fn what_is_outside_stays_outside() {
        let folder = Folder::new("outside");
        std::os::unix::fs::symlink(folder.0.join("secret.txt"), folder.0.join("in/link")).unwrap();
        std::os::unix::fs::symlink(&folder.0, folder.0.join("in/up")).unwrap();
        for (path, status) in [
            ("secret.txt", 403),
            ("missing.txt", 403),
            ("in/link", 403),
            ("in/up/secret.txt", 403),
            ("in/../secret.txt", 403),
            ("in/missing.txt", 404),
            ("in", 404),
        ] {
            let (got, _, body) = folder.ask("GET", path, None);
            assert!(got == status && !body.contains("secret"), "{path}: {got} {body}");
        }
        assert_eq!(folder.ask("POST", "in/a b.txt", None).0, 405);
        assert_eq!(folder.ask("GET", "in/empty.bin", None).0, 200);
        for address in
            ["asset://other/%2Fetc%2Fhostname", "asset://localhost/etc/hostname", "asset://localhost/%2F%00"]
        {
            let request = Request::get(address).body(Bytes::new()).unwrap();
            let scope = Scope::default();
            scope.allow_directory("/", true).unwrap();
            assert_eq!(answer(&scope, "x", &request).status(), 403, "{address}");
        }
    }

    #[test]
    fn types_follow_from_the_first_bytes() {
        let folder = Folder::new("types");
        assert_eq!(folder.ask("GET", "in/page", None).1[CONTENT_TYPE], "text/html; charset=utf-8");
        assert_eq!(folder.ask("GET", "in/empty.bin", None).1[CONTENT_TYPE], "application/octet-stream");
    }
}
