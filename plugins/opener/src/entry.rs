//! One value of a scope in a permission.

use std::path::Path;
use std::sync::Arc;

use dormer::ipc::{CommandScope, GlobalScope, ScopeObject};
use dormer::scope::fs::{Judge, LITERAL_LEADING_DOT, Pattern, Rules};
use dormer::{AppHandle, Manager};
use serde_json::Value;
use url::Url;

use crate::opener::Opener;
use crate::url_pattern::UrlPattern;

/// With which program an entry allows to open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Application {
    /// With the user's default program.
    Default,
    /// With every program, or with none.
    Any(bool),
    /// With exactly this one.
    Named(String),
}

impl Application {
    fn parse(value: Option<&Value>) -> Result<Self, String> {
        match value {
            None | Some(Value::Null) => Ok(Self::Default),
            Some(Value::Bool(any)) => Ok(Self::Any(*any)),
            Some(Value::String(name)) => Ok(Self::Named(name.clone())),
            Some(other) => Err(format!("`app` is true, false or a program, not {other}")),
        }
    }

    /// Whether it covers the program that was asked for; `None` asks for the default one.
    fn covers(&self, with: Option<&str>) -> bool {
        match self {
            Self::Default => with.is_none(),
            Self::Any(any) => *any,
            Self::Named(name) => with == Some(name),
        }
    }
}

/// A scope value: `{"url": pattern}` or `{"path": pattern}`, each with an optional `app`.
#[derive(Debug, Clone)]
pub struct Entry {
    what: What,
    app: Application,
}

#[derive(Debug, Clone)]
enum What {
    Url(UrlPattern),
    /// Rules of this one pattern, so that pattern and program are decided together. Empty where the system has no such
    /// directory.
    Path {
        allow: Judge,
        deny: Judge,
    },
}

impl ScopeObject for Entry {
    type Error = String;

    fn deserialize(app: &AppHandle, raw: Value) -> Result<Self, String> {
        let text = |key| raw.get(key).and_then(Value::as_str);
        let what = match (text("url"), text("path")) {
            (Some(url), None) => What::Url(UrlPattern::new(url).map_err(|error| error.to_string())?),
            (None, Some(path)) => {
                let literal_leading_dot = app
                    .try_state::<Opener>()
                    .map_or(LITERAL_LEADING_DOT, |opener| opener.config().literal_leading_dot());
                let pattern = Pattern::resolve(app.path(), path).map_err(|error| error.to_string())?;
                let list: Vec<Pattern> = pattern.into_iter().collect();
                let judge = |rules| Judge::new().with(Arc::new(rules));
                What::Path {
                    allow: judge(Rules { allow: list.clone(), deny: Vec::new(), literal_leading_dot }),
                    deny: judge(Rules { allow: Vec::new(), deny: list, literal_leading_dot }),
                }
            }
            _ => return Err("an object with either `url` or `path` is expected".into()),
        };
        Ok(Self { what, app: Application::parse(raw.get("app"))? })
    }
}

/// The entries that count for a call.
pub(crate) struct Entries {
    allow: Vec<Arc<Entry>>,
    deny: Vec<Arc<Entry>>,
}

impl Entries {
    pub(crate) fn new(own: &CommandScope<Entry>, global: &GlobalScope<Entry>) -> Self {
        Self {
            allow: own.allows().iter().chain(global.allows()).cloned().collect(),
            deny: own.denies().iter().chain(global.denies()).cloned().collect(),
        }
    }

    pub(crate) fn allow_url(&self, url: &Url, with: Option<&str>) -> bool {
        let covers = |entry: &Arc<Entry>| match &entry.what {
            What::Url(pattern) => pattern.matches(url) && entry.app.covers(with),
            What::Path { .. } => false,
        };
        !self.deny.iter().any(covers) && self.allow.iter().any(covers)
    }

    /// A denied path is denied whatever the program.
    pub(crate) fn deny_path(&self, path: &Path) -> bool {
        self.deny.iter().any(|entry| match &entry.what {
            What::Path { deny, .. } => deny.is_forbidden(path),
            What::Url(_) => false,
        })
    }

    pub(crate) fn allow_path(&self, path: &Path, with: Option<&str>) -> bool {
        !self.deny_path(path)
            && self.allow.iter().any(|entry| match &entry.what {
                What::Path { allow, .. } => entry.app.covers(with) && allow.is_allowed(path),
                What::Url(_) => false,
            })
    }

    /// Showing needs no entry; where there are entries for paths, one of them must cover it.
    pub(crate) fn allow_reveal(&self, path: &Path) -> bool {
        let mut paths = self.allow.iter().filter_map(|entry| match &entry.what {
            What::Path { allow, .. } => Some(allow),
            What::Url(_) => None,
        });
        let any = paths.clone().next().is_some();
        !self.deny_path(path) && (!any || paths.any(|allow| allow.is_allowed(path)))
    }
}
