//! Showing files, with a file manager and a portal that write down what they are asked.

#[cfg(test)]
#[cfg(target_os = "linux")]
mod session;
