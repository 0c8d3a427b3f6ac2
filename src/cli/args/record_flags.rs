//! The flags that say where records are and how to read them, shared by every command that reads records.

use clap::Args;

/// Where the records are and how to read them.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Records")]
pub struct RecordArgs {
    /// Contacts: .ndjson, .jsonl, .json or .csv files, or patterns; `-` is stdin
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub contacts: Vec<String>,
    /// Activities: files or patterns as for --contacts
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub activities: Vec<String>,
    /// Records of another declared kind: `account=accounts.csv`
    #[arg(long, value_name = "KIND=FILE", num_args = 1..)]
    pub records: Vec<String>,
    /// The field that holds the id of that kind of record; `id` by default
    #[arg(long, value_name = "KIND=FIELD")]
    pub records_key: Vec<String>,
    /// The instant to score at: `2026-11-01T09:00:00Z`, or a date, which is 00:00 in the rules' time zone; now by default
    #[arg(long, value_name = "TIME")]
    pub as_of: Option<String>,
    /// The field of contacts that holds their id
    #[arg(long, value_name = "FIELD", default_value = "id")]
    pub contact_key: String,
    /// The field of activities that holds the contact's id
    #[arg(long, value_name = "FIELD", default_value = "contact_id")]
    pub activity_contact: String,
    /// The field of activities that says what was done
    #[arg(long, value_name = "FIELD", default_value = "type")]
    pub activity_type: String,
    /// The field of activities that says when
    #[arg(long, value_name = "FIELD", default_value = "at")]
    pub activity_time: String,
    /// The field of activities that holds their own id; where given, the same id twice is one activity
    #[arg(long, value_name = "FIELD")]
    pub activity_id: Option<String>,
    /// Set a `param` of the rules
    #[arg(long = "param", value_name = "NAME=VALUE")]
    pub params: Vec<String>,
    /// What to do with a record that cannot be read: `stop`, `skip`, or a file to write the skipped ones to
    #[arg(long, value_name = "stop|skip|FILE", default_value = "stop")]
    pub on_bad_record: String,
}
