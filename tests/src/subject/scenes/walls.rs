//! The walls around pages: their policy, other addresses, new windows, downloads, and their process.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use dormer::webview::{DownloadEvent, NewWindowResponse};
use dormer::{Config, Manager, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder};
use serde_json::{Value, json};

use super::processes;
use super::stage::{Play, check, tell, text};

/// The policy of these scenes.
pub(crate) fn with_policy(config: &mut Config) {
    let policy = json!({ "csp": "default-src 'self'; connect-src 'self' http://127.0.0.1:*" });
    if let Ok(security) = serde_json::from_value(policy) {
        config.app.security = security;
    }
}

pub(crate) fn with_walls_needed(config: &mut Config) {
    if let Ok(security) = serde_json::from_value(json!({ "sandbox": "required" })) {
        config.app.security = security;
    }
}

pub(crate) fn with_asset_protocol(config: &mut Config) {
    config.app.security.asset_protocol.enable = true;
}

pub(crate) fn with_frozen_prototype(config: &mut Config) {
    config.app.security.freeze_prototype = true;
}

fn open(
    play: &mut Play,
    with: impl FnOnce(WebviewWindowBuilder) -> WebviewWindowBuilder,
) -> Result<WebviewWindow, String> {
    let builder =
        WebviewWindowBuilder::new(&play.app, "main", WebviewUrl::App("walls.html".into())).title("main");
    let window = with(builder).build().map_err(text)?;
    play.heard("main", "ready")?;
    Ok(window)
}

fn ask(play: &mut Play, window: &WebviewWindow, script: &str) -> Result<Value, String> {
    window.eval(format!("tell('answer', (async () => {{ {script} }})())")).map_err(text)?;
    play.heard(window.label(), "answer")
}

/// What the page has in it runs; what a script puts into it does not.
pub(crate) fn policy(play: &mut Play) -> Result<(), String> {
    let window = open(play, |builder| builder)?;
    let got = ask(
        play,
        &window,
        "const script = document.createElement('script');
         script.textContent = 'window.injected = true';
         document.body.append(script);
         const style = document.createElement('style');
         style.textContent = 'body { padding: 33px }';
         document.body.append(style);
         let evaluated = true;
         try { eval('1') } catch { evaluated = false }
         const { margin, padding } = getComputedStyle(document.body);
         return [window.inline, window.attribute ?? null, window.injected ?? null, margin, padding, evaluated];",
    )?;
    check(got == json!(["ran", null, null, "11px", "0px", false]), || format!("the page: {got}"))
}

/// A server that counts who comes.
fn server() -> Result<(u16, Arc<AtomicUsize>), String> {
    let listener = TcpListener::bind("127.0.0.1:0").map_err(text)?;
    let port = listener.local_addr().map_err(text)?.port();
    let count = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&count);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let mut head = [0; 4096];
            let got = stream.read(&mut head).unwrap_or(0);
            // The engine may connect ahead of the decision; nothing is sent then.
            counter.fetch_add(usize::from(got > 0), Ordering::SeqCst);
            let head = String::from_utf8_lossy(&head[..got]).into_owned();
            let body = "<!doctype html><title>outside</title>outside";
            let first = match head.split(' ').nth(1) {
                Some("/away") => format!("302 Found\r\nlocation: http://localhost:{port}/there"),
                _ => "200 OK".to_owned(),
            };
            let _ = write!(
                stream,
                "HTTP/1.1 {first}\r\ncontent-type: text/html\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
                body.len()
            );
        }
    });
    Ok((port, count))
}

