//! Where results go: stdout, or a file that appears whole or not at all.

use super::exit::Failure;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// A place for a result. Nothing is settled before [`Output::finish`]; dropped before that, a file stays as it was.
pub struct Output {
    target: Target,
    /// As messages name it.
    name: String,
}

enum Target {
    Stdout(BufWriter<io::Stdout>),
    Whole(BufWriter<File>, PendingFile),
    /// A device or a pipe cannot be replaced, only written to.
    Direct(BufWriter<File>),
}

impl Output {
    /// Stdout for nothing and for `-`, else the file.
    pub fn open(path: Option<&Path>) -> Result<Output, Failure> {
        super::progress::end();
        match path {
            Some(path) if path != Path::new("-") => Output::to_file(path),
            _ => Ok(Output { target: Target::Stdout(BufWriter::new(io::stdout())), name: "stdout".to_owned() }),
        }
    }

    fn to_file(path: &Path) -> Result<Output, Failure> {
        let failed = |error: io::Error| Failure::writing(path, &error);
        let name = path.display().to_string();
        if fs::metadata(path).is_ok_and(|known| !known.is_file() && !known.is_dir()) {
            let file = OpenOptions::new().write(true).open(path).map_err(failed)?;
            return Ok(Output { target: Target::Direct(BufWriter::new(file)), name });
        }
        let (file, pending) = PendingFile::create(path).map_err(failed)?;
        Ok(Output { target: Target::Whole(BufWriter::new(file), pending), name })
    }

    /// Writes all that is left and, for a file, puts it in its place.
    pub fn finish(mut self) -> Result<(), Failure> {
        self.settle().map_err(|error| failure_of(&self.name, &error))
    }

    fn settle(&mut self) -> io::Result<()> {
        match &mut self.target {
            Target::Stdout(out) => out.flush(),
            Target::Direct(out) => out.flush(),
            Target::Whole(out, pending) => {
                out.flush()?;
                out.get_ref().sync_all()?;
                pending.commit()
            }
        }
    }

    /// Writes one text and finishes.
    pub fn write_whole(path: Option<&Path>, text: &str) -> Result<(), Failure> {
        let mut output = Output::open(path)?;
        output.text(text)?;
        output.finish()
    }

    /// Writes a text.
    pub fn text(&mut self, text: &str) -> Result<(), Failure> {
        self.write_all(text.as_bytes()).map_err(|error| failure_of(&self.name, &error))
    }

    /// What a failed write of somebody who used this as [`Write`] means.
    pub fn failure(&self, error: &io::Error) -> Failure {
        failure_of(&self.name, error)
    }
}

fn failure_of(name: &str, error: &io::Error) -> Failure {
    if error.kind() == io::ErrorKind::BrokenPipe { Failure::BrokenPipe } else { Failure::writing(name, error) }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.target {
            Target::Stdout(out) => out.write(bytes),
            Target::Whole(out, _) | Target::Direct(out) => out.write(bytes),
        }
    }

    /// Does nothing: [`Output::finish`] settles everything, and writers that flush each row would cost a call each.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A temporary file beside the one it will replace; removed again unless committed.
struct PendingFile {
    temporary: PathBuf,
    target: PathBuf,
    committed: bool,
}

impl PendingFile {
    /// Beside and not in the system's folder for such files, since a rename is whole only within one file system.
    fn create(path: &Path) -> io::Result<(File, PendingFile)> {
        // A link stays a link: what it points to is replaced.
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        if target.is_dir() {
            return Err(io::Error::from(io::ErrorKind::IsADirectory));
        }
        let name = target.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_string_lossy().into_owned();
        for attempt in 0_u32..1000 {
            let temporary = target.with_file_name(format!(".{name}.{}.{attempt}.tmp", std::process::id()));
            match OpenOptions::new().write(true).create_new(true).open(&temporary) {
                Ok(file) => {
                    if let Ok(known) = fs::metadata(&target) {
                        let _ = file.set_permissions(known.permissions());
                    }
                    return Ok((file, PendingFile { temporary, target, committed: false }));
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::Error::from(io::ErrorKind::AlreadyExists))
    }

    fn commit(&mut self) -> io::Result<()> {
        fs::rename(&self.temporary, &self.target)?;
        self.committed = true;
        Ok(())
    }
}

impl Drop for PendingFile {
    fn drop(&mut self) {
        if !self.committed {
            let _ = fs::remove_file(&self.temporary);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A fresh folder of this process and test; the test removes it.
    fn folder(name: &str) -> PathBuf {
        let dir = std::env::temp_dir().join(format!("scoreline-output-{}-{name}", std::process::id()));
        fs::create_dir_all(&dir).expect("a temporary folder can be made");
        dir
    }

    #[test]
    fn a_dropped_output_leaves_the_file_as_it_was() {
        let dir = folder("dropped");
        let path = dir.join("scores.ndjson");
        fs::write(&path, "old").expect("writable");
        let mut output = Output::open(Some(&path)).expect("opens");
        output.text("half of the new").expect("writes");
        drop(output);
        assert_eq!(fs::read_to_string(&path).expect("there"), "old");
        assert_eq!(fs::read_dir(&dir).expect("there").count(), 1, "no temporary file is left");
        fs::remove_dir_all(&dir).expect("removable");
    }

    #[test]
    fn a_finished_output_replaces_the_file() {
        let dir = folder("finished");
        let path = dir.join("scores.ndjson");
        fs::write(&path, "old").expect("writable");
        Output::write_whole(Some(&path), "new").expect("writes");
        assert_eq!(fs::read_to_string(&path).expect("there"), "new");
        assert_eq!(fs::read_dir(&dir).expect("there").count(), 1, "no temporary file is left");
        fs::remove_dir_all(&dir).expect("removable");
    }

    #[test]
    fn a_missing_folder_is_said_by_path_and_cause() {
        let failure = Output::open(Some(Path::new("/nonexistent-folder/x.json"))).err().expect("fails");
        assert_eq!(failure.to_string(), "cannot write `/nonexistent-folder/x.json`: there is no such file");
    }
}
