//! Work spread over the threads there are; one after the other where there are none, as in a browser.
//!
//! In: items and what to do with each. Out: the results in the order of the items, the same whatever the threads.

/// What `work` makes of each item.
#[cfg(feature = "cli")]
pub fn map<'t, T: Sync, R: Send>(items: &'t [T], work: impl Fn(&'t T) -> R + Sync + Send) -> Vec<R> {
    use rayon::prelude::*;
    items.par_iter().map(work).collect()
}

/// What `work` makes of each item.
#[cfg(not(feature = "cli"))]
pub fn map<'t, T, R>(items: &'t [T], work: impl Fn(&'t T) -> R) -> Vec<R> {
    items.iter().map(work).collect()
}
