//! How much memory a program and all its processes hold. Not here: when that is asked.

use std::fs;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// The longest that a program gets to come to rest.
const LIMIT: Duration = Duration::from_secs(8);

/// The proportional set size of the program's process tree in MB, once three looks in a row differ by less than one
/// in a hundred.
pub(super) fn settled(pid: u32) -> f64 {
    let limit = Instant::now() + LIMIT;
    let mut last = [0.0; 3];
    loop {
        sleep(Duration::from_millis(700));
        last = [last[1], last[2], tree(pid).into_iter().map(pss).sum::<f64>()];
        let steady = last.iter().all(|value| (value - last[2]).abs() < last[2] / 100.0);
        if steady || Instant::now() > limit {
            return last[2];
        }
    }
}

/// The process and all below it.
fn tree(pid: u32) -> Vec<u32> {
    let mut found = vec![pid];
    let mut at = 0;
    while at < found.len() {
        let threads = fs::read_dir(format!("/proc/{}/task", found[at])).into_iter().flatten().flatten();
        for thread in threads {
            let children = fs::read_to_string(thread.path().join("children")).unwrap_or_default();
            found.extend(children.split_whitespace().filter_map(|child| child.parse::<u32>().ok()));
        }
        at += 1;
    }
    found
}

/// In MB; nothing for a process that ended meanwhile.
fn pss(pid: u32) -> f64 {
    let text = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).unwrap_or_default();
    let kilobytes = text
        .lines()
        .find_map(|line| line.strip_prefix("Pss:")?.split_whitespace().next()?.parse::<f64>().ok());
    kilobytes.unwrap_or_default() * 1024.0 / 1e6
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    #[test]
    fn children_of_children_count() {
        let mut child = Command::new("sh").args(["-c", "sh -c 'sleep 100; true' & wait"]).spawn().unwrap();
        let limit = Instant::now() + Duration::from_secs(10);
        while tree(child.id()).len() < 3 && Instant::now() < limit {
            sleep(Duration::from_millis(5));
        }
        let tree = tree(child.id());
        assert_eq!(tree.len(), 3, "{tree:?}");
        assert!(pss(std::process::id()) > 0.1);
        for pid in tree {
            Command::new("sh").args(["-c", &format!("kill {pid}")]).status().unwrap();
        }
        child.wait().unwrap();
    }
}
