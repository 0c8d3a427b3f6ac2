use super::*;
use crate::formats::{ActivityIdFrom, Encoding, FirstOf, Separator, TypeFrom, Way};

fn project(text: &str) -> Project {
    Project::from_toml("scoreline.toml", text).unwrap_or_else(|error| panic!("{error}"))
}

fn wrong(text: &str) -> String {
    let error = Project::from_toml("scoreline.toml", text).expect_err("it is wrong");
    error.help.as_ref().map_or(error.to_string(), |help| format!("{error} | {help}"))
}

#[test]
fn the_example_of_the_documentation_is_read() {
    let read = project(
        r#"
rules = "rules/lead.score"

[[contacts]]
files  = "crm/contacts-*.ndjson.gz"
key    = "properties.hs_object_id"
fields = { job_title = "properties.jobtitle", company_size = "properties.numemployees" }
missing = ["Select", "NULL"]

[[activities]]
files   = "sendgrid/*.json"
contact = { field = "email", matches = "email", ignore_case = true }
type    = { field = "event", map = { open = "email_open", click = "email_click" } }
time    = { field = "timestamp", unit = "s" }
id      = "sg_event_id"

[[records.account]]
files = "crm/companies.csv"
key   = "Company ID"

[[activities]]
files   = ["web/pages.csv", "web/old"]
type    = "page_view"
each    = "events[]"
contact = ["userId", "anonymousId", { field = "email", matches = "email" }]
"#,
    );
    assert_eq!(read.rules, ["rules/lead.score"]);
    let names: Vec<&str> = read.sources.iter().map(|source| &*source.source.name).collect();
    assert_eq!(names, ["contacts", "account", "activities sendgrid/*.json", "activities web/pages.csv web/old"]);
    let SourceOf::Kind(contacts) = &read.sources[0].source.of else { panic!("contacts come first") };
    assert_eq!(contacts.key, FirstOf(vec![Way::new("properties.hs_object_id")]));
    assert_eq!(read.sources[0].source.spelling.missing, ["Select", "NULL"]);
    let SourceOf::Activities(mail) = &read.sources[2].source.of else { panic!("activities come last") };
    assert!(matches!(mail.id, ActivityIdFrom::Declared(_)));
    assert_eq!(mail.type_map[1], ("click".to_owned(), "email_click".to_owned()));
    let SourceOf::Activities(web) = &read.sources[3].source.of else { panic!("activities come last") };
    assert_eq!((web.contact.len(), &web.ty), (3, &TypeFrom::Constant("page_view".to_owned())));
}

#[test]
fn fields_may_be_spelled_in_their_own_way() {
    let read = project(
        r#"
[[contacts]]
files = "a.csv"
separator = ";"
skip_lines = 3
around = ["€"]
encoding = "latin-1"
columns = ["id", "x"]
decimal = ","
thousands = "."
times = { zone = "Europe/Paris" }
[contacts.fields]
"*" = "p.*.value"
revenue = { field = ["Revenue", "Umsatz"], missing = ["-"] }
since = { format = "%d.%m.%Y" }
size = { decimal = ".", thousands = ",", map = { "1-10" = "5" } }
"#,
    );
    let source = &read.sources[0].source;
    assert_eq!((source.shape.encoding, source.shape.separator), (Encoding::Latin1, Some(Separator::Sign(b';'))));
    assert_eq!((source.shape.skip_lines, &source.spelling.around[..]), (3, &["€".to_owned()][..]));
    assert_eq!(source.other_fields, ["p.*.value"]);
    let of = |name: &str| source.fields.iter().find(|field| field.field == name).expect("it is mapped");
    assert_eq!(of("revenue").from.0.len(), 2);
    let revenue = of("revenue").spelling.as_ref().expect("its own");
    assert_eq!((revenue.decimal, &revenue.missing[..]), (Some(','), &["-".to_owned()][..]));
    let since = of("since").spelling.as_ref().expect("its own");
    assert_eq!((since.time.formats.len(), since.time.zone.is_some()), (1, true));
    assert_eq!(of("since").from, FirstOf(vec![Way::new("p.since.value")]), "it stands where all others do");
}

