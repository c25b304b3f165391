//! Sorting with one compiled sort for all types: the standard one is compiled anew for each, which a page has to load.
//!
//! In: a slice and how to compare. Out: the slice in order, with equals as they stood. Not for paths that must be fast.

use std::cmp::Ordering;

/// Sorts; equals keep their order.
pub fn sort<T: Ord>(items: &mut [T]) {
    sort_by(items, T::cmp);
}

/// Sorts by a key that is computed once for each; equals keep their order.
pub fn sort_by_key<T, K: Ord>(items: &mut [T], key: impl FnMut(&T) -> K) {
    let keys: Vec<K> = items.iter().map(key).collect();
    apply(items, swaps(items.len(), &mut |a, b| keys.get(a).cmp(&keys.get(b))));
}

/// Sorts by a comparison; equals keep their order.
pub fn sort_by<T>(items: &mut [T], mut compare: impl FnMut(&T, &T) -> Ordering) {
    let swaps = swaps(items.len(), &mut |a, b| match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    });
    apply(items, swaps);
}

fn apply<T>(items: &mut [T], swaps: Vec<(usize, usize)>) {
    swaps.into_iter().for_each(|(a, b)| items.swap(a, b));
}

/// The swaps that bring `count` items into order, one after the other.
fn swaps(count: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<(usize, usize)> {
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|a, b| compare(*a, *b));
    // Which item stands at a place, and at which place an item stands, as the swaps move them.
    let mut standing: Vec<usize> = (0..count).collect();
    let mut places = standing.clone();
    let mut swaps = Vec::new();
    for (place, item) in order.into_iter().enumerate() {
        if let (Some(from), Some(other)) = (places.get(item).copied(), standing.get(place).copied())
            && from != place
        {
            swaps.push((place, from));
            standing.swap(place, from);
            places.swap(item, other);
        }
    }
    swaps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equals_keep_their_order_as_in_the_standard_sort() {
        let mut seed = 7u32;
        for count in 0..200 {
            let mut items: Vec<(u32, usize)> = (0..count)
                .map(|at| {
                    seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    (seed >> 28, at)
                })
                .collect();
            let mut standard = items.clone();
            standard.sort_by_key(|(key, _)| *key);
            let (mut by_key, mut whole) = (items.clone(), items.clone());
            sort_by(&mut items, |a, b| a.0.cmp(&b.0));
            sort_by_key(&mut by_key, |(key, _)| *key);
            sort(&mut whole);
            assert_eq!((&items, &by_key, &whole), (&standard, &standard, &standard));
        }
    }
}
