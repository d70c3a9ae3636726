//! A bench to try the program on: a folder of its own, and what it answers there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A scenario in which a good deal happens, in a few lines.
pub(crate) const PAIR: &str = r#"title = "Two rivals"
description = "Does an incident come to blows?"
start = 2025-01-01
horizon_days = 40

[states.a]
name = "Aland"
resolve = { uniform = { low = 0.3, high = 0.7 } }

[states.b]
name = "Borduria"

[relations.a.b]
grievance = 0.4

[relations.b.a]
grievance = 0.3

[mediators.union]
name = "the Union"
parties.a = { trust = 0.6, leverage = 0.3 }
parties.b = { trust = 0.6, leverage = 0.3 }

[events.incident]
name = "An incident at the border"
date = 2025-01-02
effects = [{ tension = { "a.b" = 0.4 } }, { assertiveness = { a = 0.5 } }, { injury = { "a.b" = 0.3 } }]
"#;

/// A folder of its own to run the program in.
pub(crate) struct Bench {
    folder: tempfile::TempDir,
}

/// What the program answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Bench {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// With `s.toml` holding this text.
    pub(crate) fn with(text: &str) -> Self {
        let bench = Self::new();
        bench.write("s.toml", text);
        bench
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.path(name), bytes).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// Everything in the folder, hidden files too, by name.
    pub(crate) fn list(&self) -> Vec<String> {
        let names = fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<String> =
            names.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// The program, about to be run in the folder.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_offramp"));
        command.args(arguments).current_dir(self.folder.path()).stdin(Stdio::null());
        for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "FORCE_COLOR", "COLUMNS"] {
            command.env_remove(variable);
        }
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Answer {
        Answer::from(self.command(arguments).output().unwrap())
    }

    /// A scenario that is shipped with the program.
    pub(crate) fn shipped(name: &str) -> String {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name).display().to_string()
    }
}

impl From<Output> for Answer {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }
}

impl Answer {
    /// Holds that the program ended with this code.
    #[track_caller]
    pub(crate) fn ended(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{}\n{}", self.stdout, self.stderr);
        self
    }
}
