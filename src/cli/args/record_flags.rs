//! The flags that say where records are and how to read them, shared by every command that reads records.

use clap::Args;

/// Where the records are.
#[derive(Clone, Debug, Args)]
pub struct FileArgs {
    /// Contacts: .ndjson, .jsonl, .json, .csv or .tsv files, each also .gz or .zst, folders or patterns; `-` is stdin
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub contacts: Vec<String>,
    /// Activities: files, folders or patterns as for --contacts
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub activities: Vec<String>,
    /// Records of another kind: `account=accounts.csv`
    #[arg(long, value_name = "KIND=FILE", num_args = 1..)]
    pub records: Vec<String>,
}

/// Where the records are and how to read them.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Records")]
pub struct RecordArgs {
    #[command(flatten)]
    #[allow(missing_docs, reason = "a doc comment here would become help text")]
    pub files: FileArgs,
    /// The field that holds the id of that kind of record; `id` by default
    #[arg(long, value_name = "KIND=FIELD")]
    pub records_key: Vec<String>,
    /// The instant to score at: `2026-11-01T09:00:00Z`, or a date, which is 00:00 in the rules' time zone; now by default
    #[arg(long, value_name = "TIME")]
    pub as_of: Option<String>,
    /// The field of contacts that holds their id [default: id]
    #[arg(long, value_name = "FIELD")]
    pub contact_key: Option<String>,
    /// The field of activities that holds the contact's id [default: contact_id]
    #[arg(long, value_name = "FIELD")]
    pub activity_contact: Option<String>,
    /// The field of activities that says what was done [default: type]
    #[arg(long, value_name = "FIELD")]
    pub activity_type: Option<String>,
    /// The field of activities that says when [default: at]
    #[arg(long, value_name = "FIELD")]
    pub activity_time: Option<String>,
    /// What times count that are numbers since 1970: seconds, thousandths or millionths
    #[arg(long, value_name = "s|ms|us")]
    pub activity_time_unit: Option<String>,
    /// How times are written that are neither numbers nor like `2026-11-01T09:00:00Z`: `%d.%m.%Y %H:%M`
    #[arg(long, value_name = "PATTERN")]
    pub activity_time_format: Option<String>,
    /// The field of activities that holds their own id; where given, the same id twice is one activity
    #[arg(long, value_name = "FIELD")]
    pub activity_id: Option<String>,
    /// Set a `param` of the rules
    #[arg(long = "param", value_name = "NAME=VALUE")]
    pub params: Vec<String>,
    /// What to do with a record that cannot be read: `stop`, `skip`, or a file to write the skipped ones to
    #[arg(long, value_name = "stop|skip|FILE", default_value = "stop")]
    pub on_bad_record: String,
    /// A record longer than this is bad; at most 1 GiB [default: 64 MiB]
    #[arg(long, value_name = "BYTES", value_parser = clap::value_parser!(u64).range(1..=1 << 30))]
    pub max_record_bytes: Option<u64>,
}
