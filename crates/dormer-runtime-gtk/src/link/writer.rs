//! Messages to one page over its socket: written at once by the thread that has them, queued when the page is slow.
//!
//! # Bounds
//! At most [`QUEUE_BOUND`] bytes wait in the queue and at most [`BESIDE_BOUND`] bytes of bodies that travel beside
//! frames are on their way (the page reports what it has taken). A sender over a bound waits; one on the UI thread does
//! not, until [`UI_BOUND`]. A lone body larger than the bound passes when nothing else is on its way.

use std::collections::VecDeque;
use std::io::{self, IoSlice};
use std::os::fd::{AsFd, OwnedFd};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};
use std::time::{Duration, Instant};

use bytes::{Buf, Bytes};
use dormer_runtime::SendError;
use dormer_runtime::wire::{BODY_LIMIT, INLINE_LIMIT, ToPage};

use crate::sys;

/// Bytes of frames that may wait in the queue.
const QUEUE_BOUND: usize = 8 << 20;
/// Bytes beside frames that the page has not taken yet.
const BESIDE_BOUND: u64 = 64 << 20;
/// Bytes, of both kinds, that the UI thread may queue before its messages are refused.
const UI_BOUND: u64 = 512 << 20;
/// A chunk of the queue takes further small frames up to this size.
const COALESCE: usize = 64 << 10;

/// The writing end of a page's socket.
pub(crate) struct Writer {
    socket: Arc<OwnedFd>,
    /// How long a sender waits for a page that takes nothing.
    patience: Duration,
    queue: Mutex<Queue>,
    /// The page has taken something, or the link ended.
    room: Condvar,
    /// There is something for the flusher, or the link ended.
    work: Condvar,
    sent: AtomicU64,
}

#[derive(Default)]
struct Queue {
    chunks: VecDeque<Chunk>,
    bytes: usize,
    beside: u64,
    /// Grows with everything the page takes.
    progress: u64,
    /// This thread is in the middle of a batch of calls: its answers go out together.
    corked: Option<ThreadId>,
    flusher: bool,
    closed: bool,
}

/// A piece of the stream: `head` from `at` on, then `body`. The descriptor goes with the first byte.
struct Chunk {
    head: Vec<u8>,
    at: usize,
    body: Bytes,
    fd: Option<OwnedFd>,
}

impl Writer {
    pub(crate) fn new(socket: Arc<OwnedFd>, patience: Duration) -> Arc<Self> {
        Arc::new(Self {
            socket,
            patience,
            queue: Mutex::default(),
            room: Condvar::new(),
            work: Condvar::new(),
            sent: AtomicU64::new(0),
        })
    }

    /// Sends or queues a message; may wait (see the module) unless `never_wait`.
    pub(crate) fn send(self: &Arc<Self>, message: &ToPage, never_wait: bool) -> Result<(), SendError> {
        let body = message.body().cloned().unwrap_or_default();
        let beside = body.len() > INLINE_LIMIT;
        if body.len() as u64 > BODY_LIMIT {
            return Err(SendError::TooLong(body.len() as u64));
        }
        let head = message.head(beside);
        if beside {
            return self.send_beside(head, &body, never_wait);
        }
        let mut queue = self.wait_for_room(0, never_wait)?;
        self.push(&mut queue, Chunk { head, at: 0, body, fd: None });
        Ok(())
    }

    /// The page gets the descriptor first and reads while the content is written.
    fn send_beside(self: &Arc<Self>, head: Vec<u8>, body: &Bytes, never_wait: bool) -> Result<(), SendError> {
        let refused = |error: io::Error| SendError::System(error.to_string());
        let file = sys::MemoryFile::new().map_err(refused)?;
        let shared = file.share().map_err(refused)?;
        let mut queue = self.wait_for_room(body.len() as u64, never_wait)?;
        queue.beside += body.len() as u64;
        self.push(&mut queue, Chunk { head, at: 0, body: Bytes::new(), fd: Some(shared) });
        drop(queue);
        file.fill(body).map_err(|error| {
            // The page waits for bytes that will not come.
            self.close();
            refused(error)
        })
    }

