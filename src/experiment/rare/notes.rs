//! What has been played of a study, so that it need not be played twice.

use super::repeat::Repeat;
use super::study::StudyError;
use crate::experiment::Progress;

/// A repeat of a study. The pilot has only one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The pilot.
    Pilot,
    /// The repeat of this number, counted from 0.
    Repeat(u32),
}

/// Where the repeats of a study are noted. A repeat is a pure function of the program and the plan, so it makes no difference to any bit
/// which are played and which are found.
pub trait Notes {
    /// Why something could not be noted, or the study not be played.
    type Error: From<StudyError>;

    /// What was noted of a repeat.
    fn find(&mut self, place: Place) -> Option<Repeat>;

    /// Notes a repeat that has been played.
    ///
    /// # Errors
    /// If it cannot be noted, or the study is to end.
    fn enter(&mut self, place: Place, repeat: &Repeat) -> Result<(), Self::Error>;
}

/// Notes nothing, and tells how many repeats are done.
pub(super) struct NoNotes<'a, 'p>(pub(super) &'a mut Progress<'p>);

impl Notes for NoNotes<'_, '_> {
    type Error = StudyError;

    fn find(&mut self, _: Place) -> Option<Repeat> {
        None
    }

    fn enter(&mut self, place: Place, _: &Repeat) -> Result<(), StudyError> {
        if let Place::Repeat(number) = place {
            (self.0)(u64::from(number) + 1);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::engine::Outcome;
    use crate::experiment::BatchPlan;
    use crate::experiment::fixture::{RIVALS, program};
    use crate::experiment::rare::{LevelChoice, RarePlan, RareStudy};

    /// Keeps what it is told, until it has no room for more.
    #[derive(Default)]
    struct Notebook {
        pages: BTreeMap<Place, Repeat>,
        entered: Vec<Place>,
        room: usize,
    }

    /// Why a study was cut off.
    #[derive(Debug, PartialEq)]
    enum Cut {
        Study(StudyError),
        Full,
    }

    impl From<StudyError> for Cut {
        fn from(error: StudyError) -> Self {
            Self::Study(error)
        }
    }

    impl Notes for Notebook {
        type Error = Cut;

        fn find(&mut self, place: Place) -> Option<Repeat> {
            self.pages.get(&place).cloned()
        }

        fn enter(&mut self, place: Place, repeat: &Repeat) -> Result<(), Cut> {
            self.pages.insert(place, repeat.clone());
            self.entered.push(place);
            if self.pages.len() < self.room { Ok(()) } else { Err(Cut::Full) }
        }
    }

    #[test]
    fn a_study_that_was_cut_off_plays_only_what_was_not_noted() {
        let (program, batch) = (program(RIVALS), BatchPlan { runs: 20, seed: 3, threads: 1 });
        let plan = RarePlan { outcome: Outcome::War, repeats: 4, effort: 30, levels: LevelChoice::Pilot(30) };
        let whole = RareStudy::run(&program, &batch, &plan, &mut |_| {}).unwrap();
        let mut notebook = Notebook { room: 3, ..Notebook::default() };
        let cut = RareStudy::run_noting(&program, &batch, &plan, &mut notebook);
        assert_eq!(cut.err(), Some(Cut::Full));
        assert_eq!(notebook.entered, [Place::Pilot, Place::Repeat(0), Place::Repeat(1)]);
        // As it comes back from a file.
        let pages = notebook.pages.into_iter().map(|(place, repeat)| {
            let bytes = postcard::to_stdvec(&repeat).unwrap();
            (place, postcard::from_bytes(&bytes).unwrap())
        });
        let mut notebook = Notebook { pages: pages.collect(), room: usize::MAX, ..Notebook::default() };
        let resumed = RareStudy::run_noting(&program, &batch, &plan, &mut notebook).unwrap();
        assert_eq!(notebook.entered, [Place::Repeat(2), Place::Repeat(3)]);
        assert_eq!((resumed.splitting(), resumed.pilot()), (whole.splitting(), whole.pilot()));
        assert_eq!(resumed.dangers(), whole.dangers());
    }
}
