//! A few columns of a state, row by row, without handing out tables.

use polars::prelude::*;

use super::store::Registry;
use crate::domain::{Digest, Result};
use crate::text;

impl Registry {
    /// Hands out the code and the named columns of every row of a state in the
    /// counties wanted, by county and code. `wanted` gets a county's six digits.
    ///
    /// # Errors
    /// As [`Registry::partition`], and what `take` refuses.
    pub fn pick<const N: usize>(
        &self,
        digest: Digest,
        columns: [&str; N],
        wanted: impl Fn(&str) -> bool,
        mut take: impl FnMut(&str, [&str; N]) -> Result<()>,
    ) -> Result<()> {
        let names: Vec<&str> = std::iter::once("code").chain(columns).collect();
        for partition in self.open(digest)?.partitions.iter().filter(|partition| wanted(&partition.area)) {
            let frame = self.columns(partition, &names)?;
            let column = |name: &str| -> Result<&StringChunked> {
                (frame.column(name).and_then(|column| column.str())).map_err(|_| {
                    text!("registry-object-damaged", file = self.object_path(partition.sha256).as_path())
                })
            };
            let codes = column("code")?.iter();
            let mut rest: Vec<_> =
                columns.iter().map(|name| Ok(column(name)?.iter())).collect::<Result<_>>()?;
            for code in codes {
                let mut row = [""; N];
                for (field, iter) in row.iter_mut().zip(&mut rest) {
                    *field = iter.next().flatten().unwrap_or("");
                }
                take(code.unwrap_or(""), row)?;
            }
        }
        Ok(())
    }
}
