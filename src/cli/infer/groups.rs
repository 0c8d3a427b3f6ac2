//! Which files are one source.

use crate::cli::args::InferArgs;
use crate::cli::exit::Failure;
use crate::cli::read_records::{open, told};
use crate::cli::sources::{expanded, is_name};
use crate::formats::{Encoding, FileFormat, FileLook, Sampled, look_at, sample};
use crate::infer::Role;
use crate::syntax::words::is_plain_name;
use std::collections::BTreeSet;
use std::io::{BufRead, Cursor, Read};
use std::path::Path;

/// So much of stdin is held.
const STDIN_BYTES_MAX: u64 = 1 << 30;

/// Files, of which stdin can be opened again and again.
#[derive(Default)]
pub struct Inputs {
    stdin: Option<Vec<u8>>,
}

impl Inputs {
    /// Opens a file.
    pub fn open(&mut self, name: &str) -> Result<Box<dyn BufRead + Send + '_>, Failure> {
        if name != "-" {
            return open(name);
        }
        if self.stdin.is_none() {
            let mut bytes = Vec::new();
            let read = open(name)?.take(STDIN_BYTES_MAX + 1).read_to_end(&mut bytes);
            read.map_err(|error| Failure::reading("-", &error))?;
            if bytes.len() as u64 > STDIN_BYTES_MAX {
                return Err(
                    Failure::new("stdin has more than 1 GiB").help("give it as a file, or its beginning with `head`")
                );
            }
            self.stdin = Some(bytes);
        }
        Ok(Box::new(Cursor::new(self.stdin.as_deref().unwrap_or_default())))
    }
}

/// The files of one source.
pub struct Group {
    /// What its records are.
    pub role: Role,
    /// As they were given: files, folders, patterns.
    pub given: Vec<String>,
    /// All files and how they are written.
    pub files: Vec<(String, FileLook)>,
    /// Names of the first record, where it is no table.
    keys: BTreeSet<String>,
}

impl Group {
    /// Whether all its files are taken for UTF-8.
    pub fn is_utf8(&self) -> bool {
        self.files.iter().all(|(_, look)| look.shape.encoding == Encoding::Utf8)
    }

    /// The same files, read as what Western systems write.
    pub fn in_windows_1252(mut self, inputs: &mut Inputs) -> Result<Group, Failure> {
        for (name, look) in &mut self.files {
            *look = looked(name, Some(Encoding::Windows1252), inputs)?;
        }
        Ok(self)
    }

    /// Whether another group holds the same kind of records in the same shape.
    fn is_like(&self, other: &Group) -> bool {
        let (Some((_, ours)), Some((_, theirs))) = (self.files.first(), other.files.first()) else { return false };
        if self.role != other.role || ours.shape != theirs.shape {
            return false;
        }
        match (&ours.table, &theirs.table) {
            (Some(ours), Some(theirs)) => ours.columns == theirs.columns,
            (None, None) => {
                let n_common = self.keys.intersection(&other.keys).count();
                n_common * 2 >= self.keys.union(&other.keys).count()
            }
            _ => false,
        }
    }
}

/// The sources behind the flags: contacts first, then other records, activities last.
pub fn groups(args: &InferArgs, inputs: &mut Inputs) -> Result<Vec<Group>, Failure> {
    let mut given: Vec<(Role, &str)> = args.files.contacts.iter().map(|file| (Role::Contacts, file.as_str())).collect();
    given.extend(of_kinds(&args.files.records)?);
    given.extend(args.files.activities.iter().map(|file| (Role::Activities, file.as_str())));
    if given.is_empty() {
        return Err(Failure::new("there are no records to look at")
            .help("name them: `--contacts contacts.csv --activities activities.ndjson`"));
    }
    if given.iter().filter(|(_, file)| *file == "-").count() > 1 {
        return Err(Failure::new("stdin can be one source only").help("give all but one of the `-` as files"));
    }
    let mut groups: Vec<Group> = Vec::new();
    for (role, file) in given {
        for group in of_one(&role, file, inputs)? {
            match groups.iter_mut().find(|known| known.is_like(&group)) {
                Some(known) => {
                    known.given.extend(group.given);
                    known.files.extend(group.files);
                }
                None => groups.push(group),
            }
        }
    }
    Ok(groups)
}

/// `account=a.csv b.csv`: a file without a kind is of the kind before it.
fn of_kinds(given: &[String]) -> Result<Vec<(Role, &str)>, Failure> {
    let mut current = None;
    let mut files = Vec::new();
    for one in given {
        let file = match one.split_once('=') {
            Some((kind, file)) if is_name(kind) => {
                if !is_plain_name(kind) || matches!(kind, "contact" | "contacts" | "activity" | "everyone") {
                    return Err(Failure::new(format!("`--records {one}`: no kind of record can be called `{kind}`"))
                        .help("write a name such as `account`"));
                }
                current = Some(kind);
                file
            }
            _ => one.as_str(),
        };
        let Some(kind) = current else {
            return Err(Failure::new(format!("`--records {one}` does not say what kind of records these are"))
                .help(format!("write `--records account={one}`")));
        };
        files.push((Role::Kind(kind.to_owned()), file));
    }
    Ok(files)
}

/// The sources in one argument. Tables with other columns are sources of their own.
fn of_one(role: &Role, given: &str, inputs: &mut Inputs) -> Result<Vec<Group>, Failure> {
    let mut groups: Vec<Group> = Vec::new();
    for name in expanded(Path::new(""), &[given.to_owned()])? {
        let look = looked(&name, None, inputs)?;
        let keys = if look.table.is_some() { BTreeSet::new() } else { first_keys(&name, &look, inputs)? };
        let group = Group { role: role.clone(), given: vec![name.clone()], files: vec![(name, look)], keys };
        let is_table = |group: &Group| group.files.iter().any(|(_, look)| look.table.is_some());
        let fits = |known: &&mut Group| known.is_like(&group) || !(is_table(known) || is_table(&group));
        match groups.iter_mut().find(fits) {
            Some(known) => {
                known.given.extend(group.given);
                known.files.extend(group.files);
            }
            None => groups.push(group),
        }
    }
    if let [only] = &mut groups[..] {
        only.given = vec![given.to_owned()];
    }
    Ok(groups)
}

fn looked(name: &str, encoding: Option<Encoding>, inputs: &mut Inputs) -> Result<FileLook, Failure> {
    let input = inputs.open(name)?;
    look_at(name, FileFormat::of_name(name), encoding, input).map_err(|error| told(&error))
}

fn first_keys(name: &str, look: &FileLook, inputs: &mut Inputs) -> Result<BTreeSet<String>, Failure> {
    let mut keys = BTreeSet::new();
    let mut take = |record: &Sampled| {
        if let Sampled::Object(entries) = record {
            keys.extend(entries.iter().map(|(key, _)| key.clone()));
        }
    };
    sample(name, look, inputs.open(name)?, 1, &mut take).map_err(|error| told(&error))?;
    Ok(keys)
}

/// The name of a file without its folder.
pub fn file_name(path: &str) -> String {
    Path::new(path).file_name().map_or_else(|| path.to_owned(), |name| name.to_string_lossy().into_owned())
}
