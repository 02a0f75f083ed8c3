//! Whole files, read and written at once.

use std::io::{Read, Write};

use dormer::Manager;
use dormer::command;
use dormer::ipc::{InvokeBody, Request, Response};
use dormer::path::BaseDirectory;
use percent_encoding::percent_decode_str;
use serde::Deserialize;

use super::options::BaseOptions;
use crate::call_scopes::CallScopes;
use crate::{Error, Fs, OpenOptions, Result, SafeFilePath};

fn read_whole(scopes: &CallScopes, path: SafeFilePath, options: Option<BaseOptions>) -> Result<Response> {
    const ACTION: &str = "open file at path:";
    let path = scopes.resolve(path, BaseOptions::of(options))?;
    let mut file = scopes.open(&path, OpenOptions::new().read(true), ACTION)?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(Error::io("read file at path:", &path))?;
    Ok(Response::new(bytes))
}

#[command(async)]
pub(super) fn read_file(
    scopes: CallScopes,
    path: SafeFilePath,
    options: Option<BaseOptions>,
) -> Result<Response> {
    read_whole(&scopes, path, options)
}

/// Bytes too: the page decodes them.
#[command(async)]
pub(super) fn read_text_file(
    scopes: CallScopes,
    path: SafeFilePath,
    options: Option<BaseOptions>,
) -> Result<Response> {
    read_whole(&scopes, path, options)
}

/// Options of `write_file` and `write_text_file`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct WriteOptions {
    base_dir: Option<BaseDirectory>,
    append: bool,
    create: bool,
    create_new: bool,
    mode: Option<u32>,
    /// Put a whole new file in place of the old one.
    atomic: Option<bool>,
}

impl Default for WriteOptions {
    fn default() -> Self {
        Self { base_dir: None, append: false, create: true, create_new: false, mode: None, atomic: None }
    }
}

#[command(async)]
pub(super) fn write_file(scopes: CallScopes, request: Request<'_>) -> Result<()> {
    write_whole(&scopes, &request)
}

#[command(async)]
pub(super) fn write_text_file(scopes: CallScopes, request: Request<'_>) -> Result<()> {
    write_whole(&scopes, &request)
}

/// The bytes are the body; path and options are headers.
fn write_whole(scopes: &CallScopes, request: &Request<'_>) -> Result<()> {
    let numbers: Vec<u8>;
    let bytes: &[u8] = match request.body() {
        InvokeBody::Raw(bytes) => bytes,
        InvokeBody::Json(value) => {
            numbers = Vec::deserialize(value)
                .map_err(|error| Error::options(format!("unexpected body, bytes are expected: {error}")))?;
            &numbers
        }
    };
    let (path, options) = headers(request)?;
    let path = scopes.resolve(path, options.base_dir)?;
    let atomic = options.atomic.unwrap_or_else(|| scopes.webview().state::<Fs>().config().atomic_writes);
    if atomic && !options.append && !options.create_new {
        return write_atomic(scopes, &path, bytes, &options);
    }
    let mut how = OpenOptions::new();
    how.create(options.create).create_new(options.create_new);
    if options.append {
        how.append(true);
    } else {
        how.write(true).truncate(true);
    }
    if let Some(mode) = options.mode {
        how.mode(mode & 0o777);
    }
    let mut file = scopes.open(&path, &how, "open file at path:")?;
    file.write_all(bytes).map_err(Error::io("write bytes to file at path:", &path))
}

fn write_atomic(
    scopes: &CallScopes,
    path: &std::path::Path,
    bytes: &[u8],
    options: &WriteOptions,
) -> Result<()> {
    const ACTION: &str = "replace file at path:";
    let place = scopes.final_place(path, ACTION)?;
    if !options.create {
        std::fs::symlink_metadata(place.path()).map_err(Error::io(ACTION, path))?;
    }
    let mode = options.mode.map(|mode| mode & 0o777);
    crate::atomic::replace(&place, bytes, mode).map_err(Error::io(ACTION, path))
}

fn headers(request: &Request<'_>) -> Result<(SafeFilePath, WriteOptions)> {
    let path = request.headers().get("path").ok_or_else(|| Error::options("missing file path"))?;
    let path = percent_decode_str(path.to_str().map_err(Error::options)?)
        .decode_utf8()
        .map_err(|error| Error::options(format!("path is not valid UTF-8: {error}")))?;
    let options = match request.headers().get("options") {
        None => WriteOptions::default(),
        Some(text) => match text.to_str().map_err(Error::options)? {
            "" | "undefined" | "null" => WriteOptions::default(),
            text => serde_json::from_str(text)
                .map_err(|error| Error::options(format!("invalid options: {error}")))?,
        },
    };
    Ok((path.parse()?, options))
}