    fn push(self: &Arc<Self>, queue: &mut MutexGuard<'_, Queue>, chunk: Chunk) {
        self.sent.fetch_add(1, Ordering::Relaxed);
        let at_once = chunk.fd.is_some() || queue.corked != Some(thread::current().id());
        queue.push(chunk);
        if at_once || queue.bytes > COALESCE {
            self.flush(queue);
        }
    }

    /// How many messages were given so far.
    pub(crate) fn sent(&self) -> u64 {
        self.sent.load(Ordering::Relaxed)
    }

    /// The page has taken `bytes` that travelled beside frames.
    pub(crate) fn consumed(&self, bytes: u64) {
        let mut queue = self.lock();
        queue.beside = queue.beside.saturating_sub(bytes);
        queue.progress += 1;
        self.room.notify_all();
    }

    /// Whether a short message would be queued at once.
    pub(crate) fn has_room(&self) -> bool {
        self.lock().bytes < QUEUE_BOUND
    }

    /// From now on what this thread sends goes out with [`Writer::uncork`].
    pub(crate) fn cork(&self) {
        self.lock().corked = Some(thread::current().id());
    }

    /// Sends what was held back.
    pub(crate) fn uncork(self: &Arc<Self>) {
        let mut queue = self.lock();
        queue.corked = None;
        self.flush(&mut queue);
    }

