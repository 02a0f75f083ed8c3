//! What counts for one call. The one place where permissions meet files.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use dormer::ipc::{CommandScope, GlobalScope, ScopeValue};
use dormer::scope::fs::{AccessError, Judge, Pattern, Place, Rules, Target};
use dormer::{Manager, Webview};

use crate::entry::Entry;
use crate::ext::Fs;
use crate::{Error, FilePath, OpenOptions, Result, SafeFilePath};
use dormer::path::BaseDirectory;

/// The scopes of one call, as a parameter of commands.
pub(crate) struct CallScopes {
    judge: Judge,
    webview: Webview,
    command: &'static str,
}

impl<'a> dormer::ipc::CommandArg<'a> for CallScopes {
    fn from_command(command: dormer::ipc::CommandItem<'a>) -> Result<Self, dormer::InvokeError> {
        let own = CommandScope::<Entry>::from_command(command)?;
        let global = GlobalScope::<Entry>::from_command(command)?;
        Ok(scopes_of(command.message.webview(), command.name, &own, &global))
    }
}

/// Puts together what counts for a call.
fn scopes_of(
    webview: Webview,
    command: &'static str,
    own: &CommandScope<Entry>,
    global: &GlobalScope<Entry>,
) -> CallScopes {
    let fs = webview.state::<Fs>();
    let compiled = fs.compiled();
    let judge = fs.scopes().judge(webview.window_ref().label());
    let judge = [own.shared(), global.shared()]
        .into_iter()
        .filter(|values| !values.allows().is_empty() || !values.denies().is_empty())
        .fold(judge, |judge, values| judge.with(compiled.get(values)));
    CallScopes { judge, webview, command }
}

/// Rules made from the values of permissions, kept while these live. A program has few different ones.
#[derive(Debug, Default)]
pub(crate) struct Compiled {
    literal_leading_dot: bool,
    known: Mutex<Vec<Known>>,
}

type Known = (std::sync::Weak<ScopeValue<Entry>>, Arc<Rules>);

impl Compiled {
    pub(crate) fn new(literal_leading_dot: bool) -> Self {
        Self { literal_leading_dot, known: Mutex::default() }
    }

    fn get(&self, values: &Arc<ScopeValue<Entry>>) -> Arc<Rules> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, rules)) = known.iter().find(|(of, _)| of.as_ptr() == Arc::as_ptr(values)) {
            return Arc::clone(rules);
        }
        known.retain(|(of, _)| of.strong_count() > 0);
        let patterns = |entries: &[Arc<Entry>]| -> Vec<Pattern> {
            entries.iter().filter_map(|entry| entry.pattern.clone()).collect()
        };
        let rules = Arc::new(Rules {
            allow: patterns(values.allows()),
            deny: patterns(values.denies()),
            literal_leading_dot: self.literal_leading_dot,
        });
        known.push((Arc::downgrade(values), Arc::clone(&rules)));
        rules
    }
}

impl CallScopes {
    pub(crate) fn webview(&self) -> &Webview {
        &self.webview
    }

    #[cfg(feature = "watch")]
    pub(crate) fn judge(&self) -> &Judge {
        &self.judge
    }

    /// The path that a page means, below a base directory.
    pub(crate) fn resolve(
        &self,
        path: SafeFilePath,
        base: Option<BaseDirectory>,
    ) -> Result<std::path::PathBuf> {
        let path = FilePath::from(path).into_path()?;
        match base {
            Some(base) => Ok(self.webview.path().resolve(path, base)?),
            None => Ok(path),
        }
    }

    pub(crate) fn open(
        &self,
        path: &Path,
        options: &OpenOptions,
        action: &'static str,
    ) -> Result<std::fs::File> {
        self.judge.open(path, options).map_err(Error::access(self.command, action, path))
    }

    /// As [`CallScopes::target`], with the scope's own error.
    pub(crate) fn look(&self, path: &Path) -> Result<Target, AccessError> {
        self.judge.target(path)
    }

    pub(crate) fn create_directory(&self, path: &Path, mode: Option<u32>, recursive: bool) -> Result<()> {
        let made = match recursive {
            true => self.judge.create_directories(path, mode),
            false => self.judge.create_directory(path, mode),
        };
        made.map_err(Error::access(self.command, "create directory at path:", path))
    }

    pub(crate) fn target(&self, path: &Path, action: &'static str) -> Result<Target> {
        self.judge.target(path).map_err(Error::access(self.command, action, path))
    }

    pub(crate) fn place(&self, path: &Path, action: &'static str) -> Result<Place> {
        self.judge.place(path).map_err(Error::access(self.command, action, path))
    }

    pub(crate) fn final_place(&self, path: &Path, action: &'static str) -> Result<Place> {
        self.judge.final_place(path).map_err(Error::access(self.command, action, path))
    }

    /// Refuses when something in a tree is denied that is to go as a whole.
    pub(crate) fn check_tree(&self, place: &Place, path: &Path, action: &'static str) -> Result<()> {
        self.judge.check_tree(place).map_err(Error::access(self.command, action, path))
    }
}
