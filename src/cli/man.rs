//! `scoreline man`

use super::args::ManArgs;
use super::exit::{Exit, Failure, Outcome};
use super::output::Output;
use clap_mangen::Man;
use std::path::Path;

/// Prints one page, or writes all of them into a folder.
pub fn run(args: &ManArgs) -> Outcome {
    match &args.dir {
        Some(dir) => write_all(dir)?,
        None => {
            let page = page_of(args.command.as_deref())?;
            Output::write_whole(None, &rendered(page))?;
        }
    }
    Ok(Exit::Clean)
}

/// The page of the whole and those of its commands.
fn pages() -> Vec<clap::Command> {
    let mut whole = super::command();
    // Gives each command its full name: `scoreline-score` for the page, `scoreline score` for its usage line.
    whole.build();
    let commands: Vec<_> =
        whole.get_subcommands().map(|command| command.clone().version(env!("CARGO_PKG_VERSION"))).collect();
    std::iter::once(whole).chain(commands).collect()
}

/// `scoreline`, `scoreline-score`.
fn page_name(page: &clap::Command) -> &str {
    page.get_display_name().unwrap_or_else(|| page.get_name())
}

fn page_of(name: Option<&str>) -> Result<clap::Command, Failure> {
    let wanted = name.map_or("scoreline".to_owned(), |name| format!("scoreline-{name}"));
    pages().into_iter().find(|page| page_name(page) == wanted).ok_or_else(|| {
        let failure = Failure::new(format!("there is no command `{}`", name.unwrap_or_default()));
        failure.help("`scoreline --help` lists the commands")
    })
}

fn rendered(page: clap::Command) -> String {
    let mut text = Vec::new();
    // No date in the page: the same version gives the same bytes.
    Man::new(page).date("").render(&mut text).expect("writing to memory cannot fail");
    String::from_utf8_lossy(&text).into_owned()
}

fn write_all(dir: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(dir).map_err(|error| Failure::writing(dir, &error))?;
    for page in pages() {
        let path = dir.join(format!("{}.1", page_name(&page)));
        Output::write_whole(Some(&path), &rendered(page))?;
    }
    Ok(())
}
