// Tells the parent which globals this frame has.

const names = ['__DORMER_LINK__', '__TAURI_INTERNALS__', 'isTauri', '__TAURI_EVENT_PLUGIN_INTERNALS__'];
parent.postMessage(names.filter((name) => typeof window[name] !== 'undefined'), '*');
