//! The plugins of a program.

use std::sync::{Arc, PoisonError, RwLock};

use serde_json::Value;

use super::Plugin;
use crate::{AppHandle, Error, Result};

/// Plugins in the order in which they were added. Nothing is locked while a plugin runs.
#[derive(Default)]
pub(crate) struct PluginStore(RwLock<Arc<[Arc<dyn Plugin>]>>);

impl PluginStore {
    /// Initializes a plugin and adds it; one of the same name is replaced.
    pub(crate) fn add(&self, app: &AppHandle, plugin: Box<dyn Plugin>) -> Result<()> {
        let plugin: Arc<dyn Plugin> = plugin.into();
        let config = app.config().plugins.0.get(plugin.name()).cloned().unwrap_or(Value::Null);
        plugin.initialize(app, config).map_err(|source| Error::Setup {
            what: format!("plugin {}", plugin.name()),
            source: source.to_string().into(),
        })?;
        let mut plugins = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let kept = plugins.iter().filter(|known| known.name() != plugin.name()).cloned();
        *plugins = kept.chain([Arc::clone(&plugin)]).collect();
        Ok(())
    }

    pub(crate) fn remove(&self, name: &str) -> bool {
        let mut plugins = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let before = plugins.len();
        *plugins = plugins.iter().filter(|known| known.name() != name).cloned().collect();
        plugins.len() != before
    }

    /// Removes all plugins, so that what they hold ends with the program.
    pub(crate) fn clear(&self) {
        let plugins = std::mem::take(&mut *self.0.write().unwrap_or_else(PoisonError::into_inner));
        drop(plugins);
    }

    pub(crate) fn get(&self, name: &str) -> Option<Arc<dyn Plugin>> {
        self.all().iter().find(|plugin| plugin.name() == name).cloned()
    }

    pub(crate) fn all(&self) -> Arc<[Arc<dyn Plugin>]> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }
}
