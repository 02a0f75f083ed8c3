//! Channels: many messages to one callback of a page.

use std::collections::HashMap;
use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use dormer_runtime::wire::ToPage;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{CommandArg, CommandItem, InvokeError, InvokeResponseBody, IpcResponse};
use crate::Webview;
use crate::page::PageSession;

const PREFIX: &str = "__CHANNEL__:";

/// Sends messages to a callback of the page, in order. Clones share the channel; the page learns of the end when the
/// last one is dropped.
pub struct Channel<T = InvokeResponseBody> {
    inner: Arc<Inner>,
    message: PhantomData<fn(T)>,
}

struct Inner {
    id: u32,
    to: Receiver,
}

enum Receiver {
    Page {
        page: Weak<PageSession>,
        /// How many messages were sent. Held while one is sent, so that numbers and places agree.
        sent: Mutex<u32>,
    },
    Function(Box<dyn Fn(InvokeResponseBody) -> crate::Result<()> + Send + Sync>),
}

impl<T> Channel<T> {
    /// A channel without a page: messages go to the function.
    pub fn new<F>(on_message: F) -> Self
    where
        F: Fn(InvokeResponseBody) -> crate::Result<()> + Send + Sync + 'static,
    {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let id = NEXT.fetch_add(1, Ordering::Relaxed);
        Self::from_inner(Arc::new(Inner { id, to: Receiver::Function(Box::new(on_message)) }))
    }

    fn from_inner(inner: Arc<Inner>) -> Self {
        Self { inner, message: PhantomData }
    }

    /// The page's id of the callback.
    pub fn id(&self) -> u32 {
        self.inner.id
    }

    /// Sends a message. While the page is slow and its queue is full this blocks, except on the UI thread.
    ///
    /// # Errors
    /// The page is gone or has stopped reading, or the message cannot be serialized. Nothing was sent then.
    pub fn send(&self, message: T) -> crate::Result<()>
    where
        T: IpcResponse,
    {
        self.inner.send(message.body()?)
    }
}

impl Inner {
    fn send(&self, body: InvokeResponseBody) -> crate::Result<()> {
        match &self.to {
            Receiver::Function(function) => function(body),
            Receiver::Page { page, sent } => {
                let page = page.upgrade().ok_or(dormer_runtime::SendError::Closed)?;
                let mut sent = sent.lock().unwrap_or_else(PoisonError::into_inner);
                page.send(ToPage::Message { callback: self.id, index: *sent, body: body.into_wire() })?;
                *sent += 1;
                Ok(())
            }
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        if let Receiver::Page { page, sent } = &mut self.to
            && let Some(page) = page.upgrade()
        {
            let index = *sent.get_mut().unwrap_or_else(PoisonError::into_inner);
            // The page may be gone by now; then nobody waits for the end.
            if page.send(ToPage::End { callback: self.id, index }).is_err() {
                log::debug!("a channel's page ended before the channel");
            }
        }
    }
}

impl<T> Clone for Channel<T> {
    fn clone(&self) -> Self {
        Self::from_inner(Arc::clone(&self.inner))
    }
}

impl<T> fmt::Debug for Channel<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Channel").field(&self.inner.id).finish()
    }
}

impl<T> Serialize for Channel<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{PREFIX}{}", self.inner.id))
    }
}

impl<'a, T> CommandArg<'a> for Channel<T> {
    fn from_command(command: CommandItem<'a>) -> Result<Self, InvokeError> {
        let value: String = CommandArg::from_command(command)?;
        let id: JavaScriptChannelId = value.parse().map_err(|_| {
            InvokeError::from(format!(
                "invalid channel value `{value}` for `{}` of command `{}`, expected a string in the `{PREFIX}ID` format",
                command.key, command.name
            ))
        })?;
        Ok(id.channel_on_page(&command.message.page))
    }
}

/// A channel's callback as it stands inside other arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct JavaScriptChannelId(u32);

/// A text that is no channel.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a channel in the `{PREFIX}ID` format")]
pub struct ChannelIdError;

impl FromStr for JavaScriptChannelId {
    type Err = ChannelIdError;

    fn from_str(text: &str) -> Result<Self, ChannelIdError> {
        text.strip_prefix(PREFIX).and_then(|id| id.parse().ok()).map(Self).ok_or(ChannelIdError)
    }
}

impl<'de> Deserialize<'de> for JavaScriptChannelId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|_| serde::de::Error::custom(format_args!("invalid channel value `{text}`")))
    }
}

impl JavaScriptChannelId {
    /// The channel to this callback in the current document of `webview`.
    pub fn channel_on<T>(&self, webview: Webview) -> Channel<T> {
        match webview.page() {
            Some(page) => self.channel_on_page(&page),
            None => Channel::from_inner(Arc::new(Inner {
                id: self.0,
                to: Receiver::Page { page: Weak::new(), sent: Mutex::new(0) },
            })),
        }
    }

    fn channel_on_page<T>(self, page: &Arc<PageSession>) -> Channel<T> {
        Channel::from_inner(page.channels().get(self.0, page))
    }
}

/// The channels of one document. One callback has one channel, so that its messages have one numbering.
#[derive(Default)]
pub(crate) struct ChannelTable(Mutex<HashMap<u32, Weak<Inner>>>);

impl ChannelTable {
    fn get(&self, id: u32, page: &Arc<PageSession>) -> Arc<Inner> {
        let mut table = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(alive) = table.get(&id).and_then(Weak::upgrade) {
            return alive;
        }
        if table.len() % 64 == 63 {
            table.retain(|_, channel| channel.strong_count() > 0);
        }
        let to = Receiver::Page { page: Arc::downgrade(page), sent: Mutex::new(0) };
        let inner = Arc::new(Inner { id, to });
        table.insert(id, Arc::downgrade(&inner));
        inner
    }

    /// How many are alive.
    pub(crate) fn count(&self) -> usize {
        let table = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        table.values().filter(|channel| channel.strong_count() > 0).count()
    }
}