/// A project file that is wrong, and what is said.
#[rustfmt::skip]
const WRONG: &[(&str, &str)] = &[
    ("rules = 1", "scoreline.toml:1:9: `rules` has to be a text, this is a number | texts stand in quotes"),
    ("[[contact]]\nfiles = 'a'", "scoreline.toml:1:3: there is no setting `contact` here | did you mean `contacts`?"),
    ("[contacts]\nfiles = 'a'", "scoreline.toml:1:1: `contacts` has to be a list of tables, this is a table | write `[[contacts]]` with two brackets"),
    ("[[contacts]]\nfile = 'a'", "scoreline.toml:1:1: `files` is not set: the source has no files | add `files = \"crm/contacts.csv\"`"),
    ("[[contacts]]\nfiles = 'a'\nkeys = 'b'", "scoreline.toml:3:1: there is no setting `keys` here | did you mean `key`?"),
    ("[[contacts]]\nfiles = 'a'\nkey = ''", "scoreline.toml:3:7: `key` names no field"),
    ("[[contacts]]\nfiles = 'a'\nkey = []", "scoreline.toml:3:7: `key` names no field"),
    ("[[contacts]]\nfiles = 'a'\nfields = { x = 1 }", "scoreline.toml:3:16: `x` has to say where the field stands, this is a number | write it like `x = \"properties.x\"`"),
    ("[[contacts]]\nfiles = 'a'\nfields = { x = { formats = 'a' } }", "scoreline.toml:3:18: there is no setting `formats` here | did you mean `format`?"),
    ("[[contacts]]\nfiles = 'a'\nfields = { '*' = 'a' }", "scoreline.toml:3:18: the place of all other fields has no `*` for their name | write it like `\"*\" = \"properties.*.value\"`"),
    ("[[contacts]]\nfiles = 'a'\nthousands = '.'", "scoreline.toml:1:1: the signs of `decimal` and `thousands` are the same | declare both: `decimal = \",\"` and `thousands = \".\"`"),
    ("[[contacts]]\nfiles = 'a'\ndecimal = 'comma'", "scoreline.toml:1:1: `decimal` has to be one sign, such as `,`"),
    ("[[contacts]]\nfiles = 'a'\nencoding = 'ebcdic'", "scoreline.toml:1:1: the encoding `ebcdic` is not known | write `utf-8`, `latin-1`, `windows-1252` or `utf-16`"),
    ("[[contacts]]\nfiles = 'a'\nseparator = 'x'", "scoreline.toml:1:1: the separator `x` is not known | write `,`, `;`, `|`, `tab`, or `blanks` for any number of them"),
    ("[[contacts]]\nfiles = 'a'\nformat = 'xls'", "scoreline.toml:1:1: there is no format `xls` | write `csv`, `tsv`, `json` or `ndjson`"),
    ("[[contacts]]\nfiles = 'a'\ntimes = { unit = 'h' }", "scoreline.toml:3:9: there is no unit `h` | write `s`, `ms`, `us` or `ns`"),
    ("[[contacts]]\nfiles = 'a'\ntimes = { zone = 'Europe/Pari' }", "scoreline.toml:3:9: there is no time zone `Europe/Pari` | did you mean `Europe/Paris`?"),
    ("[[contacts]]\nfiles = 'a'\ntimes = { format = '%d.%m' }", "scoreline.toml:3:9: the pattern `%d.%m` cannot be read: it has no year (`%Y`) | write it like `%d.%m.%Y %H:%M`"),
    ("[[contacts]]\nfiles = 'a'\nskip_lines = -1", "scoreline.toml:3:14: `skip_lines` has to be a whole number from 0 to 10000"),
    ("[[contacts]]\nfiles = 'a'\nskip_lines = '2'", "scoreline.toml:3:14: `skip_lines` has to be a whole number from 0 to 10000"),
    ("[[contacts]]\nfiles = 'a'\naround = ['']", "scoreline.toml:1:1: `around` has an empty word"),
    ("[[records]]\nfiles = 'a'", "scoreline.toml:1:1: `records` does not say what kind of records these are | write `[[records.account]]` with the name of the kind"),
    ("[[activities]]\nfiles = 'a'\ncontact = { matches = 'a' }", "scoreline.toml:3:11: `contact` does not say its `field` | write `field = \"email\"`"),
    ("[[activities]]\nfiles = 'a'\ncontact = { field = 'a', ignore_case = true }", "scoreline.toml:3:11: `ignore_case` is for keys that match a field; ids are compared as they are"),
    ("[[activities]]\nfiles = 'a'\nunique = true", "scoreline.toml:1:1: `unique` is set, and no `id` | add `id = \"event_id\"`"),
    ("[[activities]]\nfiles = 'a'\ntype = { file = 'a.csv' }", "scoreline.toml:3:8: `file` has to have one `*`, which stands for the type | write it like `file = \"email_*.csv\"`"),
    ("[[activities]]\nfiles = 'a'\ntype = { map = { a = 'b' } }", "scoreline.toml:3:8: `type` has to say its `field`, its fields (`all`) or its `file`, one of them | write `{ field = \"event\" }`"),
    ("[[activities]]\nfiles = 'a'\ntype = ['a']", "scoreline.toml:3:8: `type` cannot be a list | write `type = \"page_view\"`, the same for all, or `type = { field = \"event\" }`"),
    ("[[activities]]\nfiles = 'a'\nonly = { a = 1 }", "scoreline.toml:3:14: `a` has to be a text, this is a number | write the text it has to have, a list of them, or `true` for any"),
    ("[[contacts]]\nfiles = 'a'\nexcept = 'x'", "scoreline.toml:3:10: `except` has to be a table, this is a text"),
    ("[[contacts]]\nfiles = 'a'\neach = ''", "scoreline.toml:1:1: `each` names no list | write it like `each = \"events[]\"`"),
    ("[[contacts]]\nfiles = 'a'\nquote = '|'", "scoreline.toml:1:1: the quote `|` is not known | write `\"`, `'` or `none`"),
    ("[[links]]\nfiles = 'a'", "scoreline.toml:1:1: `links` has no `name`, by which activities go `through` it | add `name = \"deal_contacts\"`"),
    ("[[links]]\nname = 'deals'\nfiles = 'a'\n[[activities]]\nfiles = 'a'\ncontact = { field = 'x', through = 'deal' }", "scoreline.toml:6:11: there are no `[[links]]` of the name `deal` | did you mean `deals`?"),
    ("[[activities]]\nfiles = 'a'\ncontact = { field = 'x', through = 'deals' }", "scoreline.toml:3:11: there are no `[[links]]` of the name `deals` | add `[[links]]` with `name = \"deals\"`, `files`, `from` and `to`"),
    ("[[links]]\nname = 'd'\nfiles = 'a'\n[[activities]]\nfiles = 'a'\ncontacts = true\ncontact = { field = 'x', through = 'd' }", "scoreline.toml:4:1: `contacts` makes contacts of keys, and a key that goes `through` links is none | name a file of contacts, and leave `contacts` out"),
];

