//! Plays the desktop's file manager on the session bus: it writes down what it was asked to show, where the launchers
//! write too. Not here: who asks (the plugin `opener`).

use std::fs::OpenOptions;
use std::io::Write;

const NAME: &str = "org.freedesktop.FileManager1";

const INTERFACE: &str = r#"<node><interface name="org.freedesktop.FileManager1"><method name="ShowItems">
    <arg type="as" direction="in"/><arg type="s" direction="in"/></method></interface></node>"#;

/// Owns the name from now on. Without a bus nothing happens: only the cases of the plugin notice.
pub(crate) fn serve() {
    gio::bus_own_name(
        gio::BusType::Session,
        NAME,
        gio::BusNameOwnerFlags::NONE,
        |bus, _| register(&bus),
        |_, _| {},
        |_, name| eprintln!("the name {name} is not to be had"),
    );
}

fn register(bus: &gio::DBusConnection) {
    let node = gio::DBusNodeInfo::for_xml(INTERFACE).expect("the text above is right");
    let registered = bus
        .register_object("/org/freedesktop/FileManager1", &node.interfaces()[0])
        .method_call(|_, _, _, _, method, arguments, invocation| {
            let line = format!("{method}|{}", arguments.print(false));
            let written = std::env::var_os("SUBJECT_OPENED")
                .ok_or_else(|| "no file to write to".to_owned())
                .and_then(|path| {
                    let file = OpenOptions::new().create(true).append(true).open(path);
                    file.and_then(|mut file| writeln!(file, "{line}")).map_err(|error| error.to_string())
                });
            match written {
                Ok(()) => invocation.return_value(None),
                Err(error) => invocation.return_dbus_error("org.freedesktop.DBus.Error.Failed", &error),
            }
        })
        .build();
    if let Err(error) = registered {
        eprintln!("the file manager: {error}");
    }
}
