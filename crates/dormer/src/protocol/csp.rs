//! The content security policy that goes with a page: the author's, and what the page itself needs added to it.
//!
//! Nothing is added that would change what the author's words mean: no directive where the author gave neither it nor
//! `default-src`, nothing beside `'unsafe-inline'` (a nonce or a hash would switch that off), and no source that lets
//! anything in but the very scripts and style sheets that the build found in the page.

use dormer_config::embedded::{NonceKind, PagePlan};
use dormer_config::{Csp, DisabledCspModificationKind as Disabled};
use url::Url;

/// A policy as directives, in the author's order.
struct Policy(Vec<(String, Vec<String>)>);

impl Policy {
    fn parse(text: &str) -> Self {
        let mut directives: Vec<(String, Vec<String>)> = Vec::new();
        for directive in text.split(';') {
            let mut words = directive.split_ascii_whitespace().map(str::to_owned);
            let Some(name) = words.next().map(|name| name.to_ascii_lowercase()) else { continue };
            // The engine takes the first of two directives of one name, too.
            if !directives.iter().any(|(known, _)| *known == name) {
                directives.push((name, words.collect()));
            }
        }
        Self(directives)
    }

    /// The first of these directives that the policy has.
    fn effective(&self, chain: &[&'static str]) -> Option<(&'static str, &[String])> {
        chain.iter().find_map(|name| Some((*name, self.sources(name)?)))
    }

    fn sources(&self, name: &str) -> Option<&[String]> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, sources)| sources.as_slice())
    }

    /// Adds sources to a directive; one that is not there begins with the sources of `default-src`.
    fn add(&mut self, name: &str, added: impl IntoIterator<Item = String>) {
        let at = self.0.iter().position(|(known, _)| known == name).unwrap_or_else(|| {
            let sources = self.sources("default-src").unwrap_or_default().to_vec();
            self.0.push((name.to_owned(), sources));
            self.0.len() - 1
        });
        let sources = &mut self.0[at].1;
        sources.retain(|source| !source.eq_ignore_ascii_case("'none'"));
        for source in added {
            if !sources.contains(&source) {
                sources.push(source);
            }
        }
    }

    /// Adds an origin to the directive that decides on frames. False when none does: all may be shown then.
    fn admit_frame(&mut self, origin: &str) -> bool {
        let Some((effective, _)) = self.effective(&["frame-src", "child-src", "default-src"]) else {
            return false;
        };
        // What the default says of all else stays.
        let target = if effective == "default-src" { "frame-src" } else { effective };
        self.add(target, [origin.to_owned()]);
        true
    }
}

impl std::fmt::Display for Policy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, (name, sources)) in self.0.iter().enumerate() {
            f.write_str(if index == 0 { "" } else { "; " })?;
            f.write_str(name)?;
            sources.iter().try_for_each(|source| write!(f, " {source}"))?;
        }
        Ok(())
    }
}

fn has(sources: &[String], wanted: &str) -> bool {
    sources.iter().any(|source| source.eq_ignore_ascii_case(wanted))
}

/// Scripts or style sheets: the directives that decide on them, and the one that is made when only the default is there.
struct Class {
    chain: [&'static str; 3],
    made: &'static str,
}

const SCRIPTS: Class = Class { chain: ["script-src-elem", "script-src", "default-src"], made: "script-src" };
const STYLES: Class = Class { chain: ["style-src-elem", "style-src", "default-src"], made: "style-src" };

impl Class {
    /// The directive that additions belong in, and the sources that hold without them; `None` when nothing may be added.
    fn open<'p>(&self, policy: &'p Policy, kept: &Disabled) -> Option<(&'static str, &'p [String])> {
        let (effective, sources) = policy.effective(&self.chain)?;
        let target = if effective == "default-src" { self.made } else { effective };
        let as_written = match kept {
            Disabled::Flag(all) => *all,
            Disabled::List(names) => names
                .iter()
                .any(|name| [target, self.made].iter().any(|known| name.eq_ignore_ascii_case(known))),
        };
        (!as_written && !has(sources, "'unsafe-inline'")).then_some((target, sources))
    }
}

/// What to send with a page, and how the page changes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Sent {
    /// The header.
    pub(super) policy: String,
    /// Places of the plan, by number, that get a nonce.
    places: Vec<usize>,
}