/// Nobody named these addresses: the page stays, and under a policy nothing is even requested.
pub(crate) fn stays(play: &mut Play) -> Result<(), String> {
    let (port, count) = server()?;
    let window = open(play, |builder| builder)?;
    for script in [
        format!("location.href = 'http://127.0.0.1:{port}/'"),
        format!("location.replace('http://127.0.0.1:{port}/')"),
        format!(
            "const form = document.createElement('form'); form.action = 'http://127.0.0.1:{port}/'; form.method = 'post';
             document.body.append(form); form.submit()"
        ),
        format!(
            "const link = document.createElement('a'); link.href = 'http://127.0.0.1:{port}/'; document.body.append(link);
             link.click()"
        ),
        "location.href = 'data:text/html,<title>data</title>'".to_owned(),
        "location.href = URL.createObjectURL(new Blob(['<title>blob</title>'], { type: 'text/html' }))".to_owned(),
        "location.href = 'file:///etc/hostname'".to_owned(),
    ] {
        window.eval(&script).map_err(text)?;
        std::thread::sleep(Duration::from_millis(150));
        let still = ask(play, &window, "return location.href")?;
        check(still == json!("dormer://localhost/walls.html"), || format!("after `{script}` it is at {still}"))?;
    }
    let opened =
        ask(play, &window, "return [window.open('dormer://localhost/') === null, window.open('') === null]")?;
    check(opened == json!([true, true]), || format!("window.open: {opened}"))?;
    window.eval("document.getElementById('away').click()").map_err(text)?;
    std::thread::sleep(Duration::from_millis(150));
    check(play.app.diagnostics().windows == 1, || "a window was opened".into())?;
    let came = count.load(Ordering::SeqCst);
    check(came == 0, || format!("{came} requests left the page"))
}

/// Without a policy frames may show anything, and the page itself still goes nowhere.
pub(crate) fn stays_without_policy(play: &mut Play) -> Result<(), String> {
    let (port, count) = server()?;
    let window = open(play, |builder| builder)?;
    window.eval(format!("location.href = 'http://127.0.0.1:{port}/'")).map_err(text)?;
    std::thread::sleep(Duration::from_millis(300));
    let still = ask(play, &window, "return [location.href, document.title]")?;
    check(still == json!(["dormer://localhost/walls.html", "Walls"]), || format!("it is at {still}"))?;
    let framed = ask(
        play,
        &window,
        &format!(
            "const frame = document.createElement('iframe');
             const loaded = new Promise((resolve) => frame.onload = resolve);
             frame.src = 'http://127.0.0.1:{port}/frame';
             document.body.append(frame);
             await loaded;
             return frame.contentDocument === null;"
        ),
    )?;
    check(framed == json!(true) && count.load(Ordering::SeqCst) >= 1, || format!("the frame: {framed}"))
}

/// The program goes to a site; the site leads to another one by a redirect.
pub(crate) fn redirects(play: &mut Play) -> Result<(), String> {
    let (port, _) = server()?;
    let window = open(play, |builder| builder)?;
    window.navigate(Url::parse(&format!("http://127.0.0.1:{port}/away")).map_err(text)?).map_err(text)?;
    std::thread::sleep(Duration::from_millis(500));
    let url = window.url().map_err(text)?;
    check(url.host_str() != Some("localhost") || url.scheme() == "dormer", || format!("it went to {url}"))?;
    window.navigate(Url::parse(&format!("http://127.0.0.1:{port}/page")).map_err(text)?).map_err(text)?;
    let end = std::time::Instant::now() + super::stage::LIMIT;
    while window.url().map_err(text)?.path() != "/page" {
        check(std::time::Instant::now() < end, || "the program cannot go there itself".into())?;
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}

/// A handler opens what the page wants, and decides where downloads go.
pub(crate) fn handlers(play: &mut Play) -> Result<(), String> {
    let folder = std::env::temp_dir().join(format!("subject-{}", std::process::id()));
    std::fs::create_dir_all(&folder).map_err(text)?;
    let file = folder.join("kept.txt");
    let to = file.clone();
    let window = open(play, |builder| {
        builder
            .on_new_window(|url, _| match url.path() {
                "/scene.html" => NewWindowResponse::Allow,
                _ => NewWindowResponse::Deny,
            })
            .on_download(move |_, event| {
                match event {
                    DownloadEvent::Requested { destination, .. } => destination.clone_from(&to),
                    DownloadEvent::Finished { path, success, .. } => {
                        tell("main", "downloaded", json!({ "path": path, "success": success }));
                    }
                    _ => {}
                }
                true
            })
    })?;
    window.eval("window.open('/scene.html')").map_err(text)?;
    play.heard("main-opened-1", "ready")?;
    window
        .eval(
            "const link = document.createElement('a');
             link.href = URL.createObjectURL(new Blob(['content']));
             link.download = 'suggested.txt';
             document.body.append(link);
             link.click()",
        )
        .map_err(text)?;
    let done = play.heard("main", "downloaded")?;
    check(done["success"] == json!(true), || format!("the download: {done}"))?;
    let content = std::fs::read_to_string(&file).map_err(text)?;
    let _ = std::fs::remove_dir_all(&folder);
    check(content == "content", || format!("the file holds `{content}`"))
}

/// The process of the page sees no file of the user: it has a view of the file system of its own.
pub(crate) fn sandbox(play: &mut Play) -> Result<(), String> {
    let home = std::env::var("HOME").map_err(text)?;
    let file = std::path::Path::new(&home).join(format!(".dormer-walls-{}", std::process::id()));
    std::fs::write(&file, "secret").map_err(text)?;
    let window = open(play, |builder| builder)?;
    let web = processes::web_processes();
    let outcome = check(web.len() == 1, || format!("one web process, not {web:?}")).and_then(|()| {
        let seen = std::path::PathBuf::from(format!("/proc/{}/root{}", web[0], file.display()));
        check(file.exists(), || "the program itself sees the file".into())?;
        match std::fs::metadata(&seen) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
            other => Err(format!("{} must not be there: {other:?}", seen.display())),
        }
    });
    let _ = std::fs::remove_file(&file);
    outcome?;
    let got =
        ask(play, &window, "return await fetch('file:///etc/hostname').then(() => 'read', () => 'refused')")?;
    check(got == json!("refused"), || format!("fetching a file: {got}"))
}