#[test]
fn every_mistake_has_its_place_and_what_to_do() {
    let mut failed = Vec::new();
    for (text, expected) in WRONG {
        let said = wrong(text);
        if said != *expected {
            failed.push(format!("{text}\n  said     {said}\n  expected {expected}"));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    assert!(wrong("rules = \n").starts_with("scoreline.toml:1:"));
    assert!(wrong("rules = \n").contains(": this is not valid TOML: "));
    assert!(wrong("'é' = 1\n= 2").starts_with("scoreline.toml:2:1: this is not valid TOML: "));
}

#[test]
fn kinds_of_records_are_those_of_the_rules() {
    let read = project("[[records.acount]]\nfiles = 'a'\n\n[[records.account]]\nfiles = 'b'\n");
    let layout = Layout {
        zone: crate::values::Zone::utc(),
        kinds: ["contact", "account"]
            .map(|name| crate::records::KindLayout {
                name: name.to_owned(),
                plural: format!("{name}s"),
                fields: Vec::new(),
            })
            .to_vec(),
        activity_types: Vec::new(),
        activities_declared: false,
        activity_fields: Vec::new(),
    };
    let error = read.sources[0].of_layout(&layout).expect_err("no such kind");
    assert_eq!(error.to_string(), "scoreline.toml:1:1: the rules know no records called `acount`");
    assert_eq!(error.help.as_deref(), Some("did you mean `account`?"));
    let SourceOf::Kind(of) = read.sources[1].of_layout(&layout).expect("a kind").of else { panic!("a kind") };
    assert_eq!(of.kind, 1);
}

const WHOLE: &str = r#"rules = ["lead.score"]
[[contacts]]
files = ["a.csv", "b/*.gz"]
key = { all = ["x", "y[0].z"] }
missing = ["-"]
decimal = ","
times = { unit = "ms", format = ["%d.%m.%Y"], zone = "Europe/Paris" }
fields = { "*" = "p.*.value", n = { thousands = ".", map = { a = "b" } } }
[[records.account]]
files = "c.tsv"
columns = ["id"]
no_header = true
[[aliases]]
files = "d"
[[links]]
name = "l"
files = "d"
[[activities]]
files = "e"
contact = ["u", { field = "m", through = "l", matches = "email", ignore_case = true }]
type = { file = "*.csv" }
id = "i"
unique = true
only = { t = ["a", "b"], u = true }
except = { v = "c" }
quote = "none"
short_lines = true
each = ["x[]", "y.*"]
json = "tag"
"#;

proptest::proptest! {
    /// A project file with some bytes changed is read, or refused with a place in it.
    #[test]
    fn a_damaged_project_file_is_read_or_refused(at: proptest::sample::Index, to: char, n in 0usize..4) {
        let mut chars: Vec<char> = WHOLE.chars().collect();
        let at = at.index(chars.len());
        chars.splice(at..(at + n).min(chars.len()), [to]);
        let text: String = chars.into_iter().collect();
        match Project::from_toml("scoreline.toml", &text) {
            Ok(project) => proptest::prop_assert!(!project.sources.is_empty()),
            Err(error) => {
                let n_lines = text.split('\n').count();
                proptest::prop_assert!((1..=n_lines).contains(&error.line) && error.column >= 1, "{error}");
                proptest::prop_assert!(!error.message.is_empty());
            }
        }
    }
}
