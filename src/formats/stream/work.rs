//! One pass over all files of activities, on several threads.

use super::Ground;
use super::chunk::{Chunk, Sizes};
use super::collect::{ChunkId, Collector, Finished, Sum};
use super::input::{FromStart, ReadAt, StreamInput};
use super::queue::{InOrder, Lines, OpenFile, Opening, Queue, Task, n_chunks};
use super::take::{File, Taker, Use};
use crate::formats::SourceOf;
use crate::formats::bad_record::ReadError;
use crate::formats::open_file::{self, FileFormat, Opened};
use crate::formats::reader::{cannot_open, check_header, type_in_name};
use crate::formats::seen_names::SeenNames;
use std::io::{self, BufReader, Write};
use std::panic::resume_unwind;
use std::sync::{Arc, Mutex, PoisonError};

/// How files are read.
#[derive(Clone, Copy)]
pub struct Reading<'o> {
    /// Threads that read; at least one.
    pub n_threads: usize,
    /// Bytes that a thread works on at a time; at least one.
    pub chunk_bytes: usize,
    /// Opens a file by the name it was added under.
    pub open: &'o (dyn Fn(&str) -> io::Result<StreamInput> + Sync),
    /// Where only records are wanted that have this in them: the id of a contact. Others are passed over unread, as far
    /// as that is sure without reading them, and are not counted.
    pub only: Option<&'o str>,
    /// Is told of bytes that were read.
    pub progress: &'o (dyn Fn(u64) + Sync),
}

/// Bytes read at once where a file is read in order.
const BUFFER_BYTES: usize = 256 << 10;

/// A pass in progress.
struct Pass<'p, 'a> {
    reader: &'p Ground<'a>,
    how: Reading<'p>,
    sizes: Sizes,
    queue: Queue,
    collector: Mutex<Collector<'p>>,
}

/// Reads everything once; each thread uses activities in its own way, and gives back what it used.
pub(super) fn pass<'p, U: Use + Send>(
    reader: &'p Ground<'_>,
    how: Reading<'p>,
    rejects: Option<&'p mut (dyn Write + Send)>,
    using: impl Fn() -> U + Sync,
) -> (Sum, Vec<U>) {
    let sizes = Sizes { chunk: how.chunk_bytes.max(1), record: reader.options.max_record_bytes };
    let queue = Queue::new(reader.files.len());
    let pass = Pass { reader, how, sizes, queue, collector: Mutex::new(Collector::new(reader.empty_sum(), rejects)) };
    let used = std::thread::scope(|scope| {
        let threads: Vec<_> =
            (0..how.n_threads.max(1)).map(|_| scope.spawn(|| pass.work(Taker::new(reader, using())))).collect();
        let used = threads.into_iter().map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
        used.collect()
    });
    let collector = pass.collector.into_inner().unwrap_or_else(PoisonError::into_inner);
    (collector.sum, used)
}

impl Pass<'_, '_> {
    /// What one thread does.
    fn work<U: Use>(&self, mut taker: Taker<'_, '_, U>) -> U {
        let mut chunk = Chunk::default();
        while let Some(task) = self.queue.next(self.sizes) {
            match task {
                Task::Open(opening) => self.read_head(&mut taker, opening),
                Task::Chunk(open, nth) => self.read_chunk(&mut taker, &open, nth, &mut chunk),
            }
        }
        taker.using.end();
        taker.using
    }

    /// Reads the start of a file, or all of it.
    fn read_head<U: Use>(&self, taker: &mut Taker<'_, '_, U>, opening: Opening<'_>) {
        let index = opening.file;
        let (source, name) = &self.reader.files[index];
        let mut file = File { index, source: *source, name: name.clone(), ty: None };
        taker.tally.source.n_files = 1;
        let (mut names, mut input) = (SeenNames::default(), None);
        let rest = match self.opened(&mut file, &mut input) {
            Ok(mut opened) => {
                let at_end = taker.read_head(&file, &mut *opened.feed, &mut names);
                taker.tally.n_lines = opened.feed.line() - 1;
                (!at_end).then_some(opened)
            }
            Err(error) => {
                taker.tally.error = Some(error);
                None
            }
        };
        taker.tally.source.names.add(&names);
        let lines = rest.and_then(|opened| self.lines(opened, input.clone()));
        self.finish(taker, (index, 0), &file, lines.is_none(), input);
        if let Some(lines) = lines {
            opening.publish(OpenFile { file, names, lines });
        }
    }

