//! RARE ENDINGS: the probability of an outcome that plain runs hardly ever show, by multilevel splitting.
//!
//! An importance function gives every state of a run a height, and the run climbs *levels* 1, 2, … on its way
//! to the outcome. Splitting with *fixed effort* plays a fixed number of starts per stage: the first stage
//! plays runs from the beginning until they enter the first level, each further stage goes on from the states
//! in which the stage before entered its level, each time with new luck, and the last stage plays to the end
//! and counts hits. The product of the shares that got through is an estimate of the probability of the
//! outcome. Independent *repeats* of the whole give its mean and standard error. (Garvels 2000, *The splitting
//! method in rare event simulation*; Glasserman, Heidelberger, Shahabuddin and Zajic 1999,
//! *Operations Research* 47(4); Rubino and Tuffin 2009, *Rare Event Simulation Using Monte Carlo Methods*,
//! chapter 3.)
//!
//! Runs may also *earn* on their way the probabilities of hitting that the process knows itself ([`Leg::value`]):
//! what the stages earn, each with the probability of getting there, is added to that product.
//!
//! **The estimate is unbiased**, for any importance function, any levels fixed beforehand, and any number of
//! starts: let η be the empirical distribution of the states that entered a level, weighted with the product
//! of shares up to it. By induction over stages the expectation of η is the law of the entrance states,
//! restricted to the runs that get there, because each state gets the same expected number of starts and each
//! start goes on by the law of the process (Del Moral 2004, *Feynman-Kac Formulae*, chapter 7). Three things
//! follow that are easy to get wrong:
//!
//! - A repeat in which a stage has no survivor counts as an estimate of 0. Leaving it out would bias the mean
//!   upwards.
//! - A run may jump over several levels in one step. It has then entered all of them at once, in the same
//!   state, so it passes the stages in between as a survivor, unplayed and unchanged, together with its
//!   copies. A run that has hit the outcome has in the same sense entered every level: runs that hit past the
//!   levels cost variance, never bias.
//! - Levels may be chosen by a pilot, but only by one with luck of its own ([`choose_levels`]).
//!
//! What the levels do decide is the variance. Where the outcome is mostly reached by runs that low levels make
//! rare (a hidden type that matters only later, say), few repeats may miss them all and agree on too small a
//! value; no interval made of these repeats can show that. The shares by stage and the number of repeats that
//! died out are there to be looked at.
//!
//! | file | topic |
//! |---|---|
//! | `escalation` | the runs of a program as such a process: danger, and what runs earn by it |
//! | `study` | pilot, levels and repeats for a program and an outcome |
//! | `judge` | what to know before using the result |
//! | `process` | what can be split: [`Process`] |
//! | `plan` | [`SplitPlan`]: starts, repeats, and which luck they own |
//! | `levels` | [`Levels`], and how a pilot chooses them |
//! | `luck` | keys of branches, and how states are dealt out to starts |
//! | `notes` | what has been played already, after an interruption |
//! | `repeat` | one repeat, stage by stage |
//! | `splitting` | what the repeats together say |

mod escalation;
mod judge;
mod levels;
mod luck;
mod notes;
mod plan;
mod process;
mod repeat;
mod splitting;
mod study;

pub use escalation::{Climber, Escalation, Unsplittable};
pub use judge::{RareWarning, judge};
pub use levels::{Levels, choose_levels};
pub use notes::{Notes, Place};
pub use plan::SplitPlan;
pub use process::{Leg, Passage, Process, Start};
pub use repeat::{Repeat, Stage};
pub use splitting::{Splitting, StageEstimate, split};
pub use study::{LevelChoice, RarePlan, RareStudy, StudyError};
