//! The wait for a page's first frame, so that a window appears with its page and not as an empty sheet.
//!
//! The engine draws nothing for a view that is not on a mapped window, or so it says. In fact it looks at the view
//! alone: the inside of the window is laid out and mapped although the window is not, the page runs, and its frames are
//! taken in the window's place. A script in a world of its own, which pages cannot reach, tells when the second frame
//! comes round: then the first is drawn. Not here: showing the window.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use std::time::{Duration, Instant};

use gtk4::prelude::*;
use gtk4::{cairo, glib, gsk};
use webkit6::prelude::*;
use webkit6::{
    LoadEvent, UserContentInjectedFrames, UserContentManager, UserScript, UserScriptInjectionTime, WebView,
};

use super::Webview;
use crate::window::{Content, Window};

const WORLD: &str = "dormer-first-paint";
const HANDLER: &str = "dormerFirstPaint";
/// Waits until there is something to draw (content, or the end of parsing), then for a frame with it.
const SCRIPT: &str = "{let done=false;\
    const wait=()=>{if(done)return;done=true;\
    requestAnimationFrame(()=>requestAnimationFrame(()=>\
    webkit.messageHandlers.dormerFirstPaint.postMessage('')))};\
    if(document.readyState!=='loading')wait();\
    else document.addEventListener('DOMContentLoaded',wait,{once:true});\
    try{new PerformanceObserver(wait).observe({type:'paint',buffered:true})}catch{}}";
/// A window does not wait longer for a page that is being loaded.
const PATIENCE: Duration = Duration::from_secs(2);
/// Nor for one that was loaded while the window was hidden.
const SHORT_PATIENCE: Duration = Duration::from_millis(700);
/// How often frames are taken; a page gets its next one only when the last was.
const PERIOD: Duration = Duration::from_millis(6);
/// The frame follows the message; it cannot be told from nothing on a transparent page.
const ARRIVAL: Duration = Duration::from_millis(60);

impl Webview {
    /// Makes the documents that are yet to come tell of their first frame.
    pub(super) fn tells_first_paint(&self) -> &UserScript {
        self.first_paint_script.get_or_init(|| {
            let (frames, time) = (UserContentInjectedFrames::TopFrame, UserScriptInjectionTime::Start);
            let script = UserScript::for_world(SCRIPT, frames, time, WORLD, &[], &[]);
            self.scripts.add_script(&script);
            script
        })
    }
}

/// A wait that is on. Dropping it gives up.
pub(crate) struct FirstPaint(Rc<Wait>);

struct Wait {
    window: Weak<Window>,
    view: WebView,
    content: Content,
    size: (i32, i32),
    scripts: UserContentManager,
    script: UserScript,
    began: Instant,
    painted: Cell<Option<Instant>>,
    sources: RefCell<Vec<glib::SourceId>>,
    signals: RefCell<Vec<(glib::Object, glib::SignalHandlerId)>>,
}

impl FirstPaint {
    /// Starts drawing the page of a window that is not on the screen, and shows the window when a frame is there.
    pub(crate) fn begin(window: &Rc<Window>, webview: &Webview) -> Self {
        let wait = Rc::new(Wait {
            window: Rc::downgrade(window),
            view: webview.native.clone(),
            content: window.content().clone(),
            size: window.expected_size(),
            scripts: webview.scripts.clone(),
            script: webview.tells_first_paint().clone(),
            began: Instant::now(),
            painted: Cell::new(None),
            sources: RefCell::default(),
            signals: RefCell::default(),
        });
        wait.listen();
        let late = webview.committed.get();
        if late {
            webview.native.evaluate_javascript(
                SCRIPT,
                Some(WORLD),
                None,
                gtk4::gio::Cancellable::NONE,
                |_| (),
            );
        }
        if !webview.javascript {
            wait.take_finished_for_painted(late && !webview.native.is_loading());
        }
        wait.content.lay_out(wait.size.0, wait.size.1);
        wait.content.map();
        wait.take_frames();
        wait.limit(if late { SHORT_PATIENCE } else { PATIENCE });
        Self(wait)
    }
}

impl Drop for FirstPaint {
    fn drop(&mut self) {
        for source in self.0.sources.take() {
            source.remove();
        }
        for (object, signal) in self.0.signals.take() {
            object.disconnect(signal);
        }
        self.0.scripts.unregister_script_message_handler(HANDLER, Some(WORLD));
        self.0.scripts.remove_script(&self.0.script);
    }
}

