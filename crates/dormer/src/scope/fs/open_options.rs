//! How to open a file. Not here: whether it may be opened.

/// How to open a file; the same meaning as [`std::fs::OpenOptions`], which hides what was set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OpenOptions {
    pub(super) read: bool,
    pub(super) write: bool,
    pub(super) append: bool,
    pub(super) truncate: bool,
    pub(super) create: bool,
    pub(super) create_new: bool,
    pub(super) mode: Option<u32>,
    pub(super) custom_flags: Option<i32>,
}

macro_rules! options {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        pub fn $name(&mut self, $name: bool) -> &mut Self {
            self.$name = $name;
            self
        }
    )*};
}

impl OpenOptions {
    /// Nothing is set: at least `read`, `write` or `append` must be.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    options! {
        /// For reading.
        read
        /// For writing.
        write
        /// For writing at the end.
        append
        /// Empties the file.
        truncate
        /// Creates the file when there is none.
        create
        /// Creates the file, and fails when there is one.
        create_new
    }

    /// Permission bits of a new file.
    ///
    /// # Platform-specific
    /// Unix only; ignored elsewhere.
    pub fn mode(&mut self, mode: u32) -> &mut Self {
        self.mode = Some(mode);
        self
    }

    /// More flags for the system's `open`.
    ///
    /// # Platform-specific
    /// Unix only; ignored elsewhere.
    pub fn custom_flags(&mut self, flags: i32) -> &mut Self {
        self.custom_flags = Some(flags);
        self
    }

    pub(super) fn creates(&self) -> bool {
        self.create || self.create_new
    }

    /// The options of the standard library; `existing` leaves out what creates.
    pub(super) fn to_std(&self, existing: bool) -> std::fs::OpenOptions {
        let mut options = std::fs::OpenOptions::new();
        options.read(self.read).write(self.write).append(self.append).truncate(self.truncate);
        if !existing {
            options.create(self.create).create_new(self.create_new);
        }
        super::platform::extend(&mut options, self.mode, self.custom_flags);
        options
    }

    /// The combinations that the standard library refuses, refused also where a part of them is left out.
    pub(super) fn check(&self) -> std::io::Result<()> {
        let writes = self.write || self.append;
        let bad = (!self.read && !writes)
            || (self.append && self.truncate && !self.create_new)
            || (!writes && (self.truncate || self.creates()));
        if bad { Err(std::io::ErrorKind::InvalidInput.into()) } else { Ok(()) }
    }
}

impl From<OpenOptions> for std::fs::OpenOptions {
    fn from(options: OpenOptions) -> Self {
        options.to_std(false)
    }
}