impl Sent {
    /// The policy of a page with this plan. `nonce` is fresh; `own` are the sources that stand for the app's own scripts.
    pub(super) fn new(author: &Csp, kept: &Disabled, plan: &PagePlan, own: &[&str], nonce: &str) -> Self {
        let text = author.to_string();
        let mut policy = Policy::parse(&text);
        let mut places = Vec::new();
        for (class, hashes) in [(SCRIPTS, &plan.scripts), (STYLES, &plan.styles)] {
            let Some((target, sources)) = class.open(&policy, kept) else { continue };
            let admits_own = !has(sources, "'strict-dynamic'")
                && ["'self'", "*"].iter().chain(own).any(|source| has(sources, source));
            let before = places.len();
            places.extend(plan.places.iter().enumerate().filter_map(|(number, place)| {
                let wanted = match place.1 {
                    NonceKind::OwnScript => class.made == "script-src" && !admits_own,
                    NonceKind::ForeignScript | NonceKind::InlineScript | NonceKind::ScriptValue => {
                        class.made == "script-src"
                    }
                    NonceKind::InlineStyle | NonceKind::StyleValue => class.made == "style-src",
                };
                wanted.then_some(number)
            }));
            let nonces = (places.len() > before).then(|| format!("'nonce-{nonce}'"));
            if nonces.is_some() || !hashes.is_empty() {
                let hashes = hashes.iter().map(|hash| format!("'{hash}'"));
                policy.add(target, nonces.into_iter().chain(hashes));
            }
        }
        let changed = !plan.is_empty();
        places.sort_unstable();
        Self { policy: if changed { policy.to_string() } else { text }, places }
    }

    /// Lets the page show frames of this origin.
    pub(super) fn with_frame(mut self, origin: Option<&str>) -> Self {
        let mut policy = Policy::parse(&self.policy);
        if let Some(origin) = origin
            && policy.admit_frame(origin)
        {
            self.policy = policy.to_string();
        }
        self
    }

    /// Whether each answer is another one.
    pub(super) fn has_nonces(&self) -> bool {
        !self.places.is_empty()
    }

    /// The page with its nonces.
    pub(super) fn page(&self, page: &[u8], plan: &PagePlan, nonce: &str) -> Vec<u8> {
        let mut sent = Vec::with_capacity(page.len() + self.places.len() * (nonce.len() + 9));
        let mut done = 0;
        for place in self.places.iter().filter_map(|number| plan.places.get(*number)) {
            let Some(part) = page.get(done..place.0) else { continue };
            sent.extend_from_slice(part);
            done = place.0;
            match place.1 {
                NonceKind::ScriptValue | NonceKind::StyleValue => sent.extend_from_slice(nonce.as_bytes()),
                _ => sent.extend_from_slice(format!(" nonce=\"{nonce}\"").as_bytes()),
            }
        }
        sent.extend_from_slice(page.get(done..).unwrap_or_default());
        sent
    }
}

