//! Linux: each test runs again as a process of its own on a session bus of its own.

use std::process::Command;
use std::sync::{Arc, Mutex, mpsc};

use gio::glib;
use gio::prelude::*;

const MANAGER: &str = "<node><interface name='org.freedesktop.FileManager1'><method name='ShowItems'>\
    <arg type='as' direction='in'/><arg type='s' direction='in'/></method></interface></node>";
const PORTAL: &str = "<node><interface name='org.freedesktop.portal.OpenURI'><method name='OpenDirectory'>\
    <arg type='s' direction='in'/><arg type='h' direction='in'/><arg type='a{sv}' direction='in'/>\
    <arg type='o' direction='out'/></method></interface></node>";

type Log = Arc<Mutex<Vec<String>>>;

/// True in the process that has its own bus.
fn on_a_bus(name: &str) -> bool {
    if std::env::var_os("DORMER_OPENER_CHILD").is_some() {
        return true;
    }
    let output = Command::new("dbus-run-session")
        .arg("--")
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", name, "--nocapture"])
        .env("DORMER_OPENER_CHILD", "1")
        .output()
        .expect("dbus-run-session is part of the tools that the tests need");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    false
}

/// Puts a service on the bus, on a thread of its own.
fn serve(name: &'static str, path: &'static str, xml: &'static str, log: &Log) {
    let (log, (ready, started)) = (log.clone(), mpsc::channel());
    std::thread::spawn(move || {
        let context = glib::MainContext::new();
        context
            .with_thread_default(|| {
                let bus = gio::bus_get_sync(gio::BusType::Session, gio::Cancellable::NONE).unwrap();
                let node = gio::DBusNodeInfo::for_xml(xml).unwrap();
                let _registered = bus
                    .register_object(path, &node.interfaces()[0])
                    .method_call(move |_, _, _, _, method, arguments, invocation| {
                        let directory = invocation
                            .message()
                            .unix_fd_list()
                            .map(|files| {
                                let file = files.get(0).unwrap();
                                let path = std::fs::read_link(format!(
                                    "/proc/self/fd/{}",
                                    std::os::fd::AsRawFd::as_raw_fd(&file)
                                ));
                                path.unwrap().display().to_string()
                            })
                            .unwrap_or_default();
                        let text =
                            if directory.is_empty() { arguments.print(false).to_string() } else { directory };
                        log.lock().unwrap().push(format!("{method} {text}"));
                        let answer = (method == "OpenDirectory").then(|| {
                            let handle = glib::variant::ObjectPath::try_from("/request".to_owned()).unwrap();
                            (handle,).to_variant()
                        });
                        invocation.return_value(answer.as_ref());
                    })
                    .build()
                    .unwrap();
                let _owned = gio::bus_own_name_on_connection(
                    &bus,
                    name,
                    gio::BusNameOwnerFlags::NONE,
                    move |_, _| ready.send(()).unwrap(),
                    |_, _| {},
                );
                glib::MainLoop::new(Some(&context), false).run();
            })
            .unwrap();
    });
    started.recv_timeout(std::time::Duration::from_secs(10)).expect("the service owns its name");
}

fn folder(name: &str) -> std::path::PathBuf {
    let path = std::env::temp_dir().join(format!("dormer-reveal-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&path).unwrap();
    for file in ["a b", "c"] {
        std::fs::write(path.join(file), "x").unwrap();
    }
    path.canonicalize().unwrap()
}

#[test]
fn the_file_manager_is_asked_once_for_all() {
    if on_a_bus("session::the_file_manager_is_asked_once_for_all") {
        let (log, folder) = (Log::default(), folder("manager"));
        serve("org.freedesktop.FileManager1", "/org/freedesktop/FileManager1", MANAGER, &log);
        dormer_plugin_opener::reveal_items_in_dir([folder.join("a b"), folder.join("c")]).unwrap();
        let shown = folder.display();
        let expected = format!("ShowItems (['file://{shown}/a%20b', 'file://{shown}/c'], '')");
        assert_eq!(*log.lock().unwrap(), [expected]);
        std::fs::remove_dir_all(folder).unwrap();
    }
}

#[test]
fn the_portal_is_asked_when_there_is_no_file_manager() {
    if on_a_bus("session::the_portal_is_asked_when_there_is_no_file_manager") {
        let (log, folder) = (Log::default(), folder("portal"));
        let error = dormer_plugin_opener::reveal_item_in_dir(folder.join("c")).unwrap_err().to_string();
        assert!(error.contains("the file manager says") && error.contains("the portal says"), "{error}");
        serve("org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop", PORTAL, &log);
        dormer_plugin_opener::reveal_items_in_dir([folder.join("a b"), folder.join("c")]).unwrap();
        assert_eq!(*log.lock().unwrap(), [format!("OpenDirectory {}/a b", folder.display())]);
        std::fs::remove_dir_all(folder).unwrap();
    }
}
