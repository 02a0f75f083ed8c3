//! Open files and lines.

use bytes::Bytes;
use serde_json::{Value, json};

use crate::fixture::Fixture;

/// The answer of `read`: what was read, and the count.
fn read(fixture: &Fixture, rid: &Value, len: u64) -> (Vec<u8>, u64) {
    let mut bytes = fixture.bytes("read", json!({ "rid": rid, "len": len })).unwrap();
    let count = u64::from_be_bytes(bytes.split_off(bytes.len() - 8).try_into().unwrap());
    assert_eq!(count, bytes.len() as u64);
    (bytes, count)
}

#[test]
fn a_file_is_read_written_and_closed_by_its_number() {
    let fixture = Fixture::new();
    let path = fixture.folder.path("in/a");
    let options =
        json!({ "read": true, "write": true, "createNew": true, "mode": 0o600, "customFlags": 1024 });
    let rid = fixture.json("open", json!({ "path": path, "options": options })).unwrap();
    assert!(rid.as_u64().unwrap() > 0);
    assert_eq!(fixture.json("write", json!({ "rid": rid, "data": [97, 98, 99, 100] })).unwrap(), 4);
    let page = fixture.page("main");
    let text = json!({ "rid": rid, "data": { "__DORMER_BYTES__": 0 } }).to_string();
    let call = page.call_with_blobs("plugin:fs|write", &text, vec![Bytes::from(vec![b'x'; 100_000])]);
    assert_eq!(page.reply(call).unwrap().bytes()[..], *b"100000");
    let seek = |offset: i64, whence: u8| {
        fixture.json("seek", json!({ "rid": rid, "offset": offset, "whence": whence }))
    };
    assert_eq!(seek(1, 0).unwrap(), 1);
    assert_eq!(read(&fixture, &rid, 3), (b"bcd".to_vec(), 3));
    assert_eq!(seek(-2, 2).unwrap(), 100_002);
    assert_eq!(read(&fixture, &rid, 1 << 40), (b"xx".to_vec(), 2));
    assert_eq!(read(&fixture, &rid, 10).1, 0, "the end of the file");
    assert_eq!(seek(-1, 1).unwrap(), 100_003);
    assert!(seek(-1, 0).unwrap_err().contains("before the start"));
    assert!(seek(0, 3).unwrap_err().contains("invalid seek mode 3"));
    fixture.json("ftruncate", json!({ "rid": rid, "len": 2 })).unwrap();
    assert_eq!(fixture.json("fstat", json!({ "rid": rid })).unwrap()["size"], 2);
    fixture.json("ftruncate", json!({ "rid": rid })).unwrap();
    assert_eq!(fixture.json("fstat", json!({ "rid": rid })).unwrap()["size"], 0);
    page.invoke("plugin:resources|close", &json!({ "rid": rid }).to_string()).unwrap();
    let error = fixture.bytes("read", json!({ "rid": rid, "len": 1 })).unwrap_err();
    assert!(error.contains("invalid"), "{error}");
    let again =
        fixture.json("open", json!({ "path": path, "options": { "write": true, "createNew": true } }));
    assert!(again.unwrap_err().contains("failed to open file at path:"));
}

#[test]
fn ways_to_open() {
    let fixture = Fixture::new();
    let path = fixture.folder.file("in/a", "abc");
    let open = |options: Value| fixture.json("open", json!({ "path": path, "options": options }));
    let rid = open(Value::Null).unwrap();
    assert!(fixture.json("write", json!({ "rid": rid, "data": [1] })).is_err(), "without options: read only");
    let rid = open(json!({ "append": true })).unwrap();
    fixture.json("write", json!({ "rid": rid, "data": [100] })).unwrap();
    assert_eq!(fixture.folder.read("in/a"), "abcd");
    let rid = open(json!({ "write": true, "truncate": true })).unwrap();
    assert_eq!(read(&fixture, &rid, 5).1, 0);
    let rid = fixture.json("create", json!({ "path": fixture.folder.path("in/new") })).unwrap();
    fixture.json("write", json!({ "rid": rid, "data": [101] })).unwrap();
    assert!(fixture.bytes("read", json!({ "rid": rid, "len": 1 })).is_err(), "`create` is write only");
    assert_eq!(fixture.folder.read("in/new"), "e");
    assert!(open(json!({ "read": false })).is_err());
}

#[test]
fn handles_end_with_their_document() {
    let fixture = Fixture::new();
    let path = fixture.folder.file("in/a", "abc");
    let rid = fixture.json("open", json!({ "path": path })).unwrap();
    fixture.control.navigate(fixture.ids("main").1, "dormer://localhost/again");
    assert!(fixture.json("fstat", json!({ "rid": rid })).unwrap_err().contains("invalid"));
}

#[test]
fn lines_come_one_by_one() {
    let fixture = Fixture::new();
    let wide: Vec<u8> = "ä\r\nb".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (bytes, encoding, expected) in [
        (b"a\r\n\nb".to_vec(), "utf-8", vec![b"a\0".to_vec(), b"\0".to_vec(), b"b\0".to_vec()]),
        (wide, "utf-16le", vec![b"\xe4\0\0".to_vec(), b"b\0\0".to_vec()]),
        (Vec::new(), "utf-8", vec![]),
    ] {
        let path = fixture.folder.file("in/text", bytes);
        let options = json!({ "encoding": encoding });
        let rid = fixture.json("read_text_file_lines", json!({ "path": path, "options": options })).unwrap();
        let next = || fixture.bytes("read_text_file_lines_next", json!({ "rid": rid }));
        for line in expected {
            assert_eq!(next().unwrap(), line, "{encoding}");
        }
        assert_eq!(next().unwrap(), [1], "the end");
        assert!(next().unwrap_err().contains("invalid"), "it is closed at the end");
    }
    let directory =
        fixture.json("read_text_file_lines", json!({ "path": fixture.folder.path("in") })).unwrap();
    let next = || fixture.bytes("read_text_file_lines_next", json!({ "rid": directory })).unwrap_err();
    assert!(next().contains("failed to read a line"));
    assert!(next().contains("invalid"), "an error closes it");
}