/// A value that nobody can guess; `None` when the system has none to give.
pub(super) fn fresh_nonce() -> Option<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).ok()?;
    Some(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The policy for the pages of a development server, which the engine applies from outside. Nobody looks into these pages
/// before they are sent, so what would get a hash in a shipped program is admitted as a whole, and the server's own
/// connection back may be opened; everything else is as written.
pub(crate) fn development_policy(author: &Csp, kept: &Disabled, server: &Url, frame: Option<&str>) -> String {
    let mut policy = Policy::parse(&author.to_string());
    for class in [SCRIPTS, STYLES] {
        let Some((target, sources)) = class.open(&policy, kept) else { continue };
        // A nonce or a hash of the author's would switch the word off.
        if !sources.iter().any(|source| source.starts_with("'nonce-") || source.starts_with("'sha")) {
            policy.add(target, ["'unsafe-inline'".to_owned()]);
        }
    }
    if policy.effective(&["connect-src", "default-src"]).is_some() {
        let scheme = if server.scheme() == "https" { "wss" } else { "ws" };
        let host = &server[url::Position::BeforeHost..url::Position::AfterPort];
        policy.add("connect-src", ["'self'".to_owned(), format!("{scheme}://{host}")]);
    }
    if let Some(frame) = frame {
        policy.admit_frame(frame);
    }
    policy.to_string()
}

#[cfg(test)]
mod tests {
    use dormer_config::embedded::NoncePlace;

    use super::*;

    fn csp(text: &str) -> Csp {
        Csp::Policy(text.to_owned())
    }

    fn kept(names: &[&str]) -> Disabled {
        Disabled::List(names.iter().map(|name| (*name).to_owned()).collect())
    }

    fn inline() -> PagePlan {
        PagePlan { places: vec![], scripts: vec!["sha256-a".into()], styles: vec!["sha256-b".into()] }
    }

    fn places(kinds: &[NonceKind]) -> PagePlan {
        PagePlan { places: kinds.iter().map(|kind| NoncePlace(0, *kind)).collect(), ..PagePlan::default() }
    }

    #[track_caller]
    fn check(policy: &str, kept: &Disabled, plan: &PagePlan, expected: &str) {
        let sent = Sent::new(&csp(policy), kept, plan, &["dormer:", "dormer://localhost"], "N");
        assert_eq!(sent.policy, expected, "{policy}");
    }

    // Guard: `Sent::new` adds hashes and nonces alone, and lifts no `'none'` of another directive. Adding
    // `'unsafe-eval'` there makes this fail.
    #[test]
    fn cve_2023_23623_the_policy_is_never_weakened() {
        let authors = [
            "default-src 'self'",
            "script-src 'self'; style-src 'self'",
            "default-src 'none'; script-src 'self'; object-src 'none'",
        ];
        let used = [NonceKind::InlineScript, NonceKind::ForeignScript, NonceKind::InlineStyle];
        for author in authors {
            for plan in [inline(), PagePlan { places: places(&used).places, ..inline() }] {
                let sent = Sent::new(&csp(author), &Disabled::default(), &plan, &["dormer:"], "N");
                let is_known = |word: &str| {
                    author.split([' ', ';']).any(|own| own == word)
                        || ["script-src", "style-src"].contains(&word)
                        || ["'sha256-", "'nonce-"].iter().any(|start| word.starts_with(start))
                };
                let words = sent.policy.split([' ', ';']).filter(|word| !word.is_empty());
                assert!(words.clone().all(is_known), "{author}: {}", sent.policy);
                assert!(author.split("; ").all(|own| sent.policy.contains(own)), "{author}: {}", sent.policy);
            }
        }
    }

    #[test]
    fn only_what_the_page_uses_is_added() {
        let none = Disabled::default();
        let check = |policy, plan: &PagePlan, expected| check(policy, &none, plan, expected);
        let all = inline();
        let script = PagePlan { styles: vec![], ..inline() };
        // Nothing in the page: the author's own words, blanks and all.
        check("default-src  'self';", &PagePlan::default(), "default-src  'self';");
        check("", &all, "");
        check(
            "default-src 'self'; connect-src ipc: http://ipc.localhost",
            &script,
            "default-src 'self'; connect-src ipc: http://ipc.localhost; script-src 'self' 'sha256-a'",
        );
        check("default-src https:", &script, "default-src https:; script-src https: 'sha256-a'");
        check("default-src 'none'", &script, "default-src 'none'; script-src 'sha256-a'");
        check("script-src 'self'", &all, "script-src 'self' 'sha256-a'");
        check("script-src-elem x; script-src y", &script, "script-src-elem x 'sha256-a'; script-src y");
        check("img-src 'self'", &all, "img-src 'self'");
        check("SCRIPT-SRC a; script-src b", &script, "script-src a 'sha256-a'");
        check("script-src 'sha256-a'", &script, "script-src 'sha256-a'");
    }

    #[test]
    fn the_authors_words_keep_their_meaning() {
        let none = Disabled::default();
        let unsafe_style = "default-src 'self'; style-src 'self' 'unsafe-inline'";
        let plan = PagePlan { scripts: vec![], ..inline() };
        check(unsafe_style, &none, &plan, unsafe_style);
        check("default-src 'unsafe-inline'", &none, &inline(), "default-src 'unsafe-inline'");
        check("script-src a", &kept(&["script-src"]), &inline(), "script-src a");
        check("default-src a", &kept(&["script-src", "style-src"]), &inline(), "default-src a");
        check("default-src a", &kept(&["style-src"]), &inline(), "default-src a; script-src a 'sha256-a'");
        check("default-src a", &Disabled::Flag(true), &inline(), "default-src a");
    }

    #[test]
    fn scripts_with_an_address_get_a_nonce_only_where_the_policy_leaves_them_out() {
        let none = Disabled::default();
        let own = places(&[NonceKind::OwnScript]);
        let foreign = places(&[NonceKind::ForeignScript]);
        for policy in
            ["script-src 'self'", "default-src *", "script-src dormer:", "script-src dormer://localhost"]
        {
            check(policy, &none, &own, policy);
        }
        check("script-src https:", &none, &own, "script-src https: 'nonce-N'");
        check(
            "script-src 'self' 'strict-dynamic'",
            &none,
            &own,
            "script-src 'self' 'strict-dynamic' 'nonce-N'",
        );
        check("script-src 'self'", &none, &foreign, "script-src 'self' 'nonce-N'");
        check("script-src 'unsafe-inline'", &none, &foreign, "script-src 'unsafe-inline'");
        check("style-src 'self'", &none, &places(&[NonceKind::StyleValue]), "style-src 'self' 'nonce-N'");
    }

    #[test]
    fn a_frame_of_the_core_is_admitted_where_frames_are_named() {
        let check = |policy: &str, expected: &str| {
            let sent = Sent::new(&csp(policy), &Disabled::Flag(true), &PagePlan::default(), &[], "N");
            assert_eq!(sent.with_frame(Some("f://x")).policy, expected);
            let sent = Sent::new(&csp(policy), &Disabled::default(), &PagePlan::default(), &[], "N");
            assert_eq!(sent.with_frame(None).policy, policy);
            let server = Url::parse("http://localhost:1/").unwrap();
            let policy = development_policy(&csp(policy), &Disabled::Flag(true), &server, Some("f://x"));
            assert_eq!(policy.contains("f://x"), expected.contains("f://x"));
        };
        check("img-src  'self';", "img-src  'self';");
        check("frame-src 'none'; default-src *", "frame-src f://x; default-src *");
        check("child-src a; default-src *", "child-src a f://x; default-src *");
        check("default-src 'self'", "default-src 'self'; frame-src 'self' f://x");
        check("default-src 'none'", "default-src 'none'; frame-src f://x");
    }

    #[test]
    fn nonces_stand_in_the_page() {
        let plan = PagePlan {
            places: vec![
                NoncePlace(7, NonceKind::OwnScript),
                NoncePlace(16, NonceKind::ForeignScript),
                NoncePlace(18, NonceKind::ScriptValue),
                NoncePlace(999, NonceKind::ForeignScript),
            ],
            ..PagePlan::default()
        };
        let page = b"<script src=a><s x y>";
        let sent = Sent::new(&csp("script-src 'self'"), &Disabled::default(), &plan, &[], "N");
        assert!(sent.has_nonces());
        let page = String::from_utf8(sent.page(page, &plan, "N")).unwrap();
        assert_eq!(
            page,
            "<script src=a><s nonce=\"N\"> xN y>".replace("><s nonce=\"N\"> x", "><s nonce=\"N\" x")
        );
        let sent = Sent::new(&csp("img-src 'self'"), &Disabled::default(), &plan, &[], "N");
        assert_eq!((sent.has_nonces(), sent.page(b"abc", &plan, "N")), (false, b"abc".to_vec()));
    }

    #[test]
    fn nonces_are_never_the_same() {
        let nonces: std::collections::HashSet<_> = (0..100).map(|_| fresh_nonce().unwrap()).collect();
        assert_eq!((nonces.len(), nonces.iter().all(|nonce| nonce.len() == 32)), (100, true));
    }

    #[test]
    fn a_development_server_gets_the_same_policy_and_its_own_connection() {
        let check = |policy: &str, server: &str, expected: &str| {
            let server = Url::parse(server).unwrap();
            assert_eq!(development_policy(&csp(policy), &Disabled::default(), &server, None), expected);
        };
        check("img-src 'self'", "http://localhost:5173/", "img-src 'self'");
        check(
            "default-src 'self'; img-src data:",
            "http://localhost:5173/",
            "default-src 'self'; img-src data:; script-src 'self' 'unsafe-inline'; \
             style-src 'self' 'unsafe-inline'; connect-src 'self' ws://localhost:5173",
        );
        check(
            "script-src 'nonce-x'; connect-src https://api.example",
            "https://[::1]:1/x",
            "script-src 'nonce-x'; connect-src https://api.example 'self' wss://[::1]:1",
        );
    }
}
