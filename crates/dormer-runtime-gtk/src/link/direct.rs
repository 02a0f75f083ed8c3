//! The direct channel: one socket per document, past the UI thread.

use std::collections::VecDeque;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};
use dormer_runtime::wire::{Call, FRAME_LIMIT, HEADER_LEN, Header, Kind, ToPage, WireError, decode_call};
use dormer_runtime::{Carrier, Link, SendError, WebviewId};

use super::pump::{CallSource, Pump};
use super::views::is_ui_thread;
use super::writer::Writer;
use crate::sys;

const READ_CHUNK: usize = 64 * 1024;
/// How long the reader looks for the next frame before it sleeps: waking up costs about as much.
const SPIN: Duration = Duration::from_micros(40);
/// How long bytes beside a frame may stand still while they are being written.
const FILLING: Duration = Duration::from_secs(10);
/// How long a sender waits for a page that takes nothing.
const PATIENCE: Duration = Duration::from_secs(30);

/// The core's end of a document's socket.
pub(crate) struct DirectLink {
    writer: Arc<Writer>,
}

impl DirectLink {
    /// Takes over a socket that a page sent. Nothing is read before the pump is started.
    pub(crate) fn new(socket: OwnedFd, view: WebviewId) -> (Arc<Self>, Arc<Pump>) {
        let socket = Arc::new(socket);
        let writer = Writer::new(Arc::clone(&socket), PATIENCE);
        let source = Frames { socket, writer: Arc::clone(&writer), state: Mutex::default() };
        let pump = Pump::new(format!("link-{}", view.0), Box::new(source));
        (Arc::new(Self { writer }), pump)
    }
}

impl Link for DirectLink {
    fn send(&self, message: ToPage) -> Result<(), SendError> {
        self.writer.send(&message, is_ui_thread())
    }

    fn has_room(&self) -> bool {
        self.writer.has_room()
    }

    fn close(&self) {
        self.writer.close();
    }

    fn carrier(&self) -> Carrier {
        Carrier::Direct
    }
}

/// The frames that come in. Threads take turns, so what was received lies behind a lock.
struct Frames {
    socket: Arc<OwnedFd>,
    writer: Arc<Writer>,
    state: Mutex<Received>,
}

#[derive(Default)]
struct Received {
    buffer: BytesMut,
    fds: VecDeque<OwnedFd>,
    corked: bool,
    /// Frames have been coming quickly: it is worth to look before sleeping.
    lively: bool,
    /// Messages that had been sent when the reader last looked.
    sent: u64,
}

impl CallSource for Frames {
    fn next(&self) -> Option<Call> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        match self.next_call(&mut state) {
            Ok(Some(call)) => return Some(call),
            Ok(None) => {}
            Err(error) => log::warn!("a page's link ends: {error}"),
        }
        self.writer.close();
        None
    }

    fn release(&self) {
        self.writer.uncork();
    }
}

impl Frames {
    /// The next call; `None` at the end of the stream.
    fn next_call(&self, state: &mut Received) -> Result<Option<Call>, WireError> {
        loop {
            while let Some((header, payload)) = take_frame(&mut state.buffer)? {
                match header.kind {
                    Kind::Consumed => {
                        self.writer.consumed(u64::from(header.id) << 32 | u64::from(header.aux));
                    }
                    _ => {
                        // With more calls at hand, their answers go out together.
                        if !state.corked && has_frame(&state.buffer) {
                            state.corked = true;
                            self.writer.cork();
                        }
                        let beside = take_beside(&header, &payload, &mut state.fds)?;
                        return decode_call(&header, payload, beside).map(Some);
                    }
                }
            }
            if std::mem::take(&mut state.corked) {
                self.writer.uncork();
            }
            state.buffer.reserve(READ_CHUNK);
            let before = state.buffer.len();
            match self.receive(state) {
                Ok(0) => return Ok(None),
                // SAFETY: `receive` has initialized that many bytes of the spare capacity.
                Ok(received) => unsafe { state.buffer.set_len(before + received) },
                Err(error) => {
                    log::debug!("a page's link broke: {error}");
                    return Ok(None);
                }
            }
        }
    }
}

impl Frames {
    /// Receives behind what the buffer holds; its length stays. When answers have just gone out and the page has been
    /// quick to go on, looks for a moment before it sleeps.
    fn receive(&self, state: &mut Received) -> io::Result<usize> {
        let Received { buffer, fds, lively, sent, .. } = state;
        let answered = std::mem::replace(sent, self.writer.sent()) != self.writer.sent();
        let start = Instant::now();
        while *lively && answered {
            match sys::receive(self.socket.as_fd(), buffer.spare_capacity_mut(), fds, false) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    *lively = start.elapsed() < SPIN;
                    std::hint::spin_loop();
                }
                done => return done,
            }
        }
        let received = sys::receive(self.socket.as_fd(), buffer.spare_capacity_mut(), fds, true);
        *lively = start.elapsed() < 4 * SPIN;
        received
    }
}

