//! The tokio runtime that async commands and plugins share. Not here: the UI thread's loop.

use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;

use tokio::runtime::{Builder, RuntimeFlavor};
pub use tokio::runtime::{Handle as TokioHandle, Runtime as TokioRuntime};
pub use tokio::sync::mpsc::{Receiver, Sender, channel};
pub use tokio::sync::{Mutex, RwLock};
use tokio::task::JoinError;
pub use tokio::task::JoinHandle as TokioJoinHandle;

static RUNTIME: OnceLock<Shared> = OnceLock::new();

enum Shared {
    /// Started here, with one worker for each CPU.
    Own(TokioRuntime),
    /// Belongs to the program, which must keep it alive.
    Given(TokioHandle),
}

impl Shared {
    fn handle(&self) -> &TokioHandle {
        match self {
            Self::Own(runtime) => runtime.handle(),
            Self::Given(handle) => handle,
        }
    }
}

fn shared() -> &'static TokioHandle {
    let start = || {
        let runtime = Builder::new_multi_thread().enable_all().thread_name("dormer-async").build();
        Shared::Own(runtime.expect("a process that may not start threads cannot run async commands"))
    };
    RUNTIME.get_or_init(start).handle()
}

/// Makes async work run on a runtime of the program instead of our own, which then never starts.
///
/// # Panics
/// When a runtime is in use already: call this first thing in `main`.
pub fn set(handle: TokioHandle) {
    assert!(
        RUNTIME.set(Shared::Given(handle)).is_ok(),
        "the async runtime is in use already; call `async_runtime::set` first thing in `main`, and once"
    );
}

/// The shared runtime, started now if this is its first use.
#[must_use]
pub fn handle() -> RuntimeHandle {
    RuntimeHandle(shared().clone())
}

/// Runs a future on the shared runtime.
pub fn spawn<F>(task: F) -> JoinHandle<F::Output>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    JoinHandle(shared().spawn(task))
}

/// Runs a function that may block on a thread of the shared runtime that is meant for it.
pub fn spawn_blocking<F, R>(function: F) -> JoinHandle<R>
where
    F: FnOnce() -> R + Send + 'static,
    R: Send + 'static,
{
    JoinHandle(shared().spawn_blocking(function))
}

/// Waits for a future on this thread.
///
/// Works inside async code too: a worker of a runtime with several hands its other work over while it waits.
/// On a runtime with a single thread nothing else of that runtime moves meanwhile.
pub fn block_on<F: Future>(task: F) -> F::Output {
    block_on_with(shared(), task)
}

fn block_on_with<F: Future>(handle: &TokioHandle, task: F) -> F::Output {
    match TokioHandle::try_current().map(|current| current.runtime_flavor()) {
        Err(_) => handle.block_on(task),
        Ok(RuntimeFlavor::MultiThread) => tokio::task::block_in_place(|| handle.block_on(task)),
        // Tokio refuses to wait inside a runtime of one thread, so the future is polled without its help.
        Ok(_) => {
            let _context = handle.enter();
            poll_to_end(task)
        }
    }
}

