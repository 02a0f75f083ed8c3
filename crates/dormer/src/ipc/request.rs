//! The call itself as a command parameter.

use http::HeaderMap;

use super::{CommandArg, CommandItem, InvokeBody, InvokeError};

/// Body and headers of the call, for commands that take them as they are.
#[derive(Debug)]
pub struct Request<'a> {
    body: &'a InvokeBody,
    headers: &'a HeaderMap,
}

impl<'a> Request<'a> {
    /// The arguments.
    pub fn body(&self) -> &'a InvokeBody {
        self.body
    }

    /// The headers that the page gave in `options.headers`.
    pub fn headers(&self) -> &'a HeaderMap {
        self.headers
    }
}

impl<'a> CommandArg<'a> for Request<'a> {
    fn from_command(command: CommandItem<'a>) -> Result<Self, InvokeError> {
        Ok(Self { body: command.message.payload(), headers: command.message.headers() })
    }
}
