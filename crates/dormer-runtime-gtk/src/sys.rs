//! The few system calls of the link: sockets that pass descriptors, sealed memory files. Not here: what is sent.

use std::io::{self, IoSlice};
use std::mem::{self, MaybeUninit};
use std::os::fd::{AsRawFd, BorrowedFd, FromRawFd, OwnedFd};
use std::time::{Duration, Instant};

const FDS_PER_READ: usize = 32;

#[repr(C, align(8))]
struct Control([u8; 256]);

/// Receives into uninitialized memory; with `wait` not before there is something. Returns how many bytes were written (0
/// is the end) and appends the descriptors that came along.
pub(crate) fn receive(
    socket: BorrowedFd<'_>,
    into: &mut [MaybeUninit<u8>],
    fds: &mut impl Extend<OwnedFd>,
    wait: bool,
) -> io::Result<usize> {
    let flags = libc::MSG_CMSG_CLOEXEC | if wait { 0 } else { libc::MSG_DONTWAIT };
    let mut part = libc::iovec { iov_base: into.as_mut_ptr().cast(), iov_len: into.len() };
    let mut control = Control([0; 256]);
    // SAFETY: all-zero is a valid msghdr; the pointers set below outlive the call.
    let mut message: libc::msghdr = unsafe { mem::zeroed() };
    message.msg_iov = &raw mut part;
    message.msg_iovlen = 1;
    message.msg_control = (&raw mut control).cast();
    message.msg_controllen =
        // SAFETY: CMSG_SPACE only computes a size.
        unsafe { libc::CMSG_SPACE((FDS_PER_READ * mem::size_of::<libc::c_int>()) as u32) } as usize;
    let received = loop {
        // SAFETY: `message` points to `into` and `control`, both alive and of the lengths given.
        let received = unsafe { libc::recvmsg(socket.as_raw_fd(), &raw mut message, flags) };
        if received >= 0 {
            break received as usize;
        }
        let error = io::Error::last_os_error();
        if error.kind() != io::ErrorKind::Interrupted {
            return Err(error);
        }
    };
    // SAFETY: `message` was filled by a successful recvmsg; the macros walk the control buffer that it describes.
    let mut head = unsafe { libc::CMSG_FIRSTHDR(&raw const message) };
    while !head.is_null() {
        // SAFETY: `head` is not null and lies in the control buffer; SCM_RIGHTS data is an array of descriptors that
        // the kernel made for this process, each taken over exactly once here.
        unsafe {
            if (*head).cmsg_level == libc::SOL_SOCKET && (*head).cmsg_type == libc::SCM_RIGHTS {
                let bytes = (*head).cmsg_len - libc::CMSG_LEN(0) as usize;
                let data = libc::CMSG_DATA(head).cast::<libc::c_int>();
                fds.extend(
                    (0..bytes / mem::size_of::<libc::c_int>())
                        .map(|at| OwnedFd::from_raw_fd(data.add(at).read_unaligned())),
                );
            }
            head = libc::CMSG_NXTHDR(&raw const message, head);
        }
    }
    Ok(received)
}

