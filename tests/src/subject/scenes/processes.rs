//! The web processes of this program, as the system lists them. Nothing else.

use std::fs;

use rustix::process::{Pid, Signal, kill_process};

/// Ids of the web processes that descend from this one.
pub(crate) fn web_processes() -> Vec<i32> {
    let own = std::process::id().cast_signed();
    let all: Vec<_> = fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter_map(|id: i32| Some((id, stat(id)?)))
        .collect();
    let parent = |id: i32| all.iter().find(|(other, _)| *other == id).map(|(_, stat)| stat.parent);
    let descends = |mut id: i32| {
        while let Some(above) = parent(id) {
            if above == own {
                return true;
            }
            id = above;
        }
        false
    };
    all.iter().filter(|(id, stat)| stat.is_web && descends(*id)).map(|(id, _)| *id).collect()
}

struct Stat {
    parent: i32,
    is_web: bool,
}

fn stat(id: i32) -> Option<Stat> {
    let text = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // The name stands in parentheses and may hold anything.
    let (name, rest) = text.rsplit_once(") ")?;
    let mut fields = rest.split(' ');
    let state = fields.next()?;
    let parent = fields.next()?.parse().ok()?;
    Some(Stat { parent, is_web: name.contains("WebKitWebProces") && state != "Z" })
}

/// Ends a process as a failed assertion in it would. A lone segmentation fault from outside is passed over by the
/// engine's own handler.
pub(crate) fn crash(id: i32) -> Result<(), String> {
    let pid = Pid::from_raw(id).ok_or("process 0")?;
    kill_process(pid, Signal::ABORT).map_err(|error| format!("process {id}: {error}"))
}

/// Resident memory of this process in bytes.
pub(crate) fn resident() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib: u64 = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0);
    kib * 1024
}
