//! [`ResponseBody`]: what an answer to a page consists of. Not here: headers, and who reads it.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;

use bytes::Bytes;

/// The body of an answer: parts one after another, some of which may lie in files. A backend reads these off the UI
/// thread, and never a whole file at a time.
#[derive(Debug, Clone, Default)]
pub struct ResponseBody(Vec<BodyPart>);

/// One part of a body.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum BodyPart {
    /// Bytes at hand.
    Bytes(Bytes),
    /// Part of an open file. What the file lacks in the end is missing in the body.
    File {
        /// The file.
        file: Arc<File>,
        /// First byte.
        start: u64,
        /// How many bytes.
        length: u64,
    },
}

impl BodyPart {
    /// Length in bytes.
    pub fn len(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::File { length, .. } => *length,
        }
    }

    /// True if it has no bytes.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Reads up to `buffer.len()` bytes from the front and takes them off the part; 0 is its end.
    ///
    /// # Errors
    /// The system's, of a file.
    pub fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Bytes(bytes) => {
                let count = buffer.len().min(bytes.len());
                buffer[..count].copy_from_slice(&bytes.split_to(count));
                Ok(count)
            }
            Self::File { file, start, length } => {
                let count = usize::try_from(*length).unwrap_or(usize::MAX).min(buffer.len());
                let got = read_at(file, &mut buffer[..count], *start)?;
                (*start, *length) = (*start + got as u64, *length - got as u64);
                Ok(got)
            }
        }
    }
}

/// Parts of one body are read one after another, so they can share the place in the file.
fn read_at(mut file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    file.seek(SeekFrom::Start(at))?;
    file.read(buffer)
}

impl ResponseBody {
    /// A body of these parts.
    pub fn from_parts(parts: Vec<BodyPart>) -> Self {
        Self(parts)
    }

    /// The parts.
    pub fn into_parts(self) -> Vec<BodyPart> {
        self.0
    }

    /// Length of all parts in bytes.
    pub fn len(&self) -> u64 {
        self.0.iter().map(BodyPart::len).sum()
    }

    /// True if it has no bytes.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Reads it to its end, into memory. For tests and for backends that cannot stream.
    ///
    /// # Errors
    /// The system's, of a file.
    pub fn read_to_end(self) -> io::Result<Bytes> {
        let mut parts = self.0;
        if let [BodyPart::Bytes(bytes)] = parts.as_mut_slice() {
            return Ok(std::mem::take(bytes));
        }
        let mut all = Vec::new();
        for mut part in parts {
            let mut chunk = [0; 16 * 1024];
            loop {
                match part.read(&mut chunk)? {
                    0 => break,
                    count => all.extend_from_slice(&chunk[..count]),
                }
            }
        }
        Ok(all.into())
    }
}

impl From<Bytes> for ResponseBody {
    fn from(bytes: Bytes) -> Self {
        if bytes.is_empty() { Self::default() } else { Self(vec![BodyPart::Bytes(bytes)]) }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn parts_are_read_one_after_another() {
        let path = std::env::temp_dir().join(format!("dormer-body-{}", std::process::id()));
        File::create(&path).unwrap().write_all(b"0123456789").unwrap();
        let file = Arc::new(File::open(&path).unwrap());
        std::fs::remove_file(&path).unwrap();
        let part = |start, length| BodyPart::File { file: Arc::clone(&file), start, length };
        let check = |parts: Vec<BodyPart>, length, expected: &str| {
            let body = ResponseBody::from_parts(parts);
            assert_eq!(body.len(), length);
            assert_eq!(body.read_to_end().unwrap(), expected);
        };
        check(vec![], 0, "");
        check(vec![BodyPart::Bytes("ab".into())], 2, "ab");
        check(vec![part(2, 3), BodyPart::Bytes("|".into()), part(0, 1)], 5, "234|0");
        // A file that became shorter ends its part.
        check(vec![part(8, 5), BodyPart::Bytes("|".into())], 6, "89|");
        let (mut short, mut buffer) = (part(0, 10), [0; 4]);
        assert_eq!((short.read(&mut buffer).unwrap(), &buffer, short.len()), (4, b"0123", 6));
    }
}