/// What all objects have in common stays as it is, in the page and for its own calls.
pub(crate) fn frozen(play: &mut Play) -> Result<(), String> {
    let window = open(play, |builder| builder)?;
    let got = ask(
        play,
        &window,
        "try { Object.prototype.x = 1 } catch {} return [({}).x ?? null, Object.isFrozen(Object.prototype)]",
    )?;
    check(got == json!([null, true]), || format!("the prototype: {got}"))
}

/// Files of the machine at `asset:`: as far as the scope allows, in parts, and far larger than what is read at once.
pub(crate) fn asset(play: &mut Play) -> Result<(), String> {
    let folder = std::env::temp_dir().join(format!("subject-asset-{}", std::process::id()));
    std::fs::create_dir_all(&folder).map_err(text)?;
    let (small, large, secret) =
        (folder.join("a b#ü.txt"), folder.join("large.bin"), folder.join("secret.txt"));
    std::fs::write(&small, "0123456789").map_err(text)?;
    std::fs::write(&large, vec![7_u8; 40 << 20]).map_err(text)?;
    std::fs::write(&secret, "secret").map_err(text)?;
    let scope = play.app.asset_protocol_scope();
    scope.allow_file(&small).map_err(text)?;
    scope.allow_file(&large).map_err(text)?;
    let window = open(play, |builder| builder)?;
    let before = processes::resident();
    let got = ask(
        play,
        &window,
        &format!(
            "const get = async (path, headers = {{}}) => {{
               const answer = await fetch(convertFileSrc(path), {{ headers }});
               return [answer.status, await answer.text()];
             }};
             const large = await (await fetch(convertFileSrc({large}))).arrayBuffer();
             const bytes = new Uint8Array(large);
             return [
               await get({small}),
               await get({small}, {{ range: 'bytes=2-4' }}),
               (await get({small}, {{ range: 'bytes=99-' }}))[0],
               (await get({secret}))[0],
               [large.byteLength, bytes[0], bytes[large.byteLength - 1]],
             ];",
            large = json!(large),
            small = json!(small),
            secret = json!(secret)
        ),
    );
    let grown = processes::resident().saturating_sub(before);
    let _ = std::fs::remove_dir_all(&folder);
    let got = got?;
    let expected = json!([[200, "0123456789"], [206, "234"], 416, 403, [40 << 20, 7, 7]]);
    check(got == expected, || format!("the files: {got}"))?;
    check(grown < 30 << 20, || format!("the program grew by {grown} bytes"))
}
