//! Delivery of events to the program: in order, one at a time. Not here: where events come from.

use std::cell::RefCell;
use std::collections::VecDeque;

use dormer_runtime::Event;

/// What the program does with events.
pub(crate) type OnEvent = Box<dyn FnMut(Event)>;

/// Events on their way. What is raised while the program handles an event is delivered after it; what is raised before
/// the loop runs waits for it.
#[derive(Default)]
pub(crate) struct Events {
    waiting: RefCell<VecDeque<Item>>,
    /// Taken out while it runs, so that it is never entered again.
    on_event: RefCell<Option<OnEvent>>,
}

struct Item {
    event: Event,
    after: Option<Box<dyn FnOnce()>>,
}

impl Events {
    /// Starts delivery with the first event of all.
    pub(crate) fn start(&self, on_event: OnEvent) {
        self.waiting.borrow_mut().push_front(Item { event: Event::Ready, after: None });
        self.on_event.replace(Some(on_event));
        self.deliver();
    }

    /// Delivers `event`, now or after the one that is being handled.
    pub(crate) fn emit(&self, event: Event) {
        self.push(Item { event, after: None });
    }

    /// As [`Events::emit`], and does `after` once the program has seen the event: the place to look at a veto.
    pub(crate) fn emit_then(&self, event: Event, after: impl FnOnce() + 'static) {
        self.push(Item { event, after: Some(Box::new(after)) });
    }

    /// Delivers the last event and lets the program's closure go.
    pub(crate) fn finish(&self) {
        self.emit(Event::Exit);
        self.on_event.take();
    }

    fn push(&self, item: Item) {
        self.waiting.borrow_mut().push_back(item);
        self.deliver();
    }

    fn deliver(&self) {
        let Some(mut on_event) = self.on_event.take() else { return };
        loop {
            let Some(item) = self.waiting.borrow_mut().pop_front() else { break };
            on_event(item.event);
            if let Some(after) = item.after {
                after();
            }
        }
        self.on_event.replace(Some(on_event));
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use dormer_runtime::Veto;

    use super::*;

    fn name(event: &Event) -> &'static str {
        match event {
            Event::Ready => "ready",
            Event::ExitRequested { .. } => "exit requested",
            Event::Exit => "exit",
            _ => "other",
        }
    }

    fn exit_requested() -> Event {
        Event::ExitRequested { code: None, veto: Veto::default() }
    }

    #[test]
    fn ready_comes_first_and_exit_last() {
        let events = Events::default();
        let seen = Rc::new(RefCell::new(Vec::new()));
        events.emit(exit_requested());
        let log = Rc::clone(&seen);
        events.start(Box::new(move |event| log.borrow_mut().push(name(&event))));
        events.finish();
        assert_eq!(*seen.borrow(), ["ready", "exit requested", "exit"]);
        assert_eq!(Rc::strong_count(&seen), 1, "the closure is gone");
    }

    #[test]
    fn an_event_raised_by_the_program_waits_for_the_end_of_the_one_it_handles() {
        let events = Rc::new(Events::default());
        let seen = Rc::new(RefCell::new(Vec::new()));
        let (inner, log) = (Rc::clone(&events), Rc::clone(&seen));
        events.start(Box::new(move |event| {
            log.borrow_mut().push(format!("<{}", name(&event)));
            if matches!(event, Event::Ready) {
                let after = Rc::clone(&log);
                inner.emit_then(exit_requested(), move || after.borrow_mut().push("after".to_owned()));
            }
            log.borrow_mut().push(format!("{}>", name(&event)));
        }));
        assert_eq!(*seen.borrow(), ["<ready", "ready>", "<exit requested", "exit requested>", "after"]);
    }
}