/// Sends without waiting; `fd` goes with the first byte. Returns how many bytes went.
pub(crate) fn send(
    socket: BorrowedFd<'_>,
    parts: &[IoSlice<'_>],
    fd: Option<BorrowedFd<'_>>,
) -> io::Result<usize> {
    let mut control = Control([0; 256]);
    // SAFETY: all-zero is a valid msghdr; the pointers set below outlive the call. IoSlice has the layout of iovec.
    let mut message: libc::msghdr = unsafe { mem::zeroed() };
    message.msg_iov = parts.as_ptr().cast_mut().cast();
    message.msg_iovlen = parts.len();
    if let Some(fd) = fd {
        message.msg_control = (&raw mut control).cast();
        // SAFETY: CMSG_SPACE and CMSG_LEN only compute sizes; the control buffer is larger than one header with one
        // descriptor and aligned for it.
        unsafe {
            message.msg_controllen = libc::CMSG_SPACE(mem::size_of::<libc::c_int>() as u32) as usize;
            let head = libc::CMSG_FIRSTHDR(&raw const message);
            (*head).cmsg_level = libc::SOL_SOCKET;
            (*head).cmsg_type = libc::SCM_RIGHTS;
            (*head).cmsg_len = libc::CMSG_LEN(mem::size_of::<libc::c_int>() as u32) as usize;
            libc::CMSG_DATA(head).cast::<libc::c_int>().write_unaligned(fd.as_raw_fd());
        }
    }
    loop {
        // SAFETY: `message` points to `parts` and `control`, both alive; sendmsg only reads them.
        let sent = unsafe {
            libc::sendmsg(socket.as_raw_fd(), &raw const message, libc::MSG_DONTWAIT | libc::MSG_NOSIGNAL)
        };
        if sent >= 0 {
            return Ok(sent as usize);
        }
        let error = io::Error::last_os_error();
        if error.kind() != io::ErrorKind::Interrupted {
            return Err(error);
        }
    }
}

/// Waits until the socket takes more, or has failed. False when the time was up.
pub(crate) fn wait_writable(socket: BorrowedFd<'_>, timeout: Duration) -> bool {
    let mut poll = libc::pollfd { fd: socket.as_raw_fd(), events: libc::POLLOUT, revents: 0 };
    let millis = libc::c_int::try_from(timeout.as_millis()).unwrap_or(libc::c_int::MAX);
    // SAFETY: one pollfd, alive for the call.
    unsafe { libc::poll(&raw mut poll, 1, millis) > 0 }
}

/// Ends the traffic both ways; the peer and a waiting reader see the end.
pub(crate) fn shutdown(socket: BorrowedFd<'_>) {
    // SAFETY: no memory is involved. It fails only when the peer is already gone, which is what is wanted.
    unsafe { libc::shutdown(socket.as_raw_fd(), libc::SHUT_RDWR) };
}

/// A shared memory file of a given content, filled while the other side already reads it.
///
/// It can never shrink, so that a reader cannot be cut off; what the other side writes into it is of no harm, because
/// readers copy the content out before they look at it. Once filled it is sealed altogether.
pub(crate) struct MemoryFile(std::fs::File);

impl MemoryFile {
    /// An empty one.
    pub(crate) fn new() -> io::Result<Self> {
        // SAFETY: the name is a C string; the call makes a new descriptor, which is taken over here.
        let file = unsafe {
            let fd = libc::memfd_create(c"dormer".as_ptr(), libc::MFD_CLOEXEC | libc::MFD_ALLOW_SEALING);
            if fd < 0 {
                return Err(io::Error::last_os_error());
            }
            Self(OwnedFd::from_raw_fd(fd).into())
        };
        file.seal(libc::F_SEAL_SHRINK)?;
        Ok(file)
    }

    /// A descriptor for the reader.
    pub(crate) fn share(&self) -> io::Result<OwnedFd> {
        Ok(self.0.try_clone()?.into())
    }

    /// Writes the whole content.
    pub(crate) fn fill(mut self, bytes: &[u8]) -> io::Result<()> {
        io::Write::write_all(&mut self.0, bytes)?;
        self.seal(libc::F_SEAL_GROW | libc::F_SEAL_WRITE | libc::F_SEAL_SEAL)
    }

    fn seal(&self, seals: libc::c_int) -> io::Result<()> {
        // SAFETY: no memory is involved.
        if unsafe { libc::fcntl(self.0.as_raw_fd(), libc::F_ADD_SEALS, seals) } < 0 {
            return Err(io::Error::last_os_error());
        }
        Ok(())
    }
}

/// The first `length` bytes of a memory file that may still be being filled, copied once into memory of our own.
///
/// # Errors
/// The file can shrink, or does not grow to that length in time.
pub(crate) fn read_memory_file(fd: BorrowedFd<'_>, length: usize, patience: Duration) -> io::Result<Vec<u8>> {
    // SAFETY: no memory is involved; on a descriptor without seals the call fails.
    let seals = unsafe { libc::fcntl(fd.as_raw_fd(), libc::F_GET_SEALS) };
    if seals < 0 || seals & libc::F_SEAL_SHRINK == 0 {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "the shared memory is not sealed"));
    }
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(length).map_err(|_| io::ErrorKind::OutOfMemory)?;
    expect_writes(bytes.spare_capacity_mut());
    let mut waiting = None;
    while bytes.len() < length {
        let at = bytes.len();
        let room = bytes.spare_capacity_mut();
        let want = room.len().min(length - at);
        // SAFETY: `room` is writable for `want` bytes; pread writes at most that many.
        let got = unsafe { libc::pread(fd.as_raw_fd(), room.as_mut_ptr().cast(), want, at as libc::off_t) };
        match got {
            0 => {
                let since = *waiting.get_or_insert_with(Instant::now);
                match since.elapsed() {
                    long if long > patience => return Err(io::ErrorKind::UnexpectedEof.into()),
                    short if short < Duration::from_millis(2) => std::thread::yield_now(),
                    _ => std::thread::sleep(Duration::from_micros(200)),
                }
            }
            got if got > 0 => {
                waiting = None;
                // SAFETY: pread has initialized `got` bytes after the first `at`.
                unsafe { bytes.set_len(at + got as usize) };
            }
            _ => {
                let error = io::Error::last_os_error();
                if error.kind() != io::ErrorKind::Interrupted {
                    return Err(error);
                }
            }
        }
    }
    Ok(bytes)
}

