//! The way of a file of mappings, which is one of its own: it says nothing that was read off a source.

use super::{Context, Unit, is_sound};
use crate::files::{File, FilesError};
use crate::lower;
use crate::mapping;
use crate::memo::{Mapped, Memo};
use crate::span::FileId;
use crate::symbol::hash;
use crate::tally::Tally;

/// Compiles a file of mappings.
pub fn compile(id: FileId, key: u64, file: &File, context: Context) -> Result<Unit, FilesError> {
    let Context { world, files, .. } = context;
    let resolved = mapping::resolve(id, file, world);
    let base = &world.project.base;
    let is_sound = is_sound(&resolved.diagnostics);
    let segment = (context.quads && is_sound).then(|| lower::mappings(&file.path, &resolved, base));
    let mut lines: Vec<(u64, u64)> = Vec::new();
    let mut mapped = Vec::new();
    for row in &resolved.rows {
        let iri = lower::mapping(&file.path, row, base);
        lines.push((hash(iri.as_bytes()), resolved.set.line(row.row) as u64));
        mapped.extend(Mapped::of(row, &resolved.set));
    }
    lines.sort_unstable();
    let tally = Tally {
        mappings: resolved.rows.len(),
        ..Tally::default()
    };
    let memo = Memo {
        key,
        tally,
        lines,
        mapped,
        asks: resolved.asks,
        diagnostics: resolved.diagnostics.clone(),
        ..Memo::default()
    };
    Ok(Unit {
        memo: memo.to_bytes(id, |id| files.path(id)),
        diagnostics: resolved.diagnostics,
        whole: resolved.is_whole,
        segment,
    })
}
