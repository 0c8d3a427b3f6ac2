//! Which thread reads what next: files from their starts, and the chunks of those that can be cut.

use super::chunk::{Chunk, Sizes};
use super::collect::ChunkId;
use super::input::ReadAt;
use super::take::File;
use crate::formats::feed::Feed;
use crate::formats::seen_names::SeenNames;
use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// Hands out work. Files are begun in their order, and the chunks of the first ones go before those of later ones.
pub(super) struct Queue {
    state: Mutex<State>,
    changed: Condvar,
    n_files: usize,
}

struct State {
    next_file: usize,
    /// Files that are being opened, whose chunks are not known yet.
    n_opening: usize,
    /// With the number of the next chunk.
    open: Vec<(Arc<OpenFile>, u64)>,
    /// Nothing at or after this chunk is wanted any more.
    stop_at: Option<ChunkId>,
}

/// A file whose first records were read, and of which chunks of lines are left.
pub(super) struct OpenFile {
    pub(super) file: File,
    pub(super) names: SeenNames,
    pub(super) lines: Lines,
}

/// Lines that were not read yet.
pub(super) enum Lines {
    /// From a byte of a file that any thread can read anywhere.
    Anywhere { input: Arc<dyn ReadAt>, from: u64 },
    /// Of an input that has to be read in order: whoever wants a chunk reads the next one.
    InOrder(Mutex<InOrder>),
}

/// An input that is read in order.
pub(super) struct InOrder {
    pub(super) feed: Box<dyn Feed + Send>,
    /// Bytes before what comes next.
    pub(super) byte: u64,
    /// The number of the next chunk; none after the last one.
    pub(super) next: Option<u64>,
}

/// Something to do.
pub(super) enum Task<'q> {
    /// Read a file from its start.
    Open(Opening<'q>),
    /// Read one chunk of a file; of an input that is read in order, the next one, whichever that is.
    Chunk(Arc<OpenFile>, u64),
}

/// A file that one thread opens; the others know that chunks may come of it until this is dropped.
pub(super) struct Opening<'q> {
    queue: &'q Queue,
    pub(super) file: usize,
}

impl Queue {
    pub(super) fn new(n_files: usize) -> Queue {
        let state = State { next_file: 0, n_opening: 0, open: Vec::new(), stop_at: None };
        Queue { state: Mutex::new(state), changed: Condvar::new(), n_files }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A thread that panics ends the run; what it held is looked at no more.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next thing to do; waits while files are being opened. None at the end.
    pub(super) fn next(&self, sizes: Sizes) -> Option<Task<'_>> {
        let mut state = self.lock();
        loop {
            let stop_at = state.stop_at.unwrap_or((usize::MAX, 0));
            if let Some(task) = state.next_chunk(stop_at, sizes) {
                return Some(task);
            }
            if state.next_file < self.n_files && (state.next_file, 0) < stop_at {
                let file = state.next_file;
                state.next_file += 1;
                state.n_opening += 1;
                return Some(Task::Open(Opening { queue: self, file }));
            }
            if state.n_opening == 0 {
                return None;
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Nothing at or after a chunk is wanted any more.
    pub(super) fn stop_at(&self, id: ChunkId) {
        let mut state = self.lock();
        state.stop_at = Some(state.stop_at.map_or(id, |earlier| earlier.min(id)));
        self.changed.notify_all();
    }

    /// There are no chunks left in an input that is read in order.
    pub(super) fn close(&self, file: usize) {
        self.lock().open.retain(|(open, _)| open.file.index != file);
    }
}

impl State {
    fn next_chunk<'q>(&mut self, stop_at: ChunkId, sizes: Sizes) -> Option<Task<'q>> {
        let open = self.open.iter_mut().find(|(open, next)| (open.file.index, *next) < stop_at)?;
        let task = Task::Chunk(open.0.clone(), open.1);
        if let Lines::Anywhere { .. } = open.0.lines {
            open.1 += 1;
            if open.1 > open.0.last_chunk(sizes) {
                let done = open.0.file.index;
                self.open.retain(|(open, _)| open.file.index != done);
            }
        }
        Some(task)
    }
}

impl Opening<'_> {
    /// The file has chunks for everybody.
    pub(super) fn publish(self, open: OpenFile) {
        let mut state = self.queue.lock();
        state.open.push((Arc::new(open), 1));
        state.open.sort_by_key(|(open, _)| open.file.index);
    }
}

impl Drop for Opening<'_> {
    fn drop(&mut self) {
        self.queue.lock().n_opening -= 1;
        self.queue.changed.notify_all();
    }
}

impl OpenFile {
    /// The number of the last chunk; the start of the file, up to where its chunks begin, is number 0.
    fn last_chunk(&self, sizes: Sizes) -> u64 {
        match &self.lines {
            Lines::Anywhere { input, from } => n_chunks(input.n_bytes(), *from, sizes),
            Lines::InOrder(_) => u64::MAX,
        }
    }

    /// Reads a chunk; gives its number, whether it is the last one, and whether reading failed. None where another
    /// thread has read the last one.
    pub(super) fn read(&self, nth: u64, chunk: &mut Chunk, sizes: Sizes) -> Option<ReadChunk> {
        match &self.lines {
            Lines::Anywhere { input, from } => {
                let at = from + (nth - 1) * sizes.chunk as u64;
                let read = chunk.read_at(&**input, *from, at, sizes);
                Some(ReadChunk { nth, is_last: nth == self.last_chunk(sizes), read })
            }
            Lines::InOrder(in_order) => in_order.lock().unwrap_or_else(PoisonError::into_inner).read(chunk, sizes),
        }
    }
}

/// A chunk that was read, or could not be.
pub(super) struct ReadChunk {
    pub(super) nth: u64,
    pub(super) is_last: bool,
    pub(super) read: io::Result<()>,
}

impl InOrder {
    fn read(&mut self, chunk: &mut Chunk, sizes: Sizes) -> Option<ReadChunk> {
        let nth = self.next?;
        let rest = self.feed.rest()?;
        let more = chunk.take(rest, &mut self.byte, sizes);
        let is_last = !*more.as_ref().unwrap_or(&false);
        self.next = (!is_last).then_some(nth + 1);
        Some(ReadChunk { nth, is_last, read: more.map(drop) })
    }
}

/// How many chunks there are from a byte of a file on.
pub(super) fn n_chunks(n_bytes: u64, from: u64, sizes: Sizes) -> u64 {
    n_bytes.saturating_sub(from).div_ceil(sizes.chunk as u64)
}
