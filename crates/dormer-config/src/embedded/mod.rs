//! The one compact binary file that a program includes.
//!
//! Lives here: the file as a whole ([`Embedded`]), its assets ([`Assets`]) and its icon ([`Icon`]), and,
//! with the feature `build`, the writer (`EmbeddedBuilder`).
//! Not here: collecting the contents; build scripts do that.
//! Invariant: reading never panics and never trusts a number in the file before checking it, and
//! [`Embedded::decode`] inflates nothing.
//!
//! The layout, all numbers little-endian `u32`: magic (8 bytes), format version, length of the file, then
//! offset and length of each section: configuration (fields without names), package (5 texts), icon, assets,
//! permissions, manifests.
//!
//! ```
//! use dormer_config::embedded::Assets;
//!
//! let assets = Assets::from_pairs([("/index.html", "<p>Hello</p>")]);
//! let page = assets.get("/index.html").map(|page| (page.mime, page.len));
//! assert_eq!(page, Some(("text/html; charset=utf-8", 12)));
//! ```

mod asset_table;
mod assets;
#[cfg(feature = "build")]
mod builder;
mod deflate;
mod file;
mod icon;
mod pack;
mod pack_config;
mod page_plan;

pub use assets::{Asset, Assets, AssetsIter, DamagedAsset};
#[cfg(feature = "build")]
pub use builder::{EmbeddedBuilder, EncodeError, PackageText};
pub use file::{DecodeError, Embedded};
pub use icon::{DamagedIcon, Icon};
pub use page_plan::{NonceKind, NoncePlace, PagePlan};