fn has_frame(buffer: &BytesMut) -> bool {
    buffer
        .first_chunk::<4>()
        .is_some_and(|len| buffer.len() - HEADER_LEN.min(buffer.len()) >= u32::from_le_bytes(*len) as usize)
        && buffer.len() >= HEADER_LEN
}

fn take_frame(buffer: &mut BytesMut) -> Result<Option<(Header, Bytes)>, WireError> {
    let Some(head) = buffer.first_chunk::<HEADER_LEN>() else { return Ok(None) };
    let header = Header::decode(head)?;
    let whole = HEADER_LEN + header.len as usize;
    if buffer.len() < whole {
        debug_assert!(whole <= HEADER_LEN + FRAME_LIMIT);
        buffer.reserve(whole - buffer.len());
        return Ok(None);
    }
    let mut frame = buffer.split_to(whole).freeze();
    let payload = frame.split_off(HEADER_LEN);
    Ok(Some((header, payload)))
}

fn take_beside(
    header: &Header,
    payload: &Bytes,
    fds: &mut VecDeque<OwnedFd>,
) -> Result<Option<Bytes>, WireError> {
    let Some(length) = header.beside_length(payload)? else { return Ok(None) };
    let fd = fds.pop_front().ok_or(WireError::Inconsistent("no descriptor came with it"))?;
    let length = usize::try_from(length).map_err(|_| WireError::BodyTooLong(length))?;
    match sys::read_memory_file(fd.as_fd(), length, FILLING) {
        Ok(bytes) => Ok(Some(Bytes::from(bytes))),
        Err(error) => {
            log::warn!("cannot read what a page sent beside a frame: {error}");
            Err(WireError::Inconsistent("the memory beside the frame is unreadable"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dormer_runtime::Page;
    use dormer_runtime::wire::{Body, encode_call};
    use std::io::Write;
    use std::os::unix::net::UnixStream;
    use std::sync::mpsc::{Receiver, Sender, channel};

    struct Recorder(Mutex<Sender<Option<Call>>>);
    impl Page for Recorder {
        fn call(&self, call: Call) {
            self.0.lock().unwrap().send(Some(call)).unwrap();
        }
        fn work(&self) {}
        fn closed(&self) {
            self.0.lock().unwrap().send(None).unwrap();
        }
    }

    fn open() -> (UnixStream, Receiver<Option<Call>>, Arc<DirectLink>) {
        let (here, page) = UnixStream::pair().unwrap();
        let (link, pump) = DirectLink::new(here.into(), WebviewId(1));
        let (calls, seen) = channel();
        pump.start(Arc::new(Recorder(Mutex::new(calls))));
        (page, seen, link)
    }

    fn call(id: u32, size: usize) -> Call {
        let body = Body::raw(vec![id as u8; size]);
        Call { id, command: "echo".into(), headers: Bytes::new(), body, blobs: vec![] }
    }

    fn next(seen: &Receiver<Option<Call>>) -> Option<Call> {
        seen.recv_timeout(Duration::from_secs(10)).unwrap()
    }

    #[test]
    fn frames_arrive_whole_however_they_are_cut() {
        let (mut page, seen, _link) = open();
        let sizes = [0, 1, 100, 65_000, 3, 1_000_000];
        let stream: Vec<u8> =
            sizes.iter().enumerate().flat_map(|(id, size)| encode_call(&call(id as u32, *size))).collect();
        for piece in stream.chunks(7_001) {
            page.write_all(piece).unwrap();
        }
        for (id, size) in sizes.iter().enumerate() {
            assert_eq!(next(&seen), Some(call(id as u32, *size)));
        }
        drop(page);
        assert_eq!(next(&seen), None);
    }

    #[test]
    fn garbage_ends_the_link_and_nothing_else() {
        let good = encode_call(&call(1, 10));
        let beside_without_fd = {
            let mut frame = encode_call(&call(1, 8));
            frame[5] |= 2;
            frame
        };
        for garbage in
            [vec![0xff; 64], vec![0; 16], beside_without_fd, [&good[..4], &[99], &good[5..]].concat()]
        {
            let (mut page, seen, link) = open();
            page.write_all(&garbage).unwrap();
            assert_eq!(next(&seen), None, "{garbage:?}");
            assert_eq!(link.send(ToPage::End { callback: 1, index: 0 }), Err(SendError::Closed));
        }
    }

    #[test]
    fn closing_from_the_core_ends_the_reading() {
        let (_page, seen, link) = open();
        link.close();
        assert_eq!(next(&seen), None);
    }
}
