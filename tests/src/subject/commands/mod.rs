//! The commands that pages call, by topic. Not here: the runner's own, the scenes.

pub(crate) mod answers;
pub(crate) mod arguments;
pub(crate) mod channels;
pub(crate) mod events;
pub(crate) mod files;
pub(crate) mod order;
pub(crate) mod requests;

use dormer::{Builder, generate_handler};

use crate::{runner, scenes};

/// Adds all commands, and the state that some of them take.
pub(crate) fn add(builder: Builder) -> Builder {
    builder.manage(answers::Counter::default()).invoke_handler(generate_handler![
        runner::cases_wanted,
        runner::case_done,
        runner::cases_done,
        runner::carrier,
        scenes::say,
        answers::nothing,
        answers::number,
        answers::never_serializes,
        answers::result,
        answers::result_object,
        answers::core_error,
        answers::bytes_as_json,
        answers::bytes_raw,
        answers::json_text,
        answers::count,
        answers::count_unmanaged,
        answers::panics,
        answers::panics_async,
        answers::panics_in_task,
        answers::blocking,
        answers::with_parts,
        answers::resource_open,
        answers::resource_closed,
        arguments::echo,
        arguments::echo_async,
        arguments::camel,
        arguments::snake,
        arguments::original_name,
        arguments::optional,
        arguments::borrowed,
        arguments::borrowed_async,
        arguments::point,
        arguments::shape,
        arguments::sum,
        arguments::parcel,
        arguments::two,
        arguments::unit,
        arguments::date,
        channels::channel_numbers,
        channels::channel_threads,
        channels::channel_raw,
        channels::channel_text,
        channels::channel_later,
        channels::channel_nested,
        channels::channel_two,
        channels::channel_same,
        channels::channel_dropped,
        channels::channel_text_of,
        events::event_emit,
        events::event_emit_to,
        events::event_emit_filter,
        events::event_emit_text,
        events::event_burst,
        events::event_listen,
        events::event_heard,
        events::event_reply,
        files::put,
        files::link,
        files::text_of,
        files::grant,
        files::opened,
        order::append,
        order::append_async,
        order::taken,
        order::wait_for_gate,
        order::wait_for_gate_async,
        order::open_gate,
        requests::raw_echo,
        requests::raw_echo_async,
        requests::body_kind,
        requests::header_values,
        requests::diagnostics,
        requests::last_byte,
        requests::zeros,
    ])
}
