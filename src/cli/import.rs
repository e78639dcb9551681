//! `choucha import`: files become registers.

use std::path::PathBuf;

use serde::Serialize;

use super::context::Context;
use super::failure::Failure;
use super::outcome::{Outcome, shown};
use super::page::Page;
use crate::registry::write_rejects;
use crate::text;
use crate::workflow::import::{Imported, Options, Register, import};
use crate::workflow::workdays::{Entered, enter};

/// The registers' names.
pub(super) const REGISTERS: [&str; 5] = ["entities", "inspectors", "items", "history", "barred"];

/// The same and what is imported but no register: notices on working days.
const IMPORTS: [&str; 6] = ["entities", "inspectors", "items", "history", "barred", "workdays"];

/// The register of that name.
pub(super) fn register(name: &str) -> Register {
    match name {
        "inspectors" => Register::Inspectors,
        "items" => Register::Items,
        "history" => Register::History,
        "barred" => Register::Barred,
        _ => Register::Entities,
    }
}

/// `import REGISTER FILE…`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Which register.
    #[arg(value_name = "REGISTER", value_parser = IMPORTS)]
    register: String,
    /// The files.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// 列对照.
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// Add and change only.
    #[arg(long)]
    merge: bool,
    /// Only tell what would be.
    #[arg(long)]
    dry_run: bool,
    /// 对象类别 of rows that do not say.
    #[arg(long, value_name = "KIND")]
    object: Option<String>,
    /// Area of rows that tell none.
    #[arg(long, value_name = "AREA")]
    area: Option<String>,
    /// Where to write the rejected rows.
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
}

#[derive(Serialize)]
struct Done {
    #[serde(flatten)]
    imported: Imported,
    rejects_file: Option<PathBuf>,
}

impl Args {
    pub(super) fn run(&self, context: &Context) -> Result<Box<dyn Outcome>, Failure> {
        let office = if self.dry_run { context.open_to_read()? } else { context.open()? };
        if self.register == "workdays" {
            let entered =
                self.files.iter().map(|file| enter(&office, file)).collect::<Result<Vec<_>, _>>()?;
            return Ok(shown(entered, |entered, page| entered.iter().for_each(|one| show_notice(one, page))));
        }
        let options = Options {
            mapping: self.mapping.clone(),
            merge: self.merge,
            dry_run: self.dry_run,
            object: self.object.clone(),
            area: self.area.clone(),
        };
        let register = register(&self.register);
        let imported = import(&office, register, &self.files, &options, &context.progress)?;
        let rejects_file = self.rejects_file(&imported);
        if let Some(path) = &rejects_file {
            write_rejects(path, &imported.rejects, context.lang)?;
        }
        Ok(shown(Done { imported, rejects_file }, show))
    }

    /// Rejected rows are never lost: without a name they go into the working
    /// folder under the register's.
    fn rejects_file(&self, imported: &Imported) -> Option<PathBuf> {
        let default = || PathBuf::from(format!("{}.rejects.csv", imported.register.name()));
        (imported.rejected > 0).then(|| self.rejects.clone().unwrap_or_else(default))
    }
}

fn show_notice(entered: &Entered, page: &mut Page) {
    let year = entered.year.to_string();
    if entered.already {
        page.say(&text!("import-workdays-already", year = year));
        return;
    }
    page.say(&text!("import-workdays", year = &year, off = entered.off, work = entered.work));
    if entered.replaces {
        page.say(&text!("import-workdays-replaces", year = year));
    }
}

fn show(done: &Done, page: &mut Page) {
    let i = &done.imported;
    page.say(&text!("import-rows", read = i.read, taken = i.taken, rejected = i.rejected));
    if i.merged > 0 {
        page.say(&text!("import-merged", merged = i.merged));
    }
    page.say(&text!(
        "import-difference",
        new = i.new,
        changed = i.changed,
        unchanged = i.unchanged,
        gone = i.gone
    ));
    if i.taken > 0 && i.new + i.changed + i.gone + i.moved == 0 && !i.dry_run {
        page.say(&text!("import-same"));
    }
    if i.moved > 0 {
        page.say(&text!("import-moved", moved = i.moved));
    }
    if let Some(path) = &done.rejects_file {
        page.say(&text!("import-rejects", path = path.as_path()));
        for reject in i.rejects.iter().take(5) {
            let row = reject.row.to_string();
            page.list([&text!(
                "import-reject",
                file = &reject.file,
                row = row,
                column = &reject.column,
                value = &reject.value,
                reason = reject.reason.clone()
            )]);
        }
    }
    if !i.doubts.is_empty() {
        page.say(&text!("import-doubts", count = i.doubts.len()));
        page.list(i.doubts.iter().take(10));
    }
    if i.dry_run {
        page.say(&text!("import-dry-run"));
    } else if let Some(manifest) = i.manifest {
        page.say(&text!("import-manifest", manifest = manifest));
    }
}
