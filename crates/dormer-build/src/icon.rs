//! [`Picture`]: a PNG file as plain pixels.

/// Red, green, blue and alpha of each pixel, row by row from the top.
#[derive(Debug)]
pub(crate) struct Picture {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) rgba: Vec<u8>,
}

impl Picture {
    /// Decodes a PNG file of any color type that is not interlaced.
    pub(crate) fn decode(file: &[u8]) -> Result<Self, String> {
        let header = minipng::decode_png_header(file).map_err(|error| error.to_string())?;
        let mut buffer = vec![0; header.required_bytes_rgba8bpc()];
        let mut image = minipng::decode_png(file, &mut buffer).map_err(|error| error.to_string())?;
        image.convert_to_rgba8bpc().map_err(|error| error.to_string())?;
        Ok(Self { width: image.width(), height: image.height(), rgba: image.pixels().to_vec() })
    }
}

#[cfg(test)]
mod tests {
    use png::{BitDepth, ColorType, Encoder};

    use super::Picture;

    #[track_caller]
    fn check(color: ColorType, depth: BitDepth, data: &[u8], expected: &[u8]) {
        let mut file = Vec::new();
        let mut encoder = Encoder::new(&mut file, 2, 1);
        encoder.set_color(color);
        encoder.set_depth(depth);
        if color == ColorType::Indexed {
            encoder.set_palette(vec![9, 8, 7, 6, 5, 4]);
            encoder.set_trns(vec![255, 3]);
        }
        encoder.write_header().unwrap().write_image_data(data).unwrap();
        let picture = Picture::decode(&file).unwrap();
        assert_eq!((picture.width, picture.height, picture.rgba.as_slice()), (2, 1, expected));
    }

    #[test]
    fn every_color_type_becomes_rgba() {
        check(ColorType::Rgba, BitDepth::Eight, &[1, 2, 3, 4, 5, 6, 7, 8], &[1, 2, 3, 4, 5, 6, 7, 8]);
        check(ColorType::Rgb, BitDepth::Eight, &[1, 2, 3, 5, 6, 7], &[1, 2, 3, 255, 5, 6, 7, 255]);
        check(ColorType::Grayscale, BitDepth::Eight, &[1, 5], &[1, 1, 1, 255, 5, 5, 5, 255]);
        check(ColorType::Grayscale, BitDepth::One, &[0b0100_0000], &[0, 0, 0, 255, 255, 255, 255, 255]);
        check(ColorType::GrayscaleAlpha, BitDepth::Eight, &[1, 2, 5, 6], &[1, 1, 1, 2, 5, 5, 5, 6]);
        check(ColorType::Indexed, BitDepth::Eight, &[0, 1], &[9, 8, 7, 255, 6, 5, 4, 3]);
        let wide = [1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8, 0];
        check(ColorType::Rgba, BitDepth::Sixteen, &wide, &[1, 2, 3, 4, 5, 6, 7, 8]);
    }

    #[test]
    fn other_files_are_refused() {
        assert!(Picture::decode(b"").is_err());
        assert!(Picture::decode(b"GIF89a").is_err());
    }
}
