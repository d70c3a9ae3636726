//! The command line, word by word, without what cannot change a result.

use std::collections::BTreeMap;

use clap::parser::ValueSource;
use clap::{ArgAction, ArgMatches, Command};

/// Arguments that say where, how fast and how loudly, and not what.
const BESIDES: [&str; 11] = [
    "out", "threads", "force", "resume", "shard", "units", "quiet", "progress", "dry_run", "help", "version",
];

/// What was asked for, in long names and in the order of the help, so that two command lines that ask for the same are the
/// same. `renamed` gives some files other names.
pub(super) fn words(command: &Command, matches: &ArgMatches) -> Vec<String> {
    let mut words = vec![command.get_name().to_owned()];
    let Some((name, matches)) = matches.subcommand() else { return words };
    words.push(name.to_owned());
    let Some(command) = command.find_subcommand(name) else { return words };
    let mut positional = BTreeMap::new();
    for argument in command.get_arguments() {
        let id = argument.get_id().as_str();
        let is_given = matches.value_source(id) == Some(ValueSource::CommandLine);
        if !is_given || BESIDES.contains(&id) {
            continue;
        }
        let values =
            matches.get_raw(id).into_iter().flatten().map(|value| value.to_string_lossy().into_owned());
        match (argument.get_index(), argument.get_long()) {
            (Some(index), _) => {
                positional.insert(index, values.collect::<Vec<_>>());
            }
            (None, Some(long)) if matches!(argument.get_action(), ArgAction::SetTrue) => {
                words.push(format!("--{long}"));
            }
            // With `=`, so that a value may begin with a dash.
            (None, Some(long)) => words.extend(values.map(|value| format!("--{long}={value}"))),
            (None, None) => {}
        }
    }
    words.extend(positional.into_values().flatten());
    words
}
