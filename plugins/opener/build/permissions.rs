//! The plugin's permissions. Not here: what they mean (the permission system).

/// Every command, by its name for pages.
const COMMANDS: [&str; 3] = ["open_path", "open_url", "reveal_item_in_dir"];

/// Addresses that anybody may open in the user's default program.
const DEFAULT_URLS: [&str; 4] = ["mailto:*", "tel:*", "http://*", "https://*"];

/// The permission file.
pub(crate) fn text() -> String {
    let mut text = String::from(
        "[default]\ndescription = \"Opening web, mail and telephone addresses in the default program, and showing \
         files in the file manager.\"\n\
         permissions = [\"allow-open-url\", \"allow-reveal-item-in-dir\", \"allow-default-urls\"]\n\n\
         [[permission]]\nidentifier = \"allow-default-urls\"\n\
         description = \"Covers web, mail and telephone addresses, for the default program.\"\n",
    );
    for url in DEFAULT_URLS {
        text += &format!("[[permission.scope.allow]]\nurl = \"{url}\"\n");
    }
    for command in COMMANDS {
        let kebab = command.replace('_', "-");
        for (verb, what) in [("allow", "Allows"), ("deny", "Denies")] {
            text += &format!(
                "\n[[permission]]\nidentifier = \"{verb}-{kebab}\"\n\
                 description = \"{what} the command {command}.\"\ncommands.{verb} = [\"{command}\"]\n"
            );
        }
    }
    text
}
