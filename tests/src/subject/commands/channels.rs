//! Commands that send through channels.

use std::thread;

use dormer::ipc::{Channel, JavaScriptChannelId, Response};
use dormer::{Webview, command};
use serde::{Deserialize, Serialize};

use super::answers::pattern;
use crate::gates;

#[command]
pub(crate) fn channel_numbers(channel: Channel<u32>, count: u32) -> dormer::Result<()> {
    (0..count).try_for_each(|number| channel.send(number))
}

/// Each thread sends its number and a running number.
#[command]
pub(crate) async fn channel_threads(channel: Channel<(u32, u32)>, threads: u32, each: u32) {
    for thread in 0..threads {
        let channel = channel.clone();
        thread::spawn(move || {
            for number in 0..each {
                if let Err(error) = channel.send((thread, number)) {
                    eprintln!("thread {thread}, number {number}: {error}");
                }
            }
        });
    }
}

#[command]
pub(crate) fn channel_raw(channel: Channel<Response>, sizes: Vec<usize>) -> dormer::Result<()> {
    sizes.into_iter().try_for_each(|size| channel.send(Response::new(pattern(size))))
}

/// Sends texts as they are, valid JSON or not.
#[command]
pub(crate) fn channel_text(channel: Channel<Response>, texts: Vec<String>) -> dormer::Result<()> {
    texts.into_iter().try_for_each(|text| channel.send(Response::new(text)))
}

/// Returns at once; a thread sends when the gate is open.
#[command]
pub(crate) fn channel_later(channel: Channel<String>, gate: String) {
    thread::spawn(move || {
        if gates::pass(&gate)
            && let Err(error) = channel.send("later".into())
        {
            eprintln!("gate {gate}: {error}");
        }
    });
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Job {
    title: String,
    on_progress: JavaScriptChannelId,
}

#[command]
pub(crate) fn channel_nested(webview: Webview, jobs: Vec<Job>) -> dormer::Result<()> {
    for job in jobs {
        job.on_progress.channel_on::<String>(webview.clone()).send(job.title)?;
    }
    Ok(())
}

#[command]
pub(crate) fn channel_two(left: Channel<u32>, right: Channel<String>, count: u32) -> dormer::Result<()> {
    (0..count).try_for_each(|number| {
        left.send(number)?;
        right.send(number.to_string())
    })
}

/// Two Rust channels of one callback: their messages share one numbering.
#[command]
pub(crate) fn channel_same(webview: Webview, channel: JavaScriptChannelId) -> dormer::Result<()> {
    let (one, other) = (channel.channel_on::<u32>(webview.clone()), channel.channel_on::<u32>(webview));
    one.send(1)?;
    other.send(2)?;
    drop(one);
    other.send(3)
}

#[command]
pub(crate) fn channel_dropped(channel: Channel<()>) {
    drop(channel);
}

#[derive(Serialize)]
pub(crate) struct Named {
    channel: Channel<()>,
}

/// How a channel looks when Rust serializes it.
#[command]
pub(crate) fn channel_text_of(channel: Channel<()>) -> Named {
    Named { channel }
}
