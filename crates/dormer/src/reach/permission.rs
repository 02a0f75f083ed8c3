//! What pages ask the user for: camera, microphone, place and the like. The answer is no unless the program says yes.

use dormer_runtime::Permission;

use super::navigation::is_own;
use crate::app::Shared;
use crate::{Webview, WebviewWindow};

/// Decides about what a page asks for. Called on the UI thread.
pub type OnPermissionRequest = Box<dyn Fn(Webview, Permission) -> PermissionResponse + Send + Sync>;

/// Answer to what a page asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PermissionResponse {
    /// As the configuration says.
    Default,
    /// Yes.
    Allow,
    /// No.
    Deny,
}

/// Whether a page of this window gets what it asks for.
pub(crate) fn allows(shared: &Shared, window: &WebviewWindow, permission: Permission) -> bool {
    let answer = match &window.webview.hooks().permission {
        Some(decide) => decide(window.webview.clone(), permission),
        None => PermissionResponse::Default,
    };
    let allowed = match answer {
        PermissionResponse::Allow => true,
        PermissionResponse::Deny => false,
        // The configuration speaks of the app's own pages.
        PermissionResponse::Default => {
            is_configured(shared, permission) && window.webview.url().is_ok_and(|url| is_own(shared, &url))
        }
    };
    if !allowed {
        log::info!("a page of window {} asked for `{}` and was refused", window.label(), permission.name());
    }
    allowed
}

fn is_configured(shared: &Shared, permission: Permission) -> bool {
    let mut configured = shared.context.config.app.security.permission_requests.iter();
    configured.any(|known| known.name() == permission.name())
}

#[cfg(test)]
mod tests {
    use dormer_config::PagePermission;

    use super::*;

    #[test]
    fn backend_and_configuration_know_the_same_permissions() {
        let sorted = |mut names: Vec<&'static str>| {
            names.sort_unstable();
            names
        };
        assert_eq!(
            sorted(Permission::ALL.iter().map(|permission| permission.name()).collect()),
            sorted(PagePermission::ALL.iter().map(|permission| permission.name()).collect())
        );
    }
}
