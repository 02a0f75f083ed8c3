//! Pictures as plain pixels: icons of windows, menus and trays. Not here: what a page sends for one, and who
//! shows it.

use std::borrow::Cow;
use std::fmt;

/// A picture: 4 bytes (red, green, blue, alpha) for each pixel, rows from the top.
#[derive(Clone, PartialEq, Eq)]
pub struct Image<'a> {
    rgba: Cow<'a, [u8]>,
    width: u32,
    height: u32,
}

/// Why a picture was not read.
#[cfg(feature = "image-png")]
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImageError {
    /// The file could not be read.
    #[error("the image `{}` could not be read", path.display())]
    Read {
        /// The file asked for.
        path: std::path::PathBuf,
        /// The system's own words.
        source: std::io::Error,
    },
    /// The bytes are not a PNG picture, or a damaged or enormous one.
    #[error("the image could not be decoded as PNG: {0}")]
    Decode(String),
}

impl<'a> Image<'a> {
    /// Borrows pixels: `width * height * 4` bytes. The length is not looked at here, see
    /// [`is_complete`](Self::is_complete).
    #[must_use]
    pub const fn new(rgba: &'a [u8], width: u32, height: u32) -> Self {
        Self { rgba: Cow::Borrowed(rgba), width, height }
    }

    /// The pixels: 4 bytes each, rows from the top.
    #[must_use]
    pub fn rgba(&self) -> &[u8] {
        &self.rgba
    }

    /// Width in pixels.
    #[must_use]
    pub const fn width(&self) -> u32 {
        self.width
    }

    /// Height in pixels.
    #[must_use]
    pub const fn height(&self) -> u32 {
        self.height
    }

    /// Whether there are exactly as many bytes as width and height ask for, and at least one pixel.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        let bytes = u64::from(self.width).checked_mul(self.height.into()).and_then(|n| n.checked_mul(4));
        bytes.is_some_and(|n| n > 0 && n == self.rgba.len() as u64)
    }

    /// The same picture with pixels of its own; copies only borrowed ones.
    #[must_use]
    pub fn to_owned(self) -> Image<'static> {
        Image { rgba: Cow::Owned(self.rgba.into_owned()), width: self.width, height: self.height }
    }
}

impl Image<'static> {
    /// Like [`new`](Image::new) with pixels of its own.
    #[must_use]
    pub const fn new_owned(rgba: Vec<u8>, width: u32, height: u32) -> Self {
        Self { rgba: Cow::Owned(rgba), width, height }
    }
}

#[cfg(feature = "image-png")]
impl Image<'static> {
    /// Decodes a PNG picture.
    ///
    /// # Errors
    /// The bytes are not a PNG picture, or a damaged one, or one too large to be an icon (more than 64 MiB of
    /// pixels).
    pub fn from_bytes(bytes: &[u8]) -> crate::Result<Self> {
        Ok(decode(bytes).map_err(|error| ImageError::Decode(error.to_string()))?)
    }

    /// Reads and decodes a PNG file.
    ///
    /// # Errors
    /// The file cannot be read, or [`from_bytes`](Self::from_bytes) refuses its content.
    pub fn from_path(path: impl AsRef<std::path::Path>) -> crate::Result<Self> {
        let path = path.as_ref();
        let bytes =
            std::fs::read(path).map_err(|source| ImageError::Read { path: path.to_path_buf(), source })?;
        Self::from_bytes(&bytes)
    }
}

#[cfg(feature = "image-png")]
fn decode(bytes: &[u8]) -> Result<Image<'static>, png::DecodingError> {
    use png::{ColorType, Transformations};

    let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
    decoder.set_transformations(Transformations::normalize_to_color8() | Transformations::ALPHA);
    let mut reader = decoder.read_info()?;
    let size = reader.output_buffer_size().filter(|size| *size <= 64 << 20);
    let mut pixels = vec![0; size.ok_or(png::DecodingError::LimitsExceeded)?];
    let frame = reader.next_frame(&mut pixels)?;
    pixels.truncate(frame.buffer_size());
    // After the transformations above only these shapes are left, with 8 bits each.
    let rgba = match frame.color_type {
        ColorType::Rgba => pixels,
        ColorType::GrayscaleAlpha => pixels.chunks_exact(2).flat_map(|p| [p[0], p[0], p[0], p[1]]).collect(),
        ColorType::Rgb => pixels.chunks_exact(3).flat_map(|p| [p[0], p[1], p[2], 255]).collect(),
        ColorType::Grayscale | ColorType::Indexed => pixels.iter().flat_map(|p| [*p, *p, *p, 255]).collect(),
    };
    Ok(Image::new_owned(rgba, frame.width, frame.height))
}