fn poll_to_end<F: Future>(task: F) -> F::Output {
    // The budget of the task around us is not renewed while it waits, so ours must not draw on it.
    let mut task = pin!(tokio::task::unconstrained(task));
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    let mut context = Context::from_waker(&waker);
    loop {
        match task.as_mut().poll(&mut context) {
            Poll::Ready(output) => return output,
            Poll::Pending => std::thread::park(),
        }
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// A way to the shared runtime that can be kept and passed on.
#[derive(Debug, Clone)]
pub struct RuntimeHandle(TokioHandle);

impl RuntimeHandle {
    /// Tokio's own handle.
    #[must_use]
    pub fn inner(&self) -> &TokioHandle {
        &self.0
    }

    /// Like [`spawn`].
    pub fn spawn<F>(&self, task: F) -> JoinHandle<F::Output>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        JoinHandle(self.0.spawn(task))
    }

    /// Like [`spawn_blocking`].
    pub fn spawn_blocking<F, R>(&self, function: F) -> JoinHandle<R>
    where
        F: FnOnce() -> R + Send + 'static,
        R: Send + 'static,
    {
        JoinHandle(self.0.spawn_blocking(function))
    }

    /// Like [`block_on`].
    pub fn block_on<F: Future>(&self, task: F) -> F::Output {
        block_on_with(&self.0, task)
    }
}

/// A task under way. Dropping this lets it run on; awaiting it gives its output.
#[derive(Debug)]
pub struct JoinHandle<T>(TokioJoinHandle<T>);

impl<T> JoinHandle<T> {
    /// Tokio's own handle.
    #[must_use]
    pub fn inner(&self) -> &TokioJoinHandle<T> {
        &self.0
    }

    /// Stops the task where it waits next; awaiting it then gives an error. Blocking functions run to their
    /// end.
    pub fn abort(&self) {
        self.0.abort();
    }
}

impl<T> Future for JoinHandle<T> {
    type Output = Result<T, JoinError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(context)
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;
    use std::time::Duration;

    use super::*;

    /// A future that needs the shared runtime: a task, a channel and more polls than tokio's budget for one
    /// task.
    async fn work() -> u32 {
        let (sender, mut receiver) = channel(1);
        spawn(async move {
            for n in 1..=1_000 {
                sender.send(n).await.unwrap();
            }
        });
        let mut sum = 0;
        while let Some(n) = receiver.recv().await {
            sum += n;
        }
        sum
    }

    const SUM: u32 = 500_500;

    #[test]
    fn block_on_works_wherever_it_is_called() {
        let current = || Builder::new_current_thread().build().unwrap();
        let several = || Builder::new_multi_thread().worker_threads(1).build().unwrap();
        type Case = (&'static str, fn() -> u32);
        let cases: [Case; 8] = [
            ("a plain thread", || block_on(work())),
            ("inside block_on", || block_on(async { block_on(work()) })),
            ("inside a task", || block_on(spawn(async { block_on(work()) })).unwrap()),
            ("inside a blocking function", || block_on(spawn_blocking(|| block_on(work()))).unwrap()),
            ("three deep", || block_on(async { block_on(async { block_on(work()) }) })),
            ("through the handle", || handle().block_on(async { handle().block_on(work()) })),
            ("a foreign runtime of one thread", || {
                Builder::new_current_thread().build().unwrap().block_on(async { block_on(work()) })
            }),
            ("a foreign runtime that was only entered", || {
                let runtime = Builder::new_current_thread().build().unwrap();
                let _context = runtime.enter();
                block_on(work())
            }),
        ];
        for (place, run) in cases {
            assert_eq!(run(), SUM, "{place}");
        }
        let foreign = several();
        assert_eq!(foreign.block_on(async { tokio::spawn(async { block_on(work()) }).await.unwrap() }), SUM);
        assert_eq!(
            current().block_on(async { tokio::spawn(async { block_on(work()) }).await.unwrap() }),
            SUM
        );
    }

    #[test]
    fn block_on_takes_futures_that_stay_on_their_thread() {
        let text = Rc::new(String::from("here"));
        let len = block_on(async {
            let inner = text.clone();
            block_on(async move { inner.len() })
        });
        assert_eq!(len, 4);
    }

    #[test]
    fn a_worker_that_waits_hands_its_queue_over() {
        // One worker: the task it has queued for itself must run while it waits for that very task.
        let runtime = Builder::new_multi_thread().worker_threads(1).build().unwrap();
        let answer = runtime.block_on(async {
            let outer = tokio::spawn(async {
                let inner = tokio::spawn(async { 42 });
                block_on(inner).unwrap()
            });
            outer.await.unwrap()
        });
        assert_eq!(answer, 42);
    }

    #[test]
    fn tasks_end_abort_and_panic() {
        assert_eq!(block_on(spawn(async { 1 })).unwrap(), 1);
        assert_eq!(block_on(handle().spawn(async { 2 })).unwrap(), 2);
        assert_eq!(block_on(handle().spawn_blocking(|| 3)).unwrap(), 3);

        let endless = spawn(std::future::pending::<()>());
        assert!(!endless.inner().is_finished());
        endless.abort();
        assert!(block_on(endless).unwrap_err().is_cancelled());
        assert!(block_on(spawn(async { panic!("on purpose") })).unwrap_err().is_panic());
    }

    #[test]
    fn one_runtime_for_all() {
        let id = handle().inner().id();
        assert_eq!(block_on(spawn(async { TokioHandle::current().id() })).unwrap(), id);
        let cpus = std::thread::available_parallelism().unwrap().get();
        assert_eq!(handle().inner().metrics().num_workers(), cpus);
    }

    #[test]
    fn set_after_first_use_panics_with_the_way_out() {
        let _in_use = handle();
        let late = std::thread::spawn(|| set(handle().inner().clone())).join().unwrap_err();
        let text = late.downcast_ref::<&str>().copied().unwrap_or_default();
        assert!(text.contains("first thing in `main`"), "{text}");
    }

    #[test]
    fn a_wake_between_poll_and_park_is_not_lost() {
        for _ in 0..200 {
            let (sender, mut receiver) = channel(1);
            let thread = std::thread::spawn(move || {
                std::thread::sleep(Duration::from_micros(20));
                sender.blocking_send(5).unwrap();
            });
            assert_eq!(poll_to_end(receiver.recv()), Some(5));
            thread.join().unwrap();
        }
    }
}
