//! Which types may cross threads. Fails to compile when one no longer may.

const fn shared<T: Send + Sync>() {}
const fn sent<T: Send>() {}

const _: () = {
    shared::<dormer::AppHandle>();
    shared::<dormer::Window>();
    shared::<dormer::Webview>();
    shared::<dormer::WebviewWindow>();
    shared::<dormer::State<'static, String>>();
    shared::<dormer::ipc::Channel<u32>>();
    shared::<dormer::Event>();
    shared::<dormer::EventTarget>();
    shared::<dormer::Context>();
    shared::<dormer::Error>();
    shared::<dormer::ResourceTable>();
    shared::<dormer::WindowEvent>();
    shared::<dormer::WebviewEvent>();
    sent::<dormer::Invoke>();
    sent::<dormer::ipc::InvokeResolver>();
    sent::<dormer::RunEvent>();
    sent::<dormer::UriSchemeResponder>();
};
