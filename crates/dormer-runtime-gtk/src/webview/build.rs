//! A view from its description: settings, scripts, ground. Not here: what it does afterwards.

use dormer_runtime::{Color, WebviewSpec};
use webkit6::prelude::*;
use webkit6::{
    NetworkSession, Settings, UserContentInjectedFrames, UserContentManager, UserScript,
    UserScriptInjectionTime, WebView,
};

use super::background;
use crate::ui::Ui;

pub(super) fn view(
    ui: &Ui,
    spec: &WebviewSpec,
    scripts: &UserContentManager,
    session: &NetworkSession,
) -> WebView {
    let mut view = WebView::builder()
        .web_context(&ui.context)
        .network_session(session)
        .user_content_manager(scripts)
        .settings(&settings(spec));
    if let Some(policy) = &spec.policy {
        view = view.default_content_security_policy(policy.as_str());
    }
    let view = view.build();
    let ground =
        if spec.transparent { Some(spec.background.unwrap_or(Color(0, 0, 0, 0))) } else { spec.background };
    if ground.is_some() {
        view.set_background_color(&background(ground));
    }
    view
}

fn settings(spec: &WebviewSpec) -> Settings {
    let settings = Settings::new();
    settings.set_enable_developer_extras(spec.devtools);
    settings.set_enable_javascript(spec.javascript);
    settings.set_javascript_can_access_clipboard(spec.clipboard);
    settings.set_user_agent(spec.user_agent.as_deref());
    // A page that comes back from the cache would come back without its link.
    settings.set_enable_page_cache(false);
    settings.set_enable_write_console_messages_to_stdout(false);
    // What the engine has as its own defaults, said so that no later version changes it unnoticed.
    settings.set_allow_file_access_from_file_urls(false);
    settings.set_allow_universal_access_from_file_urls(false);
    settings.set_allow_top_navigation_to_data_urls(false);
    settings.set_disable_web_security(false);
    settings.set_javascript_can_open_windows_automatically(false);
    settings.set_allow_modal_dialogs(false);
    // Nothing leaves the machine because a page merely names an address.
    settings.set_enable_dns_prefetching(false);
    settings
}

/// Adds the scripts of the description, in order.
pub(super) fn add_scripts(scripts: &UserContentManager, spec: &WebviewSpec) {
    for script in &spec.scripts {
        let frames = if script.all_frames {
            UserContentInjectedFrames::AllFrames
        } else {
            UserContentInjectedFrames::TopFrame
        };
        scripts.add_script(&UserScript::new(
            &script.source,
            frames,
            UserScriptInjectionTime::Start,
            &[],
            &[],
        ));
    }
}
