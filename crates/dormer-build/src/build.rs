//! [`build`] and [`try_build`]: the whole of a build script.

use std::fs;
use std::path::{Path, PathBuf};

use dormer_config::embedded::{EmbeddedBuilder, PackageText};
use dormer_config::read::{self, Reading, Source};
use dormer_config::{Config, FrontendDist, PatternKind, WindowUrl};

use crate::environment::PATCHES;
use crate::front_end::{FrontEnd, Refusal, load};
use crate::icon::Picture;
use crate::{Attributes, BuildError, Environment, Output};
use crate::{isolation, page};

/// The embedded file in the output folder.
const CONTEXT: &str = "dormer-context.bin";
/// What macros need to know, beside it.
const CONTEXT_NOTE: &str = "dormer-context.json";

/// Levels of deflate. A build that is not shipped stores the files as they are, which is fastest; for one
/// that is, higher levels take more than twice the time and gain about one percent.
const RELEASE_LEVEL: u8 = 6;
const DEBUG_LEVEL: u8 = 0;

/// Resolves configuration, front end and icon into `dormer-context.bin` in the output folder of cargo.
///
/// Prints what is wrong and ends the build script if something is. Call it from `build.rs`.
pub fn build() {
    Attributes::new().build();
}

/// As [`build`], with settings, and with the error as a value.
pub fn try_build(attributes: Attributes) -> Result<(), BuildError> {
    let output = attributes.run(&Environment::from_process()?)?;
    print!("{output}");
    Ok(())
}

impl Attributes {
    /// As [`build`](crate::build), with these settings.
    pub fn build(self) {
        if let Err(error) = try_build(self) {
            eprintln!("\nerror: {}\n", error.report());
            std::process::exit(1);
        }
    }

    /// The work of [`try_build`] in a given environment: writes the files and returns what cargo is to be told.
    pub fn run(&self, environment: &Environment) -> Result<Output, BuildError> {
        let mut output = Output::default();
        let reading = read::read(&Source {
            dir: environment.manifest_dir.clone(),
            file: self.config_path.clone(),
            target: environment.target.clone(),
            inline: environment.patches.clone(),
        })?;
        reading.files.iter().for_each(|file| output.watch(file));
        reading.warnings.iter().for_each(|warning| output.warn(warning));
        PATCHES.iter().for_each(|name| output.instruct("rerun-if-env-changed", name));

        let level = if environment.release { RELEASE_LEVEL } else { DEBUG_LEVEL };
        let mut embedded = EmbeddedBuilder::new(level);
        let inputs =
            Inputs { reading: &reading, dir: reading.file.parent().unwrap_or(&environment.manifest_dir) };
        inputs.add_icon(&mut embedded, &mut output)?;
        if !(environment.dev && reading.config.build.dev_url.is_some()) {
            inputs.add_front_end(&mut embedded, &mut output)?;
        }

        inputs.add_isolation(&mut embedded, &mut output)?;

        let tables = self.permissions.resolve(environment, &reading, inputs.dir, &mut output)?;
        embedded.permissions(tables.permissions, tables.manifests);

        let config = runtime_config(reading.config.clone(), environment);
        let package = &environment.package;
        let file = embedded.finish(
            &config,
            &PackageText {
                name: config.product_name.as_deref().unwrap_or(&package.name),
                version: config.version.as_deref().unwrap_or(&package.version),
                authors: &package.authors,
                description: &package.description,
                crate_name: &package.name,
            },
        )?;
        write(&environment.out_dir.join(CONTEXT), &file)?;
        let name = reading.file.file_name().unwrap_or_default().to_string_lossy();
        let note = serde_json::json!({
            "config": name, "dev": environment.dev, "capabilities": tables.capability_files,
        });
        write(&environment.out_dir.join(CONTEXT_NOTE), note.to_string().as_bytes())?;
        cfgs(environment, &mut output);
        Ok(output)
    }
}

/// The configuration that the program carries.
fn runtime_config(config: Config, environment: &Environment) -> Config {
    let mut config = config.into_runtime();
    // A shipped program must not trust the address of a development server.
    if !environment.dev {
        config.build.dev_url = None;
    }
    config.product_name.get_or_insert_with(|| environment.package.name.clone());
    config.version.get_or_insert_with(|| environment.package.version.clone());
    config
}

