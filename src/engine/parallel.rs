//! Work in pieces, on several threads, with what comes out in the order of the pieces.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Does each piece of work, on so many threads at most, and gives what came out in the order of the pieces. Each thread
/// makes itself room to work in. One thread is the caller's own, so that nothing is started where there is no other.
pub(crate) fn in_pieces<R, T: Send>(
    n_threads: usize,
    n_pieces: usize,
    room: impl Fn() -> R + Sync,
    work: impl Fn(&mut R, usize) -> T + Sync,
) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(n_pieces));
    let take_turns = || {
        let mut room = room();
        loop {
            let piece = next.fetch_add(1, Ordering::Relaxed);
            if piece >= n_pieces {
                return;
            }
            let made = work(&mut room, piece);
            done.lock().expect("no thread panics while it pushes").push((piece, made));
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..n_threads.min(n_pieces) {
            scope.spawn(take_turns);
        }
        take_turns();
    });
    let mut done = done.into_inner().expect("no thread panics while it pushes");
    done.sort_unstable_by_key(|(piece, _)| *piece);
    done.into_iter().map(|(_, made)| made).collect()
}

/// Does the work for each item, on so many threads at most.
pub(super) fn for_each<I: Send>(n_threads: usize, items: impl Iterator<Item = I> + Send, work: impl Fn(I) + Sync) {
    let items = Mutex::new(items);
    let next = || items.lock().expect("no thread panics while it takes").next();
    let take_turns = || {
        while let Some(item) = next() {
            work(item);
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..n_threads {
            scope.spawn(take_turns);
        }
        take_turns();
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_come_out_in_order_on_any_number_of_threads() {
        for n_threads in [0, 1, 2, 7] {
            for n_pieces in [0, 1, 50] {
                let squares = in_pieces(n_threads, n_pieces, || 0, |_, piece| piece * piece);
                assert_eq!(squares, (0..n_pieces).map(|piece| piece * piece).collect::<Vec<_>>());
            }
        }
    }

    #[test]
    fn each_item_is_worked_on_once() {
        let mut items = vec![0; 100];
        for_each(3, items.iter_mut(), |item| *item += 1);
        assert_eq!(items, [1; 100]);
    }
}
