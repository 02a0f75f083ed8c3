//! Access to files of other programs on iOS. Elsewhere nothing needs to be started or stopped.

use dormer::command;

use crate::{Result, SafeFilePath};

/// Nothing to do on desktops.
#[command(async)]
pub(super) fn start_accessing_security_scoped_resource(path: SafeFilePath) -> Result<()> {
    drop(path);
    Ok(())
}

/// Nothing to do on desktops.
#[command(async)]
pub(super) fn stop_accessing_security_scoped_resource(path: SafeFilePath) -> Result<()> {
    drop(path);
    Ok(())
}
