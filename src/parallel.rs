//! Work spread over the threads there are; one after the other where there are none, as in a browser.
//!
//! In: items and what to do with each. Out: the results in the order of the items, the same whatever the threads.

/// What `work` makes of each item.
#[cfg(feature = "cli")]
pub(crate) fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync + Send) -> Vec<R> {
    use rayon::prelude::*;
    items.par_iter().map(work).collect()
}

/// What `work` makes of each item.
#[cfg(not(feature = "cli"))]
pub(crate) fn map<T, R>(items: &[T], work: impl Fn(&T) -> R) -> Vec<R> {
    items.iter().map(work).collect()
}