    /// Ends the link: wakes the reader and every waiting sender.
    pub(crate) fn close(&self) {
        let mut queue = self.lock();
        queue.close();
        sys::shutdown(self.socket.as_fd());
        self.room.notify_all();
        self.work.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait_for_room(&self, beside: u64, never_wait: bool) -> Result<MutexGuard<'_, Queue>, SendError> {
        let mut queue = self.lock();
        let mut seen = queue.progress;
        let mut since = None::<Instant>;
        loop {
            if queue.closed {
                return Err(SendError::Closed);
            }
            // A lone body may be larger than the bound.
            let beside_full = beside > 0 && queue.beside > 0 && queue.beside + beside > BESIDE_BOUND;
            if queue.bytes < QUEUE_BOUND && !beside_full {
                return Ok(queue);
            }
            if never_wait {
                let held = queue.bytes as u64 + queue.beside + beside;
                return if held <= UI_BOUND { Ok(queue) } else { Err(SendError::Stalled) };
            }
            let start = *since.get_or_insert_with(Instant::now);
            if queue.progress != seen {
                seen = queue.progress;
                since = None;
                continue;
            }
            let Some(left) = self.patience.checked_sub(start.elapsed()) else {
                return Err(SendError::Stalled);
            };
            queue = self.room.wait_timeout(queue, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Writes as much as the page takes now; the flusher gets the rest.
    fn flush(self: &Arc<Self>, queue: &mut MutexGuard<'_, Queue>) {
        match queue.write(&self.socket) {
            Ok(()) if queue.chunks.is_empty() => {}
            Ok(()) if queue.flusher => self.work.notify_one(),
            Ok(()) => {
                queue.flusher = true;
                let writer = Arc::clone(self);
                if let Err(error) =
                    thread::Builder::new().name("link-flusher".into()).spawn(move || writer.run())
                {
                    log::error!("cannot start a thread for a slow page; its link ends: {error}");
                    queue.close();
                    sys::shutdown(self.socket.as_fd());
                }
            }
            Err(error) => {
                log::debug!("a page's link broke: {error}");
                queue.close();
                sys::shutdown(self.socket.as_fd());
                self.room.notify_all();
            }
        }
    }

    /// The flusher: waits for the socket so that senders need not. Lives as long as the link once it was needed.
    fn run(&self) {
        let mut queue = self.lock();
        loop {
            while queue.chunks.is_empty() && !queue.closed {
                queue = self.work.wait(queue).unwrap_or_else(PoisonError::into_inner);
            }
            if queue.closed {
                return;
            }
            drop(queue);
            sys::wait_writable(self.socket.as_fd(), Duration::from_secs(1));
            queue = self.lock();
            if queue.write(&self.socket).is_err() {
                queue.close();
                sys::shutdown(self.socket.as_fd());
            }
            self.room.notify_all();
        }
    }
}

impl Queue {
    fn push(&mut self, chunk: Chunk) {
        self.bytes += chunk.head.len() + chunk.body.len();
        let small = chunk.head.len() + chunk.body.len() <= COALESCE / 8;
        if let Some(last) = self.chunks.back_mut()
            && small
            && chunk.fd.is_none()
            && last.fd.is_none()
            && last.body.is_empty()
            && last.head.len() < COALESCE
        {
            last.head.extend_from_slice(&chunk.head);
            last.head.extend_from_slice(&chunk.body);
        } else {
            self.chunks.push_back(chunk);
        }
    }

    /// Writes until the queue is empty or the page takes no more for now.
    fn write(&mut self, socket: &OwnedFd) -> io::Result<()> {
        while let Some(chunk) = self.chunks.front_mut() {
            let parts = [IoSlice::new(&chunk.head[chunk.at..]), IoSlice::new(&chunk.body)];
            let sent = match sys::send(socket.as_fd(), &parts, chunk.fd.as_ref().map(AsFd::as_fd)) {
                Ok(sent) => sent,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(()),
                // Too many descriptors on their way: the page must take some first.
                Err(error) if error.raw_os_error() == Some(libc::ETOOMANYREFS) => return Ok(()),
                Err(error) => return Err(error),
            };
            chunk.fd = None;
            let of_head = sent.min(chunk.head.len() - chunk.at);
            chunk.at += of_head;
            chunk.body.advance(sent - of_head);
            let done = chunk.at == chunk.head.len() && chunk.body.is_empty();
            self.bytes -= sent;
            self.progress += 1;
            if done {
                self.chunks.pop_front();
            }
        }
        Ok(())
    }

    fn close(&mut self) {
        self.closed = true;
        self.chunks.clear();
        self.bytes = 0;
        self.beside = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dormer_runtime::wire::Body;
    use std::io::Read;
    use std::os::unix::net::UnixStream;

    fn pair(patience: Duration) -> (Arc<Writer>, UnixStream) {
        let (here, there) = UnixStream::pair().unwrap();
        (Writer::new(Arc::new(here.into()), patience), there)
    }

    fn message(index: u32, size: usize) -> ToPage {
        ToPage::Message { callback: 1, index, body: Body::raw(vec![index as u8; size]) }
    }

    #[test]
    fn order_and_content_survive_a_slow_reader() {
        let (writer, mut page) = pair(Duration::from_secs(30));
        let sender = thread::spawn(move || {
            for index in 0..2_000 {
                writer.send(&message(index, 20_000), false).unwrap();
            }
            writer
        });
        let mut frame = vec![0; 16 + 20_000];
        for index in 0..2_000u32 {
            page.read_exact(&mut frame).unwrap();
            assert_eq!(frame[12..16], index.to_le_bytes());
            assert!(frame[16..].iter().all(|byte| *byte == index as u8));
        }
        drop(sender.join().unwrap());
    }

    #[test]
    fn the_queue_is_bounded_and_a_stopped_page_is_an_error() {
        let (writer, _page) = pair(Duration::from_millis(50));
        let mut sent = 0;
        let error = loop {
            match writer.send(&message(0, 60_000), false) {
                Ok(()) => sent += 60_016,
                Err(error) => break error,
            }
        };
        assert_eq!(error, SendError::Stalled);
        assert!((QUEUE_BOUND..QUEUE_BOUND + (1 << 20)).contains(&sent), "{sent}");
    }

    #[test]
    fn bodies_beside_frames_wait_for_credit() {
        let (writer, _page) = pair(Duration::from_millis(50));
        let big = message(0, 40 << 20);
        writer.send(&big, false).unwrap();
        assert_eq!(writer.send(&big, false), Err(SendError::Stalled));
        writer.consumed(40 << 20);
        writer.send(&message(0, 100 << 20), false).expect("a lone body may exceed the bound");
    }

    #[test]
    fn closing_wakes_a_waiting_sender() {
        let (writer, _page) = pair(Duration::from_secs(60));
        while writer.send(&message(0, 60_000), true).is_ok() && writer.lock().bytes < QUEUE_BOUND {}
        let closer = Arc::clone(&writer);
        let waiting = thread::spawn(move || writer.send(&message(0, 1), false));
        closer.close();
        assert_eq!(waiting.join().unwrap(), Err(SendError::Closed));
    }
}
