//! [`PagePlan`]: what the build found in a page that a content security policy is about.
//!
//! Not here: finding it (the build crate), and the policy that is made of it (the core).

use serde::{Deserialize, Serialize};

/// What a page has in it that its content security policy must admit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PagePlan {
    /// Where a nonce can be put, in the order of the page.
    #[serde(rename = "p", default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<NoncePlace>,
    /// Hash sources of inline scripts, such as `sha256-…`, without quotes.
    #[serde(rename = "s", default, skip_serializing_if = "Vec::is_empty")]
    pub scripts: Vec<String>,
    /// Hash sources of inline style sheets, likewise.
    #[serde(rename = "t", default, skip_serializing_if = "Vec::is_empty")]
    pub styles: Vec<String>,
}

/// A place for a nonce: how many bytes of the page lie before it, and what is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoncePlace(
    /// Bytes before it.
    pub usize,
    /// What is there.
    pub NonceKind,
);

/// What is at a [`NoncePlace`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum NonceKind {
    /// A script of the app itself, named by its path: a whole attribute can be put here.
    #[serde(rename = "l")]
    OwnScript,
    /// A script from elsewhere, named by its address: a whole attribute can be put here.
    #[serde(rename = "r")]
    ForeignScript,
    /// An inline script that holds a nonce, and so has no fixed hash: a whole attribute can be put here.
    #[serde(rename = "i")]
    InlineScript,
    /// The same for a style sheet.
    #[serde(rename = "j")]
    InlineStyle,
    /// The author asked for the nonce of scripts here: the bare value.
    #[serde(rename = "s")]
    ScriptValue,
    /// The author asked for the nonce of style sheets here: the bare value.
    #[serde(rename = "t")]
    StyleValue,
}

impl PagePlan {
    /// True if the page has nothing for a policy to admit.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty() && self.scripts.is_empty() && self.styles.is_empty()
    }
}