impl fmt::Debug for Image<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Image({} x {}, {} bytes)", self.width, self.height, self.rgba.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pixels_and_sizes() {
        const ICON: Image<'static> = Image::new(&[1, 2, 3, 4], 1, 1);
        assert_eq!((ICON.rgba(), ICON.width(), ICON.height()), (&[1, 2, 3, 4][..], 1, 1));
        let bytes = vec![1, 2, 3, 4];
        let owned: Image<'static> = Image::new(&bytes, 1, 1).to_owned();
        drop(bytes);
        assert_eq!(owned, ICON);
        assert_eq!(format!("{owned:?}"), "Image(1 x 1, 4 bytes)");
    }

    #[test]
    fn completeness() {
        for (len, width, height, want) in [
            (4, 1, 1, true),
            (24, 2, 3, true),
            (23, 2, 3, false),
            (25, 2, 3, false),
            (0, 0, 0, false),
            (0, 5, 0, false),
            (4, u32::MAX, u32::MAX, false),
        ] {
            let image = Image::new_owned(vec![0; len], width, height);
            assert_eq!(image.is_complete(), want, "{image:?}");
        }
    }

    #[cfg(feature = "image-png")]
    mod png_files {
        use png::{BitDepth, ColorType};

        use super::*;

        fn encode(color: ColorType, depth: BitDepth, palette: &[u8], data: &[u8]) -> Vec<u8> {
            let mut file = Vec::new();
            let mut encoder = png::Encoder::new(&mut file, 2, 1);
            encoder.set_color(color);
            encoder.set_depth(depth);
            if !palette.is_empty() {
                encoder.set_palette(palette.to_vec());
            }
            encoder.write_header().unwrap().write_image_data(data).unwrap();
            file
        }

        #[test]
        fn every_color_type_becomes_rgba() {
            for (color, depth, palette, data, want) in [
                (
                    ColorType::Rgba,
                    BitDepth::Eight,
                    &[][..],
                    &[1, 2, 3, 4, 5, 6, 7, 8][..],
                    [1, 2, 3, 4, 5, 6, 7, 8],
                ),
                (ColorType::Rgb, BitDepth::Eight, &[], &[1, 2, 3, 5, 6, 7], [1, 2, 3, 255, 5, 6, 7, 255]),
                (ColorType::Grayscale, BitDepth::Eight, &[], &[9, 7], [9, 9, 9, 255, 7, 7, 7, 255]),
                (
                    ColorType::Grayscale,
                    BitDepth::One,
                    &[],
                    &[0b1000_0000],
                    [255, 255, 255, 255, 0, 0, 0, 255],
                ),
                (ColorType::GrayscaleAlpha, BitDepth::Eight, &[], &[9, 1, 7, 2], [9, 9, 9, 1, 7, 7, 7, 2]),
                (
                    ColorType::GrayscaleAlpha,
                    BitDepth::Sixteen,
                    &[],
                    &[9, 0, 1, 0, 7, 0, 2, 0],
                    [9, 9, 9, 1, 7, 7, 7, 2],
                ),
                (
                    ColorType::Indexed,
                    BitDepth::Eight,
                    &[1, 2, 3, 4, 5, 6],
                    &[1, 0],
                    [4, 5, 6, 255, 1, 2, 3, 255],
                ),
            ] {
                let image = Image::from_bytes(&encode(color, depth, palette, data)).unwrap();
                assert_eq!((image.width(), image.height()), (2, 1));
                assert_eq!(image.rgba(), want, "{color:?} {depth:?}");
            }
        }

        #[test]
        fn broken_files_are_refused() {
            let good = encode(ColorType::Rgb, BitDepth::Eight, &[], &[0; 6]);
            for (what, bytes) in
                [("nothing", &[][..]), ("text", b"hello"), ("a half", &good[..good.len() / 2])]
            {
                let error = Image::from_bytes(bytes).unwrap_err().to_string();
                assert!(error.starts_with("the image could not be decoded as PNG"), "{what}: {error}");
            }
            let error = Image::from_path("/no/such.png").unwrap_err();
            assert_eq!(error.to_string(), "the image `/no/such.png` could not be read");
        }

        #[test]
        fn enormous_pictures_are_refused() {
            let mut file = Vec::new();
            let mut encoder = png::Encoder::new(&mut file, 20_000, 20_000);
            encoder.set_color(ColorType::Rgba);
            // The header alone is enough: the size must be refused before pixels are asked for.
            drop(encoder.write_header().unwrap());
            assert!(Image::from_bytes(&file).is_err());
        }
    }
}
