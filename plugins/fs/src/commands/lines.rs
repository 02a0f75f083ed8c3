//! Text files line by line.

use std::sync::Arc;

use dormer::ipc::Response;
use dormer::path::BaseDirectory;
use dormer::{Manager, ResourceId, Webview, command};
use serde::Deserialize;

use crate::call_scopes::CallScopes;
use crate::line_reader::{LineFeed, LineReader};
use crate::{Error, OpenOptions, Result, SafeFilePath};

/// Options of `read_text_file_lines`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct LineOptions {
    base_dir: Option<BaseDirectory>,
    encoding: Option<String>,
}

#[command(async)]
pub(super) fn read_text_file_lines(
    scopes: CallScopes,
    path: SafeFilePath,
    options: Option<LineOptions>,
) -> Result<ResourceId> {
    let options = options.unwrap_or_default();
    let path = scopes.resolve(path, options.base_dir)?;
    let file = scopes.open(&path, OpenOptions::new().read(true), "open file at path:")?;
    let lines = LineReader::new(file, LineFeed::of(options.encoding.as_deref()));
    Ok(scopes.webview().resources_table().add(lines))
}

/// A line and a 0, or at the end a 1 alone. At the end and after an error the reader is closed.
#[command(async)]
pub(super) fn read_text_file_lines_next(webview: Webview, rid: ResourceId) -> Result<Response> {
    // A statement of its own, so that the table is free while the file is read.
    let lines: Arc<LineReader> = webview.resources_table().get(rid)?;
    let line = lines.next();
    if !matches!(line, Ok(Some(_))) {
        // Another call may have closed it meanwhile.
        let _closed = webview.resources_table().take_any(rid).is_ok();
    }
    let bytes = match line.map_err(Error::handle("read a line of the file"))? {
        Some(mut line) => {
            line.push(0);
            line
        }
        None => vec![1],
    };
    Ok(Response::new(bytes))
}
