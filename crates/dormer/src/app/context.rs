//! What the build script put into the program.

use std::sync::Arc;

use dormer_acl::{AppCommands, Resolved};
use dormer_config::embedded::{Asset, Assets, Embedded};
use dormer_config::{Config, PackageInfo};

use crate::AppHandle;
use crate::image::Image;

/// Configuration, pages and icon of a program. Made by `generate_context!`.
#[derive(Debug, Clone)]
pub struct Context {
    pub(crate) config: Config,
    pub(crate) package: PackageInfo,
    pub(crate) assets: Arc<Assets>,
    /// The page of the isolation frame, if there is one.
    pub(crate) isolation: Assets,
    pub(crate) icon: Option<Image<'static>>,
    pub(crate) permissions: Resolved,
    /// What permissions added at run time are resolved with.
    pub(crate) manifests: &'static [u8],
    /// Why the embedded file is unusable; told when the program is built.
    pub(crate) damage: Option<String>,
}

impl Context {
    /// A context from its parts, without a build script. Pages may call the app's own commands and nothing else; see
    /// [`Context::with_permissions`].
    pub fn new(config: Config, package: PackageInfo, assets: Assets) -> Self {
        Self {
            config,
            package,
            assets: Arc::new(assets),
            isolation: Assets::empty(),
            icon: None,
            permissions: Resolved::without_capabilities(AppCommands::Open),
            manifests: &[],
            damage: None,
        }
    }

    /// Decodes the file that the build script made. A damaged file is reported by [`Builder::build`](crate::Builder::build).
    pub fn from_embedded(file: &'static [u8]) -> Self {
        Self::decode(file).unwrap_or_else(|damage| Self {
            damage: Some(damage),
            ..Self::new(Config::default(), PackageInfo::default(), Assets::empty())
        })
    }

    fn decode(file: &'static [u8]) -> Result<Self, String> {
        let embedded = Embedded::decode(file).map_err(|error| error.to_string())?;
        let permissions = Resolved::decode(embedded.permissions).map_err(|error| error.to_string())?;
        let icon = embedded.icon.and_then(|icon| {
            let rgba = icon.rgba().ok()?;
            Some(Image::new_owned(rgba, icon.width(), icon.height()))
        });
        let Embedded { config, package, assets, isolation, manifests, .. } = embedded;
        let assets = Arc::new(assets);
        Ok(Self { config, package, assets, isolation, icon, permissions, manifests, damage: None })
    }

    /// What pages may call, for programs put together without a build script.
    #[must_use]
    pub fn with_permissions(mut self, permissions: Resolved) -> Self {
        self.permissions = permissions;
        self
    }

    /// What capabilities added at run time are resolved with, for programs put together without a build script; made by
    /// `dormer_acl::encode_manifests`.
    #[must_use]
    pub fn with_manifests(mut self, manifests: &'static [u8]) -> Self {
        self.manifests = manifests;
        self
    }

    /// Replaces the embedded pages.
    #[must_use]
    pub fn with_assets(mut self, assets: Assets) -> Self {
        self.assets = Arc::new(assets);
        self
    }

    /// The configuration.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The configuration, to be changed before the program is built.
    pub fn config_mut(&mut self) -> &mut Config {
        &mut self.config
    }

    /// The embedded pages.
    pub fn assets(&self) -> &Assets {
        &self.assets
    }

    /// Replaces the embedded pages.
    pub fn set_assets(&mut self, assets: Assets) {
        self.assets = Arc::new(assets);
    }

    /// Name, version and authors.
    pub fn package_info(&self) -> &PackageInfo {
        &self.package
    }

    /// Name, version and authors, to be changed before the program is built.
    pub fn package_info_mut(&mut self) -> &mut PackageInfo {
        &mut self.package
    }

    /// The icon of windows that have none of their own.
    pub fn default_window_icon(&self) -> Option<&Image<'static>> {
        self.icon.as_ref()
    }

    /// Sets the icon of windows that have none of their own.
    pub fn set_default_window_icon(&mut self, icon: Option<Image<'static>>) {
        self.icon = icon;
    }
}

/// Finds embedded pages by path.
#[derive(Debug, Clone)]
pub struct AssetResolver(pub(crate) AppHandle);

impl AssetResolver {
    /// The asset that the app scheme would serve for `path`.
    pub fn get(&self, path: &str) -> Option<Asset<'static>> {
        crate::protocol::find_asset(&self.0.shared().context.assets, path)
    }
}