impl Wait {
    fn listen(self: &Rc<Self>) {
        let weak = Rc::downgrade(self);
        let signal = self.scripts.connect_script_message_received(Some(HANDLER), move |_, _| {
            if let Some(wait) = weak.upgrade() {
                wait.note_painted();
            }
        });
        self.signals.borrow_mut().push((self.scripts.clone().upcast(), signal));
        self.scripts.register_script_message_handler(HANDLER, Some(WORLD));
    }

    /// Without scripts the page cannot tell; the end of loading has to do.
    fn take_finished_for_painted(self: &Rc<Self>, finished: bool) {
        if finished {
            return self.note_painted();
        }
        let weak = Rc::downgrade(self);
        let signal = self.view.connect_load_changed(move |_, event| {
            if let (Some(wait), LoadEvent::Finished) = (weak.upgrade(), event) {
                wait.note_painted();
            }
        });
        self.signals.borrow_mut().push((self.view.clone().upcast(), signal));
    }

    fn limit(self: &Rc<Self>, patience: Duration) {
        let weak = Rc::downgrade(self);
        self.every(patience, move || {
            if let Some(wait) = weak.upgrade() {
                log::info!("a window is shown before its page has painted: no frame within {patience:?}");
                wait.end();
            }
        });
    }

    fn note_painted(&self) {
        self.painted.set(self.painted.get().or_else(|| Some(Instant::now())));
    }

    /// Takes frames, also those of the empty page before the first: while it is on its way the engine gets ready to
    /// draw.
    fn take_frames(self: &Rc<Self>) {
        let weak = Rc::downgrade(self);
        self.every(PERIOD, move || {
            let Some(wait) = weak.upgrade() else { return };
            // The page's wishes about its size come to nothing, but they spoil the layout.
            wait.content.lay_out(wait.size.0, wait.size.1);
            let frame = wait.content.draw_child();
            let Some(painted) = wait.painted.get() else { return };
            if frame.is_some_and(|frame| shows_something(&frame)) || painted.elapsed() > ARRIVAL {
                wait.end();
            }
        });
    }

    fn every(&self, period: Duration, mut act: impl FnMut() + 'static) {
        let source = glib::timeout_add_local_full(period, glib::Priority::HIGH, move || {
            act();
            glib::ControlFlow::Continue
        });
        self.sources.borrow_mut().push(source);
    }

    fn end(&self) {
        log::debug!("the wait for the first frame took {:?}", self.began.elapsed());
        if let Some(window) = self.window.upgrade() {
            window.reveal();
        }
    }
}

/// Whether a frame holds pixels of the page. Before the first one arrives the view draws nothing.
fn shows_something(frame: &gsk::RenderNode) -> bool {
    match frame.node_type() {
        gsk::RenderNodeType::CairoNode => has_pixel(frame).unwrap_or(false),
        gsk::RenderNodeType::ContainerNode => frame
            .downcast_ref::<gsk::ContainerNode>()
            .is_some_and(|node| (0..node.n_children()).any(|child| shows_something(&node.child(child)))),
        gsk::RenderNodeType::TransformNode => {
            frame.downcast_ref::<gsk::TransformNode>().is_some_and(|node| shows_something(&node.child()))
        }
        gsk::RenderNodeType::ClipNode => {
            frame.downcast_ref::<gsk::ClipNode>().is_some_and(|node| shows_something(&node.child()))
        }
        // A texture from the GPU, or a ground that was asked for.
        gsk::RenderNodeType::ColorNode => false,
        _ => true,
    }
}

/// Looks at the pixel in the middle.
fn has_pixel(frame: &gsk::RenderNode) -> Option<bool> {
    let bounds = frame.bounds();
    let mut pixel = cairo::ImageSurface::create(cairo::Format::ARgb32, 1, 1).ok()?;
    {
        let context = cairo::Context::new(&pixel).ok()?;
        let middle = |start: f32, length: f32| -f64::from((start + length / 2.0).floor());
        context.translate(middle(bounds.x(), bounds.width()), middle(bounds.y(), bounds.height()));
        frame.draw(&context);
    }
    pixel.flush();
    Some(pixel.data().ok()?.iter().any(|byte| *byte != 0))
}
