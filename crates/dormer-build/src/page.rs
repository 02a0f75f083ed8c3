//! [`prepare`]: what a content security policy must admit in an HTML page, found once, when the program is built.
//!
//! Inline scripts and style sheets get a hash. Scripts that have an address get a place where a nonce can be put, if
//! the policy turns out to need one. Not here: the policy itself, which the program makes of this.

use dormer_config::embedded::{NonceKind, NoncePlace, PagePlan};
use html5gum::emitters::default::DefaultEmitter;
use html5gum::{StartTag, Token, Tokenizer};

/// What authors write where they want the nonce of the page, with what is meant.
const TOKENS: [(&str, NonceKind); 2] =
    [("__TAURI_SCRIPT_NONCE__", NonceKind::ScriptValue), ("__TAURI_STYLE_NONCE__", NonceKind::StyleValue)];

/// Whether a file is such a page.
pub(crate) fn is_page(path: &str) -> bool {
    let extension = path.rsplit_once('.').map(|(_, extension)| extension);
    extension
        .is_some_and(|extension| ["html", "htm"].iter().any(|known| extension.eq_ignore_ascii_case(known)))
}

/// The page without the words that stand for nonces, and its plan.
pub(crate) fn prepare(page: Vec<u8>) -> (Vec<u8>, PagePlan) {
    let (page, places) = take_tokens(page);
    let mut reader = Reader { plan: PagePlan { places, ..PagePlan::default() }, open: None };
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(page.as_slice(), emitter) {
        let Ok(token) = token;
        reader.token(token);
    }
    let mut plan = reader.plan;
    plan.places.sort_by_key(|place| place.0);
    for hashes in [&mut plan.scripts, &mut plan.styles] {
        hashes.sort();
        hashes.dedup();
    }
    (page, plan)
}

/// Takes the words that stand for a nonce out of the page and notes where they were.
fn take_tokens(page: Vec<u8>) -> (Vec<u8>, Vec<NoncePlace>) {
    let (mut rest, mut kept, mut places) = (page.as_slice(), Vec::with_capacity(page.len()), Vec::new());
    while let Some(at) = find(rest, b"__TAURI_S") {
        let (before, tail) = rest.split_at(at);
        kept.extend_from_slice(before);
        match TOKENS.iter().find(|(word, _)| tail.starts_with(word.as_bytes())) {
            Some((word, kind)) => {
                places.push(NoncePlace(kept.len(), *kind));
                rest = &tail[word.len()..];
            }
            None => {
                kept.push(tail[0]);
                rest = &tail[1..];
            }
        }
    }
    if places.is_empty() {
        return (page, places);
    }
    kept.extend_from_slice(rest);
    (kept, places)
}

fn find(text: &[u8], word: &[u8]) -> Option<usize> {
    text.windows(word.len()).position(|window| window == word)
}

/// An inline script or style sheet whose text comes next.
struct Open {
    style: bool,
    /// Just behind the name of its tag, where an attribute can be put; `None` when it has a nonce already.
    attribute: Option<usize>,
    /// Just behind its tag.
    start: usize,
}

struct Reader {
    plan: PagePlan,
    open: Option<Open>,
}

impl Reader {
    fn token(&mut self, token: Token<usize>) {
        match token {
            Token::StartTag(tag) => self.start_tag(&tag),
            Token::String(text) => {
                if let Some(open) = self.open.take() {
                    self.inline(&open, &text.value, open.start + (text.span.end - text.span.start));
                }
            }
            Token::EndTag(_) => self.open = None,
            _ => {}
        }
    }

    fn start_tag(&mut self, tag: &StartTag<usize>) {
        let name = tag.name.as_slice();
        let style = name == b"style";
        if !style && name != b"script" {
            return;
        }
        let attribute = |name: &[u8]| tag.attributes.get(name).map(|value| value.value.as_slice());
        let behind_name = tag.span.start + 1 + name.len();
        let has_nonce = attribute(b"nonce").is_some();
        match attribute(b"src").filter(|_| !style) {
            Some(address) if !has_nonce => {
                let kind = if is_foreign(address) { NonceKind::ForeignScript } else { NonceKind::OwnScript };
                self.plan.places.push(NoncePlace(behind_name, kind));
            }
            Some(_) => {}
            None if style || is_script(attribute(b"type")) => {
                let attribute = (!has_nonce).then_some(behind_name);
                self.open = Some(Open { style, attribute, start: tag.span.end });
            }
            None => {}
        }
    }

    fn inline(&mut self, open: &Open, text: &[u8], end: usize) {
        let holds_nonce = self.plan.places.iter().any(|place| {
            matches!(place.1, NonceKind::ScriptValue | NonceKind::StyleValue)
                && (open.start..=end).contains(&place.0)
        });
        if !holds_nonce {
            let hashes = if open.style { &mut self.plan.styles } else { &mut self.plan.scripts };
            hashes.push(hash(text));
        } else if let Some(at) = open.attribute {
            let kind = if open.style { NonceKind::InlineStyle } else { NonceKind::InlineScript };
            self.plan.places.push(NoncePlace(at, kind));
        }
    }
}

/// Whether an address leads away from the app.
fn is_foreign(address: &[u8]) -> bool {
    let address = address.trim_ascii();
    let starts =
        |prefix: &[u8]| address.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    starts(b"http:") || starts(b"https:") || starts(b"//")
}