fn cfgs(environment: &Environment, output: &mut Output) {
    for name in ["desktop", "mobile", "dev"] {
        output.instruct("rustc-check-cfg", format_args!("cfg({name})"));
    }
    output.instruct("rustc-cfg", if environment.is_mobile() { "mobile" } else { "desktop" });
    if environment.dev {
        output.instruct("rustc-cfg", "dev");
    }
}

/// The files that the configuration names; paths count from its folder.
struct Inputs<'a> {
    reading: &'a Reading,
    dir: &'a Path,
}

impl Inputs<'_> {
    fn refuse(&self, key: &str, Refusal { path, problem }: Refusal) -> BuildError {
        let file = self.reading.file.display().to_string();
        BuildError::Input { file, key: key.to_owned(), path, problem }
    }

    /// Adds the first PNG file of `bundle.icon`, or else `icons/icon.png` if there is one.
    fn add_icon(&self, embedded: &mut EmbeddedBuilder, output: &mut Output) -> Result<(), BuildError> {
        let is_png =
            |path: &&String| Path::new(path).extension().is_some_and(|ext| ext.eq_ignore_ascii_case("png"));
        let named = self.reading.config.bundle.icon.iter().find(is_png).map(|path| self.dir.join(path));
        let usual = || Some(self.dir.join("icons/icon.png")).filter(|path| path.is_file());
        let Some(path) = named.or_else(usual) else { return Ok(()) };
        let refuse = |refusal| self.refuse("bundle.icon", refusal);
        let file = fs::read(&path).map_err(|error| {
            refuse(Refusal { path: path.clone(), problem: format!("cannot be read: {error}") })
        })?;
        let picture = Picture::decode(&file).map_err(|error| {
            refuse(Refusal { path: path.clone(), problem: format!("is no PNG file: {error}") })
        })?;
        output.watch(&path);
        Ok(embedded.icon(picture.width, picture.height, &picture.rgba)?)
    }

    /// Adds all files of `build.frontendDist`.
    fn add_front_end(&self, embedded: &mut EmbeddedBuilder, output: &mut Output) -> Result<(), BuildError> {
        const KEY: &str = "build.frontendDist";
        let config = &self.reading.config;
        let Some(dist) = &config.build.frontend_dist else { return Ok(()) };
        let refuse = |refusal| self.refuse(KEY, refusal);
        let found = FrontEnd::collect(dist, self.dir).map_err(refuse)?;
        found.roots.iter().for_each(|root| output.watch(root));
        for (key, path) in &found.files {
            let bytes = load(path).map_err(refuse)?;
            if page::is_page(key) {
                let (bytes, plan) = page::prepare(bytes);
                embedded.page(key, bytes, &plan)?;
            } else {
                embedded.asset(key, bytes)?;
            }
        }
        let opens_index =
            config.app.windows.iter().any(|window| window.create && window.url == WindowUrl::default());
        let has_index = found.files.iter().any(|(key, _)| key == "/index.html");
        if opens_index && !has_index && !matches!(dist, FrontendDist::Url(_)) {
            output.warn(format_args!(
                "{}: {KEY}: no `index.html` in it, and a window opens that page",
                self.reading.file.display()
            ));
        }
        Ok(())
    }
}

impl Inputs<'_> {
    /// Adds the page of `app.security.pattern.options.dir`.
    fn add_isolation(&self, embedded: &mut EmbeddedBuilder, output: &mut Output) -> Result<(), BuildError> {
        let PatternKind::Isolation { dir } = &self.reading.config.app.security.pattern else { return Ok(()) };
        let dir = self.dir.join(dir);
        output.watch(&dir);
        let page = isolation::page(&dir)
            .map_err(|refusal| self.refuse("app.security.pattern.options.dir", refusal))?;
        let (bytes, plan) = page::prepare(page);
        Ok(embedded.isolation(bytes, &plan)?)
    }
}

/// Writes a file unless it is there already with the same contents, so that nothing is built again for it.
fn write(path: &PathBuf, bytes: &[u8]) -> Result<(), BuildError> {
    if fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    fs::write(path, bytes).map_err(|source| BuildError::Write { path: path.clone(), source })
}

#[cfg(test)]
mod tests;
