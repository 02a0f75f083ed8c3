//! [`Icon`]: the default icon of windows.

use std::fmt;

use super::asset_table::{number, part};
use super::deflate::{inflate, is_plausible};

/// The default icon of windows, kept deflated until somebody asks for its pixels.
#[derive(Clone, Copy)]
pub struct Icon {
    width: u32,
    height: u32,
    packed: &'static [u8],
}

impl Icon {
    /// Width in pixels.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Height in pixels.
    #[must_use]
    pub fn height(&self) -> u32 {
        self.height
    }

    /// The pixels, row by row from the top: red, green, blue and alpha, one byte each. Inflated on each call.
    pub fn rgba(&self) -> Result<Vec<u8>, DamagedIcon> {
        pixels(self.width, self.height).and_then(|len| inflate(self.packed, len)).ok_or(DamagedIcon)
    }

    /// Reads the section: width, height, deflated pixels. The outer `None` is damage, the inner is no icon.
    pub(super) fn decode(section: &'static [u8]) -> Option<Option<Self>> {
        if section.is_empty() {
            return Some(None);
        }
        let width = u32::try_from(number(section, 0)?).ok()?;
        let height = u32::try_from(number(section, 4)?).ok()?;
        let packed = part(section, 8, section.len().checked_sub(8)?)?;
        let plausible = is_plausible(packed.len(), pixels(width, height)?, true);
        plausible.then_some(Some(Self { width, height, packed }))
    }
}

/// Bytes of an image of this size.
pub(super) fn pixels(width: u32, height: u32) -> Option<usize> {
    usize::try_from(u64::from(width).checked_mul(u64::from(height))?.checked_mul(4)?).ok()
}

impl fmt::Debug for Icon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Icon({} x {})", self.width, self.height)
    }
}

/// The pixels of the embedded icon cannot be inflated: the program file is damaged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the embedded icon is damaged")]
pub struct DamagedIcon;