/// Whether an element of this type is run; blocks of data are not, and no policy is asked for them.
fn is_script(kind: Option<&[u8]>) -> bool {
    let Some(kind) = kind.map(|kind| kind.trim_ascii().to_ascii_lowercase()) else { return true };
    let essence = kind.split(|byte| *byte == b';').next().unwrap_or(&kind);
    matches!(essence, b"" | b"module" | b"importmap" | b"speculationrules")
        || essence.ends_with(b"javascript")
        || essence.ends_with(b"ecmascript")
}

/// The hash source of a text as the engine sees it: with line feeds alone.
fn hash(text: &[u8]) -> String {
    let mut normal = Vec::with_capacity(text.len());
    for (at, byte) in text.iter().enumerate() {
        match byte {
            b'\r' if text.get(at + 1) == Some(&b'\n') => {}
            b'\r' => normal.push(b'\n'),
            byte => normal.push(*byte),
        }
    }
    format!("sha256-{}", base64(&hmac_sha256::Hash::hash(&normal)))
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let number =
            group.iter().fold(0, |number, byte| number << 8 | u32::from(*byte)) << (8 * (3 - group.len()));
        for at in 0..4 {
            let letter = LETTERS[(number >> (18 - 6 * at) & 63) as usize];
            text.push(if at <= group.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The page with each place marked by its kind, and how many hashes it has.
    #[track_caller]
    fn check(page: &str, expected: &str, scripts: usize, styles: usize) {
        let (bytes, plan) = prepare(page.as_bytes().to_vec());
        let mut marked = String::from_utf8(bytes).unwrap();
        for NoncePlace(at, kind) in plan.places.iter().rev() {
            let mark = match kind {
                NonceKind::OwnScript => "[own]",
                NonceKind::ForeignScript => "[foreign]",
                NonceKind::InlineScript => "[script]",
                NonceKind::InlineStyle => "[style]",
                NonceKind::ScriptValue => "[script value]",
                NonceKind::StyleValue => "[style value]",
            };
            marked.insert_str(*at, mark);
        }
        assert_eq!(marked, expected);
        assert_eq!((plan.scripts.len(), plan.styles.len()), (scripts, styles), "{page}");
    }

    #[test]
    fn places_and_hashes_of_a_page() {
        check("<!doctype html><p>a", "<!doctype html><p>a", 0, 0);
        check(
            "<head>\n <script src=a.js></script><SCRIPT\n async src='https://x/y.js'></SCRIPT>",
            "<head>\n <script[own] src=a.js></script><SCRIPT[foreign]\n async src='https://x/y.js'></SCRIPT>",
            0,
            0,
        );
        check("<é><script src=//x/y.js></script>", "<é><script[foreign] src=//x/y.js></script>", 0, 0);
        check("<script>a()</script><style>p{}</style>", "<script>a()</script><style>p{}</style>", 1, 1);
        check("<script>a()</script><script>a()</script>", "<script>a()</script><script>a()</script>", 1, 0);
        check("<script></script><style></style>", "<script></script><style></style>", 0, 0);
        check("<!-- <script>a</script> -->", "<!-- <script>a</script> -->", 0, 0);
        check("<title><script>a</script></title>", "<title><script>a</script></title>", 0, 0);
        check("<script nonce=x src=a.js></script>", "<script nonce=x src=a.js></script>", 0, 0);
        check("<script>'<script>'</script>", "<script>'<script>'</script>", 1, 0);
        check("<script src=a>ignored</script>", "<script[own] src=a>ignored</script>", 0, 0);
        check("<script>a", "<script>a", 1, 0);
        check("<script", "<script", 0, 0);
        for (kind, count) in [("", 1), ("module", 1), ("text/JavaScript; x=y", 1), ("importmap", 1)] {
            check(
                &format!("<script type='{kind}'>1</script>"),
                &format!("<script type='{kind}'>1</script>"),
                count,
                0,
            );
        }
        for kind in ["application/json", "text/template", "x"] {
            check(
                &format!("<script type={kind}>1</script>"),
                &format!("<script type={kind}>1</script>"),
                0,
                0,
            );
        }
    }

    #[test]
    fn words_for_nonces_are_taken_out() {
        check(
            "<script nonce=\"__TAURI_SCRIPT_NONCE__\" src=a></script><meta content=__TAURI_STYLE_NONCE__>",
            "<script nonce=\"[script value]\" src=a></script><meta content=[style value]>",
            0,
            0,
        );
        check(
            "<script>let n = '__TAURI_SCRIPT_NONCE__'</script><style>/*__TAURI_STYLE_NONCE__*/</style>",
            "<script[script]>let n = '[script value]'</script><style[style]>/*[style value]*/</style>",
            0,
            0,
        );
        check("__TAURI_SCRIPT__ __TAURI_SAME", "__TAURI_SCRIPT__ __TAURI_SAME", 0, 0);
    }

    #[test]
    fn hashes_are_those_of_the_engine() {
        let of = |text: &str| prepare(format!("<script>{text}</script>").into_bytes()).1.scripts;
        // From the specification of content security policies, level 3.
        assert_eq!(of("doSomething();"), ["sha256-RFWPLDbv2BY+rCkDzsE+0fr8ylGr2R2faWMhq4lfEQc="]);
        assert_eq!(of("a\r\nb\rc"), of("a\nb\nc"));
        assert_ne!(of("a\nb"), of("a\n\nb"));
        assert_eq!(of("&amp;é").len(), 1);
    }

    #[test]
    fn bytes_that_are_no_text_do_no_harm() {
        for page in
            [&b"\xff<script>\xfe</script>"[..], b"<script \0 src=\xff", b"", b"<", b"<script><!--<script>"]
        {
            let (bytes, plan) = prepare(page.to_vec());
            assert!(bytes == page && plan.places.iter().all(|place| place.0 <= page.len()));
        }
    }
}