    /// Opens a file, and finds out what it is.
    fn opened(&self, file: &mut File, input: &mut Option<Arc<dyn ReadAt>>) -> Result<Opened<'static>, ReadError> {
        let source = &self.reader.sources[file.source].source;
        let stream = (self.how.open)(&file.name).map_err(|error| ReadError::Open { file: file.name.clone(), error })?;
        let format = source.shape.format.or(FileFormat::of_name(&file.name));
        let limit = self.sizes.record;
        let opened = match stream {
            StreamInput::File(at) => {
                *input = Some(at.clone());
                let from_start = BufReader::with_capacity(BUFFER_BYTES, FromStart::new(at));
                open_file::open(from_start, format, &source.shape, limit)
            }
            StreamInput::Once(once) => open_file::open(once, format, &source.shape, limit),
        };
        let opened = opened.map_err(|error| cannot_open(&file.name, error))?;
        file.ty = type_in_name(source, &file.name)?;
        if let Some(header) = &opened.header {
            check_header(source, &file.name, header)?;
        }
        Ok(opened)
    }

    /// What is left of a file after its first records, if anything.
    fn lines(&self, mut opened: Opened<'static>, input: Option<Arc<dyn ReadAt>>) -> Option<Lines> {
        let from = opened.feed.rest()?.byte;
        match input.filter(|_| opened.as_stored) {
            Some(input) => (n_chunks(input.n_bytes(), from, self.sizes) > 0).then_some(Lines::Anywhere { input, from }),
            None => Some(Lines::InOrder(Mutex::new(InOrder { feed: opened.feed, byte: from, next: Some(1) }))),
        }
    }

    fn read_chunk<U: Use>(&self, taker: &mut Taker<'_, '_, U>, open: &OpenFile, nth: u64, chunk: &mut Chunk) {
        let Some(read) = open.read(nth, chunk, self.sizes) else {
            self.queue.close(open.file.index);
            return;
        };
        match self.how.only {
            None => taker.read_chunk(&open.file, chunk, &open.names),
            Some(id) => taker.read_lines_with(id, &open.file, chunk, &open.names),
        }
        if let (Err(error), None) = (read.read, &taker.tally.error) {
            let line = taker.tally.n_lines + 1;
            taker.tally.error = Some(ReadError::Io { file: open.file.name.clone(), line, error });
        }
        if read.is_last {
            self.queue.close(open.file.index);
        }
        (self.how.progress)(chunk.lines().len() as u64);
        let input = match &open.lines {
            Lines::Anywhere { input, .. } => Some(input.clone()),
            Lines::InOrder(_) => None,
        };
        self.finish(taker, (open.file.index, read.nth), &open.file, read.is_last, input);
    }

    /// Hands in what a chunk came to.
    fn finish<U: Use>(
        &self,
        taker: &mut Taker<'_, '_, U>,
        id: ChunkId,
        file: &File,
        is_last: bool,
        input: Option<Arc<dyn ReadAt>>,
    ) {
        let tally = taker.take_tally();
        if tally.error.is_some() {
            self.queue.stop_at(id);
        }
        let kind = match &self.reader.sources[file.source].source.of {
            SourceOf::Kind(of) => Some(of.kind),
            SourceOf::Activities(_) | SourceOf::Aliases(_) | SourceOf::Links(_) => None,
        };
        let finished = Finished { source: file.source, kind, name: file.name.clone(), tally, is_last, file: input };
        let goes_on = self.collector.lock().unwrap_or_else(PoisonError::into_inner).add(id, finished);
        if !goes_on {
            self.queue.stop_at((0, 0));
        }
    }
}
