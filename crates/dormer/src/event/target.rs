//! Whom an event is for, and which listeners that reaches. Not here: who listens (`listeners`).

use serde::{Deserialize, Serialize};

/// Whom an event is sent to, or what a listener listens at. On the wire: `{"kind": …, "label"?: …}`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind")]
#[non_exhaustive]
pub enum EventTarget {
    /// Everything.
    Any,
    /// Every window and webview with this label.
    AnyLabel {
        /// The label.
        label: String,
    },
    /// The program itself.
    App,
    /// The window with this label.
    Window {
        /// The label.
        label: String,
    },
    /// The webview with this label.
    Webview {
        /// The label.
        label: String,
    },
    /// The window with this label that is filled by one webview.
    WebviewWindow {
        /// The label.
        label: String,
    },
}

impl EventTarget {
    /// Everything.
    #[must_use]
    pub fn any() -> Self {
        Self::Any
    }

    /// The program itself.
    #[must_use]
    pub fn app() -> Self {
        Self::App
    }

    /// Every window and webview with this label.
    pub fn labeled(label: impl Into<String>) -> Self {
        Self::AnyLabel { label: label.into() }
    }

    /// The window with this label.
    pub fn window(label: impl Into<String>) -> Self {
        Self::Window { label: label.into() }
    }

    /// The webview with this label.
    pub fn webview(label: impl Into<String>) -> Self {
        Self::Webview { label: label.into() }
    }

    /// The window with this label that is filled by one webview.
    pub fn webview_window(label: impl Into<String>) -> Self {
        Self::WebviewWindow { label: label.into() }
    }

    fn label(&self) -> Option<&str> {
        match self {
            Self::Any | Self::App => None,
            Self::AnyLabel { label }
            | Self::Window { label }
            | Self::Webview { label }
            | Self::WebviewWindow { label } => Some(label),
        }
    }
}

impl<T: AsRef<str>> From<T> for EventTarget {
    fn from(label: T) -> Self {
        Self::labeled(label.as_ref())
    }
}

/// Whether an event sent to `emitted_to` reaches a listener at `listener`.
#[must_use]
pub(crate) fn matches(emitted_to: &EventTarget, listener: &EventTarget) -> bool {
    use EventTarget::{Any, AnyLabel, App};

    match (emitted_to, listener) {
        (Any, _) | (_, Any) | (App, App) => true,
        (App, _) | (_, App) => false,
        // A bare label stands for every kind, on either side; otherwise the kind counts too.
        (AnyLabel { .. }, _) | (_, AnyLabel { .. }) => emitted_to.label() == listener.label(),
        (to, at) => to == at,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_reaches_whom() {
        // Columns: listeners at Any, App, AnyLabel, Window, Webview, WebviewWindow, all with label "a".
        let (yes, no) = (true, false);
        for (to, reached) in [
            (EventTarget::any(), [yes, yes, yes, yes, yes, yes]),
            (EventTarget::app(), [yes, yes, no, no, no, no]),
            (EventTarget::labeled("a"), [yes, no, yes, yes, yes, yes]),
            (EventTarget::window("a"), [yes, no, yes, yes, no, no]),
            (EventTarget::webview("a"), [yes, no, yes, no, yes, no]),
            (EventTarget::webview_window("a"), [yes, no, yes, no, no, yes]),
        ] {
            let listeners = |label: &str| {
                [
                    EventTarget::any(),
                    EventTarget::app(),
                    EventTarget::labeled(label),
                    EventTarget::window(label),
                    EventTarget::webview(label),
                    EventTarget::webview_window(label),
                ]
            };
            assert_eq!(listeners("a").map(|at| matches(&to, &at)), reached, "{to:?}");
            let others = match to {
                EventTarget::Any => [yes; 6],
                EventTarget::App => [yes, yes, no, no, no, no],
                _ => [yes, no, no, no, no, no],
            };
            assert_eq!(listeners("b").map(|at| matches(&to, &at)), others, "{to:?} against another label");
        }
    }

    #[test]
    fn on_the_wire() {
        for (target, json) in [
            (EventTarget::any(), r#"{"kind":"Any"}"#),
            (EventTarget::app(), r#"{"kind":"App"}"#),
            (EventTarget::labeled("m"), r#"{"kind":"AnyLabel","label":"m"}"#),
            (EventTarget::window("m"), r#"{"kind":"Window","label":"m"}"#),
            (EventTarget::webview("m"), r#"{"kind":"Webview","label":"m"}"#),
            (EventTarget::webview_window("m"), r#"{"kind":"WebviewWindow","label":"m"}"#),
        ] {
            assert_eq!(serde_json::to_string(&target).unwrap(), json);
            assert_eq!(serde_json::from_str::<EventTarget>(json).unwrap(), target);
        }
        for bad in [r#"{"kind":"Window"}"#, r#"{"kind":"Tab","label":"m"}"#, "{}", "\"main\""] {
            assert!(serde_json::from_str::<EventTarget>(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn text_is_a_label() {
        let want = EventTarget::labeled("main");
        assert_eq!(EventTarget::from("main"), want);
        assert_eq!(EventTarget::from(String::from("main")), want);
        assert_eq!(EventTarget::from(&String::from("main")), want);
    }
}
