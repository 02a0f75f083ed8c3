//! Answers a call exactly once, whatever happens to the command.

use std::any::Any;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;

use dormer_runtime::SendError;
use dormer_runtime::wire::{Body, ToPage};

use super::{InvokeError, InvokeResponseBody, IpcResponse};
use crate::page::PageSession;

/// Answers one call. Dropping it unanswered rejects the call with a text that says so.
#[derive(Debug)]
pub struct InvokeResolver {
    page: Arc<PageSession>,
    call: u32,
    /// The full name, for texts.
    command: Arc<str>,
    answered: bool,
}

impl InvokeResolver {
    pub(crate) fn new(page: Arc<PageSession>, call: u32, command: &str) -> Self {
        page.call_started();
        Self { page, call, command: command.into(), answered: false }
    }

    /// Answers with a result.
    pub fn respond(self, result: Result<InvokeResponseBody, InvokeError>) {
        match result {
            Ok(body) => self.answer(Ok(body.into_wire())),
            Err(error) => self.invoke_error(error),
        }
    }

    /// Runs the future on the async runtime and answers with its output. A panic in it rejects the call.
    pub fn respond_async<F>(self, future: F)
    where
        F: Future<Output = Result<InvokeResponseBody, InvokeError>> + Send + 'static,
    {
        crate::async_runtime::spawn(async move {
            let mut future = pin!(future);
            let outcome =
                poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context))) {
                    Ok(poll) => poll.map(Ok),
                    Err(panic) => std::task::Poll::Ready(Err(panic)),
                })
                .await;
            match outcome {
                Ok(result) => self.respond(result),
                Err(panic) => {
                    let text = self.panic_text(panic.as_ref());
                    self.invoke_error(InvokeError::from(text));
                }
            }
        });
    }

    /// Answers with a value.
    pub fn resolve<T: IpcResponse>(self, value: T) {
        self.respond(value.body().map_err(InvokeError::from_error));
    }

    /// Rejects with a value.
    pub fn reject<T: serde::Serialize>(self, value: T) {
        self.invoke_error(InvokeError::from(value));
    }

    /// Rejects with an error.
    pub fn invoke_error(self, error: InvokeError) {
        self.answer(Err(Body::json(error.0.to_string())));
    }

    /// Rejects because no such command exists; the name in the text is the bare one.
    pub(crate) fn reject_unknown(self) {
        let bare = self.command.rsplit_once('|').map_or(&*self.command, |(_, bare)| bare).to_owned();
        self.reject(format!("Command {bare} not found"));
    }

    fn panic_text(&self, panic: &(dyn Any + Send)) -> String {
        let message = panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| panic.downcast_ref::<&'static str>().copied())
            .unwrap_or("no message");
        format!("command {} panicked: {message}", self.command)
    }

    fn answer(mut self, outcome: Result<Body, Body>) {
        self.answered = true;
        self.send(outcome);
    }

    fn send(&self, outcome: Result<Body, Body>) {
        match self.page.send(ToPage::reply(self.call, outcome)) {
            Ok(()) | Err(SendError::Closed) => {}
            Err(error @ (SendError::TooLong(_) | SendError::System(_))) => {
                let text = format!("the answer of command {} cannot be sent: {error}", self.command);
                let body = Body::json(serde_json::Value::String(text).to_string());
                if let Err(error) = self.page.send(ToPage::reply(self.call, Err(body))) {
                    log::error!("command {}: {error}", self.command);
                }
            }
            Err(error) => {
                // A page that takes nothing for so long cannot be answered any more: end its link, so that its
                // promises reject instead of hanging.
                log::error!(
                    "the answer of command {} cannot be sent, its page's link ends: {error}",
                    self.command
                );
                self.page.close();
            }
        }
    }
}

impl Drop for InvokeResolver {
    fn drop(&mut self) {
        if !self.answered {
            let why = if std::thread::panicking() { "panicked" } else { "ended without an answer" };
            let text = format!("command {} {why}", self.command);
            self.send(Err(Body::json(serde_json::Value::String(text).to_string())));
        }
        self.page.call_ended();
    }
}