/// Page faults cost more than the copy: lets the system give large memory in large pages, where it has them.
fn expect_writes(memory: &mut [MaybeUninit<u8>]) {
    const PAGE: usize = 4096;
    if memory.len() < 4 << 20 {
        return;
    }
    let start = memory.as_mut_ptr() as usize;
    let from = start.next_multiple_of(PAGE);
    let range = (start + memory.len() - from) / PAGE * PAGE;
    // SAFETY: the range lies inside `memory`; the advice changes how it is backed, not what it holds.
    unsafe { libc::madvise(from as *mut libc::c_void, range, libc::MADV_HUGEPAGE) };
}

/// 32 hex digits of randomness.
pub(crate) fn random_hex() -> io::Result<String> {
    let mut bytes = [0u8; 16];
    // SAFETY: the buffer is writable for its length; up to 256 bytes come whole or not at all.
    let got = unsafe { libc::getrandom(bytes.as_mut_ptr().cast(), bytes.len(), 0) };
    if got != bytes.len() as isize {
        return Err(io::Error::last_os_error());
    }
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::fd::AsFd;
    use std::os::unix::net::UnixStream;

    fn filled(bytes: &[u8]) -> OwnedFd {
        let file = MemoryFile::new().unwrap();
        let shared = file.share().unwrap();
        file.fill(bytes).unwrap();
        shared
    }

    fn read(fd: impl AsFd, length: usize) -> io::Result<Vec<u8>> {
        read_memory_file(fd.as_fd(), length, Duration::from_millis(20))
    }

    #[test]
    fn descriptors_travel_with_bytes() {
        let (here, there) = UnixStream::pair().unwrap();
        let file = filled(b"beside");
        assert_eq!(
            send(here.as_fd(), &[IoSlice::new(b"head"), IoSlice::new(b"er")], Some(file.as_fd())).unwrap(),
            6
        );
        let (mut space, mut fds) = ([MaybeUninit::uninit(); 64], Vec::new());
        assert_eq!(receive(there.as_fd(), &mut space, &mut fds, true).unwrap(), 6);
        assert_eq!(read(fds.pop().unwrap(), 6).unwrap(), b"beside");
        let nothing = receive(there.as_fd(), &mut space, &mut fds, false).unwrap_err();
        assert_eq!(nothing.kind(), io::ErrorKind::WouldBlock);
        drop(here);
        assert_eq!(receive(there.as_fd(), &mut space, &mut fds, true).unwrap(), 0);
    }

    #[test]
    fn memory_files_are_checked() {
        let unsealed = std::fs::File::open("/proc/self/exe").unwrap();
        assert!(read(unsealed, 1).is_err());
        assert!(read(filled(b"short"), 6).is_err());
        assert!(std::fs::File::from(filled(b"sealed")).set_len(1).is_err());
    }

    #[test]
    fn a_reader_follows_the_writer() {
        let file = MemoryFile::new().unwrap();
        let shared = file.share().unwrap();
        let content: Vec<u8> = (0..9_000_000u32).map(|n| n as u8).collect();
        let length = content.len();
        let reader =
            std::thread::spawn(move || read_memory_file(shared.as_fd(), length, Duration::from_secs(30)));
        file.fill(&content).unwrap();
        assert!(reader.join().unwrap().unwrap() == content);
    }
}
