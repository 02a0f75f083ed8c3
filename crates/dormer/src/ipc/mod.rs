//! Calls between the page and the core: commands, their arguments and answers, channels.
//!
//! Lives here: what commands are made of. Not here: how calls travel (`dormer-runtime`), which page made them
//! (`page`).
//!
//! ```
//! use dormer::ipc::{Channel, InvokeResponseBody, IpcResponse, Response};
//! let numbers = Channel::<u32>::new(|body| {
//!     assert!(matches!(body, InvokeResponseBody::Json(text) if text == "7"));
//!     Ok(())
//! });
//! numbers.send(7)?;
//! assert!(matches!(Response::new(vec![1, 2]).body()?, InvokeResponseBody::Raw(_)));
//! # Ok::<(), dormer::Error>(())
//! ```

mod arguments;
mod blobs;
mod body;
mod channel;
mod command;
mod invoke;
#[doc(hidden)]
pub mod private;
mod request;
mod resolver;
mod scope;

pub(crate) use arguments::Arguments;
pub use body::{InvokeBody, InvokeResponseBody, IpcResponse, Response};
pub(crate) use channel::ChannelTable;
pub use channel::{Channel, JavaScriptChannelId};
pub use command::{Command, CommandArg, CommandFn, CommandItem, CommandKind, handler};
pub use invoke::{Invoke, InvokeError, InvokeMessage, Origin, ResolvedCommand};
pub use request::Request;
pub use resolver::InvokeResolver;
pub use scope::{CommandScope, GlobalScope, ScopeLists, ScopeObject, ScopeObjectMatch, ScopeValue};
