//! [`page`]: the page of the isolation frame, with its scripts in it, because the frame is served this one file only.
//!
//! Not here: what a policy must admit in it (`page`), and what the program adds to it.

use std::path::{Component, Path, PathBuf};

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{StartTag, Token, Tokenizer};

use crate::front_end::{Refusal, load};

/// What the page must set, or no call would ever pass.
const HOOK: &[u8] = b"__TAURI_ISOLATION_HOOK__";
/// Attributes that mean nothing, or something else, without an address.
const DROPPED: [&[u8]; 5] = [b"src", b"async", b"defer", b"integrity", b"crossorigin"];

/// Reads `index.html` of the folder and puts the scripts that it names into it.
pub(crate) fn page(dir: &Path) -> Result<Vec<u8>, Refusal> {
    let index = dir.join("index.html");
    let source = load(&index)?;
    let mut page = Vec::with_capacity(source.len());
    let mut done = 0;
    let mut emptied = false;
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(source.as_slice(), emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) if tag.name.as_slice() == b"script" => {
                emptied = false;
                let Some(address) = tag.attributes.get(b"src".as_slice()) else { continue };
                let path = local(dir, &address.value).ok_or_else(|| not_local(&index, &address.value))?;
                page.extend_from_slice(&source[done..tag.span.start]);
                done = tag.span.end;
                inline(&mut page, &tag, &path)?;
                emptied = true;
            }
            // What stands in a script with an address is never run.
            Token::String(text) if emptied => done += text.span.end - text.span.start,
            Token::EndTag(_) => emptied = false,
            _ => {}
        }
    }
    page.extend_from_slice(&source[done..]);
    if page.windows(HOOK.len()).any(|window| window == HOOK) {
        Ok(page)
    } else {
        Err(Refusal::new(
            &index,
            "sets no `__TAURI_ISOLATION_HOOK__`, and neither does a script that it names: no call would pass",
        ))
    }
}

/// The file that an address leads to, inside of the folder.
fn local(dir: &Path, address: &[u8]) -> Option<PathBuf> {
    let address = std::str::from_utf8(address).ok()?.trim_ascii();
    if address.starts_with("//") || address.contains(':') || address.contains('\\') {
        return None;
    }
    let path = Path::new(address.split(['?', '#']).next()?.trim_start_matches('/'));
    let stays = path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    (stays && path.file_name().is_some()).then(|| dir.join(path))
}

fn not_local(index: &Path, address: &[u8]) -> Refusal {
    let address = String::from_utf8_lossy(address);
    Refusal::new(
        index,
        format!("has a script at `{address}`, which is no file of this folder: the frame loads nothing else"),
    )
}

/// Writes the script element with the file's text in it; its end tag follows in the source.
fn inline(page: &mut Vec<u8>, tag: &StartTag<usize>, path: &Path) -> Result<(), Refusal> {
    let text = load(path)?;
    let lower = text.to_ascii_lowercase();
    for word in ["</script", "<script", "<!--"] {
        if lower.windows(word.len()).any(|window| window == word.as_bytes()) {
            return Err(Refusal::new(
                path,
                format!(
                    "holds `{word}`, which a script inside of a page cannot: write `\\x3c` for its first sign"
                ),
            ));
        }
    }
    page.extend_from_slice(b"<script");
    for (name, value) in &tag.attributes {
        if DROPPED.contains(&name.as_slice()) {
            continue;
        }
        page.push(b' ');
        page.extend_from_slice(name);
        page.extend_from_slice(b"=\"");
        for byte in value.value.iter() {
            match byte {
                b'"' => page.extend_from_slice(b"&quot;"),
                b'&' => page.extend_from_slice(b"&amp;"),
                byte => page.push(*byte),
            }
        }
        page.push(b'"');
    }
    page.push(b'>');
    page.extend_from_slice(&text);
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    fn build(files: &[(&str, &str)]) -> Result<String, String> {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let name =
            format!("dormer-isolation-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let dir = std::env::temp_dir().join(name);
        fs::create_dir_all(dir.join("js")).unwrap();
        files.iter().for_each(|(name, text)| fs::write(dir.join(name), text).unwrap());
        let built = page(&dir);
        fs::remove_dir_all(&dir).unwrap();
        let name = |refusal: &Refusal| refusal.path.strip_prefix(&dir).unwrap().display().to_string();
        built
            .map(|page| String::from_utf8(page).unwrap())
            .map_err(|refusal| format!("{} {}", name(&refusal), refusal.problem))
    }

    const SCRIPT: (&str, &str) = ("js/a.js", "window.__TAURI_ISOLATION_HOOK__ = (call) => call;\n");

    #[test]
    fn scripts_stand_in_the_page() {
        let check = |page: &str, expected: &str| {
            assert_eq!(build(&[("index.html", page), SCRIPT]).unwrap(), expected.replace("{}", SCRIPT.1));
        };
        check("<p><script src=js/a.js></script></p>", "<p><script>{}</script></p>");
        for address in ["/js/a.js", "./js/a.js?x#y", " js/a.js "] {
            check(&format!("<script src='{address}'></script>"), "<script>{}</script>");
        }
        check(
            "<SCRIPT defer type='a\"&amp;' src=js/a.js integrity=x>unused</SCRIPT><b>",
            "<script type=\"a&quot;&amp;\">{}</SCRIPT><b>",
        );
        check(
            "<!-- <script src=x> --><script>1</script><script src=js/a.js>",
            "<!-- <script src=x> --><script>1</script><script>{}",
        );
        let own = "<script>window.__TAURI_ISOLATION_HOOK__ = null</script>";
        check(own, own);
    }

    #[test]
    fn what_cannot_work_is_refused() {
        let check = |files: &[(&str, &str)], expected: &str| {
            let refusal = build(files).unwrap_err();
            assert!(refusal.starts_with(expected), "{refusal}");
        };
        fn with(page: &str) -> [(&str, &str); 2] {
            [("index.html", page), SCRIPT]
        }
        check(&[], "index.html does not exist");
        check(&with("<script>1</script>"), "index.html sets no `__TAURI_ISOLATION_HOOK__`");
        check(&with("<script src=js/b.js></script>"), "js/b.js does not exist");
        for address in ["https://a.b/c.js", "//a.b/c.js", "../c.js", "js/../../c.js", "data:,1", "", "/"] {
            let page = format!("<script src=\"{address}\"></script>");
            check(&with(&page), &format!("index.html has a script at `{address}`"));
        }
        for (text, word) in [("'</SCRIPT>'", "</script"), ("'<script'", "<script"), ("a<!--b", "<!--")] {
            let files = [("index.html", "<script src=js/c.js></script>"), ("js/c.js", text)];
            check(&files, &format!("js/c.js holds `{word}`"));
        }
    }
}
