//! Doubts about the windows that a capability names.

use crate::LabelGlob;
use crate::files::{CapabilitySource, Finding};

pub(super) fn check(source: &CapabilitySource, windows: &[&str], found: &mut Vec<Finding>) {
    let CapabilitySource { capability, place } = source;
    if capability.windows.is_empty() && capability.webviews.is_empty() {
        let message = format!(
            "the capability `{}` names no window: add `windows`, such as [\"main\"]",
            capability.identifier
        );
        found.push(Finding::new(place.at(&["identifier".into()]), message));
    }
    if !capability.local && capability.remote.as_ref().is_none_or(|remote| remote.urls.is_empty()) {
        let message = format!(
            "the capability `{}` names no page: `local` is off and `remote.urls` is empty",
            capability.identifier
        );
        found.push(Finding::new(place.at(&["local".into()]), message));
    }
    if windows.is_empty() {
        return;
    }
    for (index, glob) in capability.windows.iter().enumerate() {
        let Ok(compiled) = LabelGlob::new(glob.clone()) else { continue };
        if !windows.iter().any(|label| compiled.matches(label)) {
            let known = windows.iter().map(|label| format!("`{label}`")).collect::<Vec<_>>().join(", ");
            let message = format!(
                "`{glob}` matches no window of the configuration ({known}): right only if the program opens such \
                 a window itself"
            );
            found.push(Finding::new(place.at(&["windows".into(), index.into()]), message));
        }
    }
}
