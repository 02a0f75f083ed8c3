//! The body of an answer as the engine reads it. Files are read piece by piece, on a thread of GIO's.

use dormer_runtime::{BodyPart, ResponseBody};
use gtk4::gio::prelude::*;
use gtk4::{gio, glib};

/// The body as a stream.
pub(super) fn of(body: ResponseBody) -> gio::InputStream {
    let mut parts = body.into_parts();
    // What is in memory needs no thread to be read.
    match parts.as_mut_slice() {
        [] => gio::MemoryInputStream::new().upcast(),
        [BodyPart::Bytes(bytes)] => {
            gio::MemoryInputStream::from_bytes(&glib::Bytes::from_owned(std::mem::take(bytes))).upcast()
        }
        _ => {
            let stream: imp::Object = glib::Object::new();
            stream.fill(parts);
            stream.upcast()
        }
    }
}

mod imp {
    use std::collections::VecDeque;
    use std::sync::{Mutex, PoisonError};

    use dormer_runtime::BodyPart;
    use gtk4::gio::subclass::prelude::*;
    use gtk4::{gio, glib};

    glib::wrapper! {
        pub(super) struct Object(ObjectSubclass<BodyStream>) @extends gio::InputStream;
    }

    impl Object {
        pub(super) fn fill(&self, parts: Vec<BodyPart>) {
            *self.imp().0.lock().unwrap_or_else(PoisonError::into_inner) = parts.into();
        }
    }

    /// What is left to read.
    #[derive(Default)]
    pub(super) struct BodyStream(Mutex<VecDeque<BodyPart>>);

    #[glib::object_subclass]
    impl ObjectSubclass for BodyStream {
        const NAME: &'static str = "DormerBodyStream";
        type Type = Object;
        type ParentType = gio::InputStream;
    }

    impl ObjectImpl for BodyStream {}

    impl InputStreamImpl for BodyStream {
        fn read(
            &self,
            buffer: &mut [u8],
            _cancellable: Option<&gio::Cancellable>,
        ) -> Result<usize, glib::Error> {
            let mut parts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            while let Some(part) = parts.front_mut() {
                let length = part.len();
                match part.read(buffer) {
                    Ok(0) if length > 0 && !buffer.is_empty() => {
                        return Err(failure("a file became shorter while it was being sent"));
                    }
                    Ok(0) if !buffer.is_empty() => drop(parts.pop_front()),
                    Ok(count) => return Ok(count),
                    Err(error) => return Err(failure(&error.to_string())),
                }
            }
            Ok(0)
        }
    }

    fn failure(text: &str) -> glib::Error {
        glib::Error::new(gio::IOErrorEnum::Failed, text)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::sync::Arc;

    use super::*;

    #[test]
    fn bodies_are_streams() {
        let path = glib::tmp_dir().join(format!("dormer-stream-{}", std::process::id()));
        std::fs::File::create(&path).unwrap().write_all(b"0123456789").unwrap();
        let file = Arc::new(std::fs::File::open(&path).unwrap());
        std::fs::remove_file(&path).unwrap();
        let part = |start, length| BodyPart::File { file: Arc::clone(&file), start, length };
        let read = |parts: Vec<BodyPart>| {
            let stream = of(ResponseBody::from_parts(parts));
            let mut all = Vec::new();
            loop {
                match stream.read_bytes(4, gio::Cancellable::NONE) {
                    Ok(bytes) if bytes.is_empty() => return Ok(String::from_utf8(all).unwrap()),
                    Ok(bytes) => all.extend_from_slice(&bytes),
                    Err(error) => return Err(error.to_string()),
                }
            }
        };
        assert_eq!(read(vec![]).as_deref(), Ok(""));
        assert_eq!(read(vec![BodyPart::Bytes("abcdef".into())]).as_deref(), Ok("abcdef"));
        assert_eq!(read(vec![part(1, 9)]).as_deref(), Ok("123456789"));
        assert_eq!(read(vec![BodyPart::Bytes("--".into()), part(0, 2), part(9, 1)]).as_deref(), Ok("--019"));
        assert!(read(vec![part(8, 4)]).unwrap_err().contains("shorter"));
    }
}
