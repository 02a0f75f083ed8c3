//! Commands about parameters: names, types, borrowed text. Not here: bodies as a whole (`requests`).

use std::collections::BTreeMap;

use dormer::command;
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[command]
pub(crate) fn echo(value: Value) -> Value {
    value
}

#[command]
pub(crate) async fn echo_async(value: Value) -> Value {
    value
}

#[command]
pub(crate) fn camel(first_name: String, last_name_2: String) -> String {
    format!("{first_name} {last_name_2}")
}

#[command(rename_all = "snake_case")]
pub(crate) fn snake(first_name: String) -> String {
    first_name
}

#[command(rename = "given_name")]
pub(crate) fn original_name(value: u8) -> u8 {
    value
}

#[command]
pub(crate) fn optional(value: Option<u32>) -> String {
    value.map_or_else(|| "none".to_owned(), |value| format!("some {value}"))
}

#[command]
pub(crate) fn borrowed(text: &str) -> usize {
    text.chars().count()
}

#[command]
pub(crate) async fn borrowed_async(text: &str) -> Result<usize, String> {
    Ok(text.chars().count())
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Point {
    left_edge: i32,
    top_edge: f64,
}

#[command]
pub(crate) fn point(point: Point) -> Point {
    Point { left_edge: point.left_edge + 1, top_edge: point.top_edge / 2.0 }
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub(crate) enum Shape {
    Dot,
    Circle { radius: f64 },
}

#[command]
pub(crate) fn shape(shape: Shape) -> String {
    match shape {
        Shape::Dot => "dot".into(),
        Shape::Circle { radius } => format!("circle of {radius}"),
    }
}

#[command]
pub(crate) fn sum(values: Vec<i64>) -> i64 {
    values.iter().sum()
}

/// Bytes in all places where they can stand.
#[derive(Deserialize)]
pub(crate) struct Parcel {
    bytes: Vec<u8>,
    more: Option<Vec<u8>>,
    list: Vec<Vec<u8>>,
    table: BTreeMap<String, Vec<u8>>,
}

#[derive(Serialize)]
pub(crate) struct Sums {
    bytes: (usize, u64),
    more: Option<(usize, u64)>,
    list: Vec<(usize, u64)>,
    table: BTreeMap<String, (usize, u64)>,
}

#[command]
pub(crate) fn parcel(parcel: Parcel) -> Sums {
    let sum = |bytes: Vec<u8>| (bytes.len(), bytes.iter().map(|byte| u64::from(*byte)).sum());
    Sums {
        bytes: sum(parcel.bytes),
        more: parcel.more.map(sum),
        list: parcel.list.into_iter().map(sum).collect(),
        table: parcel.table.into_iter().map(|(name, bytes)| (name, sum(bytes))).collect(),
    }
}

#[command]
pub(crate) fn two(first: u8, second: u8) -> u8 {
    first + second
}

#[command]
pub(crate) fn unit(nothing: ()) -> ((), bool) {
    (nothing, true)
}

#[command]
pub(crate) fn date(when: String) -> String {
    when
}
