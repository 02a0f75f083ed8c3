//! Commands on open files. They were judged when they were opened.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use dormer::ipc::Response;
use dormer::{Manager, Resource, ResourceId, Webview, command};

use super::data::Data;
use crate::file_info::FileInfo;
use crate::{Error, Result};

/// Bytes that one `read` gives at most when the size of the file is not known.
const MOST: u64 = 64 << 20;

/// Bytes that one `read` may always ask for.
const LEAST: u64 = 64 << 10;

/// An open file.
pub(super) struct FileHandle(Mutex<File>);

impl Resource for FileHandle {}

impl FileHandle {
    pub(super) fn new(file: File) -> Self {
        Self(Mutex::new(file))
    }

    fn lock(&self) -> MutexGuard<'_, File> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The table is free again when this returns.
fn handle(webview: &Webview, rid: ResourceId) -> Result<Arc<FileHandle>> {
    Ok(webview.resources_table().get(rid)?)
}

/// The bytes read, then their count in eight bytes, the highest first. No bytes: the end of the file.
#[command(async)]
pub(super) fn read(webview: Webview, rid: ResourceId, len: u64) -> Result<Response> {
    let handle = handle(&webview, rid)?;
    let mut file = handle.lock();
    let bytes = read_some(&mut file, len).map_err(Error::handle("read from the file"))?;
    Ok(Response::new(bytes))
}

fn read_some(file: &mut File, len: u64) -> std::io::Result<Vec<u8>> {
    let metadata = file.metadata()?;
    let limit = match metadata.is_file() && metadata.len() > 0 {
        true => metadata.len().saturating_sub(file.stream_position()?).max(LEAST),
        // Also files of /proc, which say that they are empty.
        false => MOST,
    };
    let wanted = usize::try_from(len.min(limit)).unwrap_or(usize::MAX);
    let mut bytes = Vec::with_capacity(wanted + 8);
    bytes.resize(wanted, 0);
    let count = loop {
        match file.read(&mut bytes) {
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            outcome => break outcome?,
        }
    };
    bytes.truncate(count);
    bytes.extend_from_slice(&(count as u64).to_be_bytes());
    Ok(bytes)
}

/// Writes everything: clients do not look at the count.
#[command(async)]
pub(super) fn write(webview: Webview, rid: ResourceId, data: Data) -> Result<usize> {
    let handle = handle(&webview, rid)?;
    let mut file = handle.lock();
    file.write_all(&data.0).map_err(Error::handle("write to the file"))?;
    Ok(data.0.len())
}

#[command(async)]
pub(super) fn seek(webview: Webview, rid: ResourceId, offset: i64, whence: u16) -> Result<u64> {
    let to = match whence {
        0 => SeekFrom::Start(
            u64::try_from(offset)
                .map_err(|_| Error::options(format!("cannot seek to {offset}, before the start")))?,
        ),
        1 => SeekFrom::Current(offset),
        2 => SeekFrom::End(offset),
        other => return Err(Error::options(format!("invalid seek mode {other}: it is 0, 1 or 2"))),
    };
    let handle = handle(&webview, rid)?;
    let position = handle.lock().seek(to);
    position.map_err(Error::handle("seek in the file"))
}

#[command(async)]
pub(super) fn fstat(webview: Webview, rid: ResourceId) -> Result<FileInfo> {
    let handle = handle(&webview, rid)?;
    let metadata = handle.lock().metadata().map_err(Error::handle("get metadata of the file"))?;
    Ok(FileInfo::from(&metadata))
}

#[command(async)]
pub(super) fn ftruncate(webview: Webview, rid: ResourceId, len: Option<u64>) -> Result<()> {
    let handle = handle(&webview, rid)?;
    let outcome = handle.lock().set_len(len.unwrap_or_default());
    outcome.map_err(Error::handle("truncate the file"))
}
