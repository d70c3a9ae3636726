//! Why a command ends early, and with which exit code.

use std::process::ExitCode;

use super::screen;

/// Why a command ends early.
#[derive(Debug)]
pub(super) enum Stop {
    /// The answer is negative, and has been given: `check` found problems.
    Negative,
    /// It could not run; why has been said.
    Told,
    /// It could not run.
    Failed(anyhow::Error),
    /// Something stood in the way that may be gone soon: it is worth trying again.
    Transient(anyhow::Error),
    /// What is there is not all, or contradicts itself; how, in words.
    Incomplete(String),
    /// Somebody interrupted it; what was done is kept.
    Interrupted,
    /// Nobody reads the standard output any more (`offramp … | head`): no reason to complain.
    Unread,
}

impl Stop {
    pub(super) fn exit(self) -> ExitCode {
        match self {
            Self::Negative => ExitCode::from(1),
            Self::Told => ExitCode::from(2),
            Self::Failed(error) => {
                screen::complain("error", &format!("{error:#}"));
                ExitCode::from(2)
            }
            Self::Transient(error) => {
                screen::complain("error", &format!("{error:#}"));
                ExitCode::from(75)
            }
            Self::Incomplete(how) => {
                screen::complain("error", &how);
                ExitCode::from(3)
            }
            Self::Interrupted => ExitCode::from(130),
            Self::Unread => ExitCode::SUCCESS,
        }
    }
}

impl From<anyhow::Error> for Stop {
    fn from(error: anyhow::Error) -> Self {
        Self::Failed(error)
    }
}
