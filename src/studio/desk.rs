//! All jobs: which are being played, which are kept, and how many may be.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::Subject;
use super::job::Job;
use super::setting::{Setting, Trouble};

/// Jobs that are played at a time; if there are more, the oldest is called off.
const MOST_PLAYING: usize = 3;
/// Jobs that are kept, for stories and files; each may take tens of megabytes.
const MOST_KEPT: usize = 6;

/// The jobs, oldest first.
#[derive(Default)]
pub(super) struct Desk {
    jobs: Mutex<Vec<Arc<Job>>>,
    next: AtomicU64,
}

impl Desk {
    /// Begins to play a setting, in place of the page's last.
    pub(super) fn begin(&self, setting: Setting, subject: &Subject) -> Result<Arc<Job>, Vec<Trouble>> {
        let benches = setting.load(subject)?;
        // First of all, so that the cores are free for the new one.
        self.call_off(&setting.page);
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let job = Job::begin(id, setting.page, setting.sets, benches, (setting.runs, setting.view), subject);
        let job = job.map_err(|error| vec![Trouble::of_request(format!("no thread can be had: {error}"))])?;
        let mut jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        jobs.push(Arc::clone(&job));
        let playing: Vec<&Arc<Job>> = jobs.iter().filter(|job| job.is_playing()).collect();
        let surplus = playing.len().saturating_sub(MOST_PLAYING);
        playing.iter().take(surplus).for_each(|job| job.call_off());
        let surplus = jobs.len().saturating_sub(MOST_KEPT);
        jobs.drain(..surplus).for_each(|job| job.call_off());
        Ok(job)
    }

    /// The job of this number, if it is kept.
    pub(super) fn job(&self, id: u64) -> Option<Arc<Job>> {
        let jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        jobs.iter().find(|job| job.id == id).cloned()
    }

    fn call_off(&self, page: &str) {
        let jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        jobs.iter().filter(|job| job.page == page).for_each(|job| job.call_off());
    }
}
