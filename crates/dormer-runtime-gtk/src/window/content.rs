//! The inside of a window: one widget that gives its child all the space and asks for sizes of our own.
//!
//! A plain container would pass the page's own wishes on to the window, so that a long page makes a fixed window grow.
//! Not here: who decides on the sizes.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gtk4::glib;
use gtk4::prelude::*;
use gtk4::subclass::prelude::*;

/// The sizes that the inside asks for, in GTK's pixels.
#[derive(Clone, Copy, Default)]
pub(crate) struct Limits {
    /// Never smaller.
    pub(crate) least: (i32, i32),
    /// As large when nobody else decides.
    pub(crate) natural: (i32, i32),
}

glib::wrapper! {
    pub(crate) struct Content(ObjectSubclass<imp::Content>)
        @extends gtk4::Widget,
        @implements gtk4::Accessible, gtk4::Buildable, gtk4::ConstraintTarget;
}

impl Content {
    pub(crate) fn new(limits: Limits) -> Self {
        let content: Self = glib::Object::new();
        content.imp().limits.set(limits);
        content
    }

    pub(crate) fn set_child(&self, child: &impl IsA<gtk4::Widget>) {
        child.set_parent(self);
        self.imp().child.replace(Some(child.clone().upcast()));
    }

    pub(crate) fn set_limits(&self, limits: Limits) {
        self.imp().limits.set(limits);
        self.queue_resize();
    }

    /// Calls `on_resize` within each layout that gives another size. It must not touch widgets.
    pub(crate) fn connect_resize(&self, on_resize: impl Fn() + 'static) {
        self.imp().on_resize.replace(Some(Rc::new(on_resize)));
    }

    /// Lays the inside out at a size before a window does.
    pub(crate) fn lay_out(&self, width: i32, height: i32) {
        // GTK wants to be asked before it is told.
        self.measure(gtk4::Orientation::Horizontal, -1);
        self.measure(gtk4::Orientation::Vertical, width);
        self.allocate(width, height, -1, None);
    }

    /// Draws the child, as a frame of the window would.
    pub(crate) fn draw_child(&self) -> Option<gtk4::gsk::RenderNode> {
        let child = self.imp().child.borrow().clone()?;
        let snapshot = gtk4::Snapshot::new();
        self.snapshot_child(&child, &snapshot);
        snapshot.to_node()
    }
}

mod imp {
    use super::*;

    #[derive(Default)]
    pub(crate) struct Content {
        pub(super) child: RefCell<Option<gtk4::Widget>>,
        pub(super) limits: Cell<Limits>,
        pub(super) on_resize: RefCell<Option<Rc<dyn Fn()>>>,
        size: Cell<(i32, i32)>,
    }

    #[glib::object_subclass]
    impl ObjectSubclass for Content {
        const NAME: &'static str = "DormerContent";
        type Type = super::Content;
        type ParentType = gtk4::Widget;
    }

    impl ObjectImpl for Content {
        fn dispose(&self) {
            if let Some(child) = self.child.take() {
                child.unparent();
            }
        }
    }

    impl WidgetImpl for Content {
        fn measure(&self, orientation: gtk4::Orientation, _for_size: i32) -> (i32, i32, i32, i32) {
            let Limits { least, natural } = self.limits.get();
            let (least, natural) = match orientation {
                gtk4::Orientation::Horizontal => (least.0, natural.0),
                _ => (least.1, natural.1),
            };
            (least, natural.max(least), -1, -1)
        }

        fn size_allocate(&self, width: i32, height: i32, baseline: i32) {
            if let Some(child) = &*self.child.borrow() {
                child.measure(gtk4::Orientation::Horizontal, -1);
                child.measure(gtk4::Orientation::Vertical, width);
                child.allocate(width, height, baseline, None);
            }
            if self.size.replace((width, height)) != (width, height) {
                let on_resize = self.on_resize.borrow().clone();
                if let Some(on_resize) = on_resize {
                    on_resize();
                }
            }
        }
    }
}
