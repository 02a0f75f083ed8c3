//! Variables of the environment that make WebKit end the program when they are set and lead nowhere. Decided before GTK
//! starts. Not here: variables that choose a renderer (`renderer`).

use std::env;
use std::ffi::{CString, OsStr, OsString};
use std::os::linux::net::SocketAddrExt;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::net::{SocketAddr, UnixStream};
use std::path::Path;

const BUS: &str = "DBUS_SESSION_BUS_ADDRESS";
const RUNTIME_FOLDER: &str = "XDG_RUNTIME_DIR";

/// Unsets what leads nowhere, each with a line in the log: an absent variable is no harm, a wrong one ends the program.
pub(crate) fn mend() {
    unset_unless(RUNTIME_FOLDER, "no folder that this user can write to", |folder| {
        is_usable(Path::new(folder))
    });
    unset_unless(BUS, "no bus answers there", any_bus_answers);
}

fn unset_unless(name: &str, problem: &str, good: impl FnOnce(&OsStr) -> bool) {
    let Some(value) = env::var_os(name).filter(|value| !good(value)) else { return };
    log::warn!("{name}={}: {problem}; the program goes on without it", value.display());
    // SAFETY: called before GTK starts, and the backend is started before the program's own threads; a thread that
    // reads the environment at this very moment goes through std's lock or is the program's fault.
    unsafe { env::remove_var(name) };
}

fn is_usable(folder: &Path) -> bool {
    let Ok(path) = CString::new(folder.as_os_str().as_bytes()) else { return false };
    // SAFETY: `path` is a string with an end, alive during the call.
    folder.is_dir() && unsafe { libc::access(path.as_ptr(), libc::W_OK | libc::X_OK) } == 0
}

/// Whether one of the addresses (D-Bus specification, "Server Addresses") can be connected to. Those of a kind that is
/// not a local socket are believed.
fn any_bus_answers(addresses: &OsStr) -> bool {
    addresses.as_bytes().split(|byte| *byte == b';').any(|address| match socket(address) {
        Ok(Some(address)) => UnixStream::connect_addr(&address).is_ok(),
        Ok(None) => true,
        Err(NoAddress) => false,
    })
}

/// Not of the form `transport:key=value,…`, or a path that no socket can have.
#[derive(Debug, PartialEq)]
struct NoAddress;

/// The local socket of an address, if it is of that kind.
fn socket(address: &[u8]) -> Result<Option<SocketAddr>, NoAddress> {
    let colon = address.iter().position(|byte| *byte == b':').ok_or(NoAddress)?;
    let (transport, rest) = (&address[..colon], &address[colon + 1..]);
    if transport != b"unix" {
        return Ok(None);
    }
    for pair in rest.split(|byte| *byte == b',') {
        let Some(equals) = pair.iter().position(|byte| *byte == b'=') else { return Err(NoAddress) };
        let value = unescape(&pair[equals + 1..]);
        return match &pair[..equals] {
            b"path" => SocketAddr::from_pathname(OsString::from_vec(value)).map(Some).map_err(|_| NoAddress),
            b"abstract" => SocketAddr::from_abstract_name(value).map(Some).map_err(|_| NoAddress),
            b"guid" => continue,
            _ => Ok(None),
        };
    }
    Err(NoAddress)
}

/// `%2d` as `-`.
fn unescape(value: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value;
    while let Some((&byte, tail)) = rest.split_first() {
        let digit = |at: usize| tail.get(at).and_then(|digit| (*digit as char).to_digit(16));
        match (byte, digit(0), digit(1)) {
            (b'%', Some(high), Some(low)) => {
                // Two hexadecimal digits are below 256.
                bytes.push((high * 16 + low) as u8);
                rest = &tail[2..];
            }
            _ => {
                bytes.push(byte);
                rest = tail;
            }
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::net::UnixListener;

    #[test]
    fn addresses_lead_to_sockets() {
        let check = |address: &str, expected: Result<Option<&str>, NoAddress>| {
            let found = socket(address.as_bytes()).map(|socket| {
                socket.map(|socket| match (socket.as_pathname(), socket.as_abstract_name()) {
                    (Some(path), _) => path.display().to_string(),
                    (_, Some(name)) => format!("@{}", String::from_utf8_lossy(name)),
                    _ => String::new(),
                })
            });
            assert_eq!(found, expected.map(|text| text.map(str::to_owned)), "{address}");
        };
        check("unix:path=/run/user/1/bus", Ok(Some("/run/user/1/bus")));
        check("unix:guid=12,path=/tmp/a%20b%2d", Ok(Some("/tmp/a b-")));
        check("unix:abstract=/tmp/bus,guid=0", Ok(Some("@/tmp/bus")));
        check("unix:tmpdir=/tmp", Ok(None));
        check("tcp:host=localhost,port=1", Ok(None));
        check("autolaunch:", Ok(None));
        check("/run/user/1/bus", Err(NoAddress));
        check("unix:path", Err(NoAddress));
        check("", Err(NoAddress));
    }

    #[test]
    fn a_bus_is_one_that_answers() {
        let folder = env::temp_dir().join(format!("dormer-environment-test-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("bus");
        let address = format!("unix:path={}", path.display());
        let answers = |addresses: &str| any_bus_answers(OsStr::new(addresses));
        assert!(!answers(&address));
        let listener = UnixListener::bind(&path).unwrap();
        assert!(answers(&address));
        assert!(answers(&format!("unix:path=/nowhere;{address}")));
        drop(listener);
        assert!(!answers(&address));
        assert!(is_usable(&folder));
        assert!(!is_usable(&path));
        std::fs::remove_dir_all(&folder).unwrap();
        assert!(!is_usable(&folder));
    }
}
