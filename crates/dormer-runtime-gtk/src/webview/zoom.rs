//! Zooming a page with Ctrl and `+`, `-`, `0` or the wheel. Not here: zooming by the program.

use gtk4::prelude::*;
use gtk4::{
    EventControllerKey, EventControllerScroll, EventControllerScrollFlags, PropagationPhase, gdk, glib,
};
use webkit6::WebView;
use webkit6::prelude::*;

const STEP: f64 = 1.1;
const SMALLEST: f64 = 0.25;
const LARGEST: f64 = 5.0;

enum Zoom {
    In,
    Out,
    Reset,
}

pub(super) fn connect(view: &WebView) {
    let keys = EventControllerKey::new();
    keys.set_propagation_phase(PropagationPhase::Capture);
    let weak = view.downgrade();
    keys.connect_key_pressed(move |_, key, _, modifiers| match (weak.upgrade(), by_key(key, modifiers)) {
        (Some(view), Some(zoom)) => {
            apply(&view, &zoom);
            glib::Propagation::Stop
        }
        _ => glib::Propagation::Proceed,
    });
    view.add_controller(keys);
    let wheel = EventControllerScroll::new(
        EventControllerScrollFlags::VERTICAL | EventControllerScrollFlags::DISCRETE,
    );
    wheel.set_propagation_phase(PropagationPhase::Capture);
    let weak = view.downgrade();
    wheel.connect_scroll(move |wheel, _, steps| match weak.upgrade() {
        Some(view)
            if wheel.current_event_state().contains(gdk::ModifierType::CONTROL_MASK) && steps != 0.0 =>
        {
            apply(&view, if steps < 0.0 { &Zoom::In } else { &Zoom::Out });
            glib::Propagation::Stop
        }
        _ => glib::Propagation::Proceed,
    });
    view.add_controller(wheel);
}

fn by_key(key: gdk::Key, modifiers: gdk::ModifierType) -> Option<Zoom> {
    if !modifiers.contains(gdk::ModifierType::CONTROL_MASK) {
        return None;
    }
    match key {
        // The unshifted `+` of most keyboards is `=`.
        gdk::Key::plus | gdk::Key::equal | gdk::Key::KP_Add => Some(Zoom::In),
        gdk::Key::minus | gdk::Key::KP_Subtract => Some(Zoom::Out),
        gdk::Key::_0 | gdk::Key::KP_0 => Some(Zoom::Reset),
        _ => None,
    }
}

fn apply(view: &WebView, zoom: &Zoom) {
    view.set_zoom_level(zoomed(view.zoom_level(), zoom));
}

fn zoomed(level: f64, zoom: &Zoom) -> f64 {
    match zoom {
        Zoom::In => (level * STEP).min(LARGEST),
        Zoom::Out => (level / STEP).max(SMALLEST),
        Zoom::Reset => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zoom_stays_within_bounds_and_comes_back() {
        assert!((zoomed(zoomed(1.0, &Zoom::In), &Zoom::Out) - 1.0).abs() < 1e-9);
        assert!(zoomed(LARGEST, &Zoom::In) <= LARGEST);
        assert!(zoomed(SMALLEST, &Zoom::Out) >= SMALLEST);
        assert_eq!(zoomed(3.0, &Zoom::Reset), 1.0);
    }
}
