//! [`Explanation`]: in words, who decided whether a caller may call a command.

use std::fmt;

use super::state::State;
use super::{Caller, Origin};
use crate::resolved::{Entry, Granted, Names};
use crate::table;

/// Who decided, and what else there is about the command. Its text has one line for each.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Explanation {
    /// Full name of the command.
    pub command: String,
    /// Label of the window.
    pub window: String,
    /// Label of the web view.
    pub webview: String,
    /// `local`, or the address of the page without what may be secret in it.
    pub origin: String,
    /// The outcome.
    pub verdict: Verdict,
    /// Everything that capabilities say about the command, those that decided first.
    pub rulings: Vec<Ruling>,
    /// Permissions that open the command; `None` where the program does not carry their names.
    pub permissions: Option<Vec<String>>,
}

/// The outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verdict {
    /// A capability opens it.
    Allowed,
    /// It is a command of the app, whose pages may call all of them.
    Open,
    /// A capability closes it.
    Denied,
    /// No capability of this caller opens it.
    NotAllowed,
}

/// What one capability says about the command.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ruling {
    /// Identifier of the capability.
    pub capability: String,
    /// The permission; `None` where the program does not carry names.
    pub permission: Option<String>,
    /// Opens the command, or closes it.
    pub opens: bool,
    /// Whether it speaks of this caller.
    pub reason: Reason,
    /// Whom the capability names.
    pub callers: String,
}

/// Whether a capability speaks of a caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Reason {
    /// It does.
    Applies,
    /// It names other labels.
    OtherLabels,
    /// It names the labels, but pages from elsewhere.
    OtherOrigin,
}

impl State {
    pub(super) fn explain(&self, caller: &Caller<'_>, command: &str) -> Explanation {
        let mut rulings = Vec::new();
        for member in &self.members {
            let one = &*member.granted;
            let reason = if !one.names_labels(caller.window, caller.webview) {
                Reason::OtherLabels
            } else if !one.names_origin(caller.origin) {
                Reason::OtherOrigin
            } else {
                Reason::Applies
            };
            let mut add = |entries: &[Entry], opens| {
                let about = entries.iter().filter(|entry| entry.command == command);
                rulings.extend(about.map(|entry| Ruling {
                    capability: one.identifier.clone().into_owned(),
                    permission: Some(entry.permission.clone().into_owned()).filter(|name| !name.is_empty()),
                    opens,
                    reason,
                    callers: callers(one),
                }));
            };
            add(&one.deny, false);
            add(&one.allow, true);
        }
        rulings.sort_by_key(|ruling| (ruling.reason, ruling.opens));
        rulings.dedup();
        let first = rulings.first().filter(|ruling| ruling.reason == Reason::Applies);
        let verdict = match first.map(|ruling| ruling.opens) {
            Some(true) => Verdict::Allowed,
            Some(false) => Verdict::Denied,
            None if self.is_open(caller.origin == Origin::Local, command) => Verdict::Open,
            None => Verdict::NotAllowed,
        };
        Explanation {
            command: command.to_owned(),
            window: caller.window.to_owned(),
            webview: caller.webview.to_owned(),
            origin: caller.origin.to_string(),
            verdict,
            rulings,
            permissions: match &*self.names {
                Names::None => None,
                Names::Map(map) => Some(map.get(command).cloned().unwrap_or_default()),
                Names::Raw(raw) => Some(table::names(raw, command).into_iter().map(str::to_owned).collect()),
            },
        }
    }
}

/// Whom a capability names, such as ``windows `main`, local``.
fn callers(one: &Granted) -> String {
    let list = |what: &str, items: Vec<&str>| {
        (!items.is_empty()).then(|| format!("{what} `{}`", items.join("`, `")))
    };
    let parts = [
        list("windows", one.windows.iter().map(crate::LabelGlob::as_str).collect()),
        list("web views", one.webviews.iter().map(crate::LabelGlob::as_str).collect()),
        one.local.then(|| "local pages".to_owned()),
        list("pages of", one.remote.iter().map(crate::UrlPattern::as_str).collect()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { command, window, webview, origin, verdict, rulings, permissions } = self;
        let outcome = match verdict {
            Verdict::Allowed => "is allowed",
            Verdict::Open => "is open to the app's own pages and so is allowed",
            Verdict::Denied => "is explicitly denied",
            Verdict::NotAllowed => "is not allowed",
        };
        // Names of commands come from pages, so their line breaks must not pass for lines of ours.
        let command = command.escape_debug();
        write!(
            f,
            "command `{command}` {outcome} on window `{window}`, web view `{webview}`, origin {origin}"
        )?;
        for ruling in rulings {
            write!(f, "\n  {ruling}")?;
        }
        match permissions.as_deref() {
            _ if matches!(verdict, Verdict::Allowed | Verdict::Open | Verdict::Denied) => Ok(()),
            None => Ok(()),
            Some([]) => f.write_str(
                "\n  no permission opens it: is its name right, and is its plugin in the program?",
            ),
            Some(names) => {
                write!(f, "\n  to allow it, give this caller one of these permissions: {}", names.join(", "))
            }
        }
    }
}

impl fmt::Display for Ruling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { capability, permission, opens, reason, callers } = self;
        let verb = if *opens { "opened" } else { "closed" };
        write!(f, "{verb} by capability `{capability}`")?;
        if let Some(permission) = permission {
            write!(f, ", permission `{permission}`")?;
        }
        match reason {
            Reason::Applies => Ok(()),
            Reason::OtherLabels => write!(f, ", but not for this window and web view: {callers}"),
            Reason::OtherOrigin => write!(f, ", but not for pages of this origin: {callers}"),
        }
    }
}
