//! A file that has to stay as it is while it is read.

use crate::formats::ReadAt;
use std::fs::{File, Metadata};
use std::io::{self, Read};

/// Reads a file, and fails at its end if it was written to in the meantime: what was read is then neither the old nor
/// the new file. Pipes and devices are read as they come.
pub struct Steady {
    file: File,
    before: Option<Metadata>,
    n_read: u64,
}

impl Steady {
    /// A file at its start.
    pub fn new(file: File) -> io::Result<Steady> {
        let before = Some(file.metadata()?).filter(Metadata::is_file);
        Ok(Steady { file, before, n_read: 0 })
    }

    fn check(&self) -> io::Result<()> {
        let Some(before) = &self.before else {
            return Ok(());
        };
        if self.n_read != before.len() {
            return Err(changed());
        }
        check_same(before, &self.file.metadata()?)
    }
}

fn check_same(before: &Metadata, after: &Metadata) -> io::Result<()> {
    // Systems without times of change still have lengths.
    let same_time = before.modified().ok() == after.modified().ok();
    if before.len() == after.len() && same_time { Ok(()) } else { Err(changed()) }
}

fn changed() -> io::Error {
    io::Error::other("the file changed while it was read; try again with a copy")
}

/// The same for a file that several threads read, each at its own place.
pub struct SteadyAt {
    file: File,
    before: Metadata,
    /// Where a system cannot read at a place without moving there, one thread does so at a time.
    #[cfg(not(unix))]
    moving: std::sync::Mutex<()>,
}

impl SteadyAt {
    /// A regular file.
    pub fn new(file: File, before: Metadata) -> SteadyAt {
        SteadyAt {
            file,
            before,
            #[cfg(not(unix))]
            moving: std::sync::Mutex::new(()),
        }
    }
}

impl ReadAt for SteadyAt {
    fn n_bytes(&self) -> u64 {
        self.before.len()
    }

    #[cfg(unix)]
    fn read_at(&self, buffer: &mut [u8], at: u64) -> io::Result<usize> {
        std::os::unix::fs::FileExt::read_at(&self.file, buffer, at)
    }

    #[cfg(not(unix))]
    fn read_at(&self, buffer: &mut [u8], at: u64) -> io::Result<usize> {
        let _moving = self.moving.lock();
        io::Seek::seek(&mut &self.file, io::SeekFrom::Start(at))?;
        (&self.file).read(buffer)
    }

    fn check(&self) -> io::Result<()> {
        check_same(&self.before, &self.file.metadata()?)
    }
}

impl Read for Steady {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.file.read(buffer)?;
        self.n_read += n as u64;
        if n == 0 && !buffer.is_empty() {
            self.check()?;
        }
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn a_file_that_grows_or_shrinks_while_it_is_read_is_refused() {
        let path = std::env::temp_dir().join(format!("scoreline-steady-{}", std::process::id()));
        let mut writer = File::create(&path).expect("a file of the test");
        writer.write_all(b"first\n").expect("it is written");
        let opened = || Steady::new(File::open(&path).expect("it is there")).expect("it has metadata");
        let mut text = String::new();
        opened().read_to_string(&mut text).expect("nothing changes");
        assert_eq!(text, "first\n");
        let mut growing = opened();
        let mut start = [0; 3];
        growing.read_exact(&mut start).expect("three bytes");
        writer.write_all(b"second\n").expect("it is written");
        assert!(growing.read_to_string(&mut text).is_err());
        let shrinking = opened();
        writer.set_len(2).expect("it is cut");
        assert!(io::read_to_string(shrinking).is_err());
        std::fs::remove_file(&path).expect("it is removed");
    }
}
