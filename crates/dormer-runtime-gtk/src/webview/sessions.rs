//! Where pages keep cookies and storage, and through which proxy they speak. Not here: what they keep.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

use dormer_runtime::WebviewSpec;
use gtk4::glib;
use webkit6::{CookiePersistentStorage, NetworkProxyMode, NetworkProxySettings, NetworkSession};

use super::reach;

/// The sessions of the program, made when first needed. Views that may see each other's data share one.
pub(crate) struct Sessions {
    identifier: String,
    made: RefCell<HashMap<Key, NetworkSession>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    storage: Storage,
    proxy: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Storage {
    Memory,
    Program,
    Folder(PathBuf),
}

impl From<&WebviewSpec> for Key {
    fn from(spec: &WebviewSpec) -> Self {
        let storage = match &spec.data_directory {
            _ if spec.incognito => Storage::Memory,
            Some(folder) => Storage::Folder(folder.clone()),
            None => Storage::Program,
        };
        Self { storage, proxy: spec.proxy_url.clone() }
    }
}

impl Sessions {
    /// Sessions of the program with this identifier, which names its folders.
    pub(crate) fn new(identifier: &str) -> Self {
        Self { identifier: identifier.to_owned(), made: RefCell::default() }
    }

    pub(crate) fn get(&self, spec: &WebviewSpec) -> NetworkSession {
        let key = Key::from(spec);
        self.made.borrow_mut().entry(key.clone()).or_insert_with(|| self.make(&key)).clone()
    }

    fn make(&self, key: &Key) -> NetworkSession {
        let session = match &key.storage {
            Storage::Memory => NetworkSession::new_ephemeral(),
            Storage::Folder(folder) => on_disk(folder, &folder.join("cache")),
            Storage::Program => {
                let name = if self.identifier.is_empty() {
                    glib::prgname().map_or_else(|| "dormer".to_owned(), Into::into)
                } else {
                    self.identifier.clone()
                };
                on_disk(&glib::user_data_dir().join(&name), &glib::user_cache_dir().join(&name))
            }
        };
        reach::watch_downloads(&session);
        if let Some(proxy) = &key.proxy {
            let settings = NetworkProxySettings::new(Some(proxy), &[]);
            session.set_proxy_settings(NetworkProxyMode::Custom, Some(&settings));
        }
        session
    }
}

fn on_disk(data: &Path, cache: &Path) -> NetworkSession {
    let (Some(data_text), Some(cache_text)) = (data.to_str(), cache.to_str()) else {
        log::warn!("{} is not a folder that the web engine can name; nothing will be kept", data.display());
        return NetworkSession::new_ephemeral();
    };
    let session = NetworkSession::new(Some(data_text), Some(cache_text));
    if let (Some(cookies), Some(file)) = (session.cookie_manager(), data.join("cookies.sqlite").to_str()) {
        cookies.set_persistent_storage(file, CookiePersistentStorage::Sqlite);
    }
    session
}

#[cfg(test)]
mod tests {
    use dormer_runtime::WebviewId;

    use super::*;

    #[test]
    fn views_share_a_session_only_with_the_same_storage_and_proxy() {
        let plain = WebviewSpec::new(WebviewId(1), "dormer://localhost/");
        let key = |change: fn(&mut WebviewSpec)| {
            let mut spec = plain.clone();
            change(&mut spec);
            Key::from(&spec)
        };
        assert_eq!(Key::from(&plain), key(|spec| spec.id = WebviewId(2)));
        assert_ne!(Key::from(&plain), key(|spec| spec.incognito = true));
        assert_ne!(Key::from(&plain), key(|spec| spec.proxy_url = Some("http://localhost:1".into())));
        assert_eq!(
            key(|spec| {
                spec.incognito = true;
                spec.data_directory = Some("/x".into());
            })
            .storage,
            Storage::Memory
        );
    }
}
