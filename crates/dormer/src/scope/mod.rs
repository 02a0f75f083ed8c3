//! What a program lets its pages reach. Not here: which page may call which command.

pub mod fs;
