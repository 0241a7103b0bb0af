//! The quads that only one of two builds has.
//!
//! A part that both builds have, which its graph and the digest of its lines tell, is not read at all. The other parts
//! are merged by subjects, on both sides in the order of their lines, so only what differs is kept in memory. What
//! another part of the other build says as well is no difference: each quad that was found is looked up there.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::sync::Arc;

use oxrdf::{GraphName, NamedOrBlankNode, Quad, Term};

use super::head::Part;
use super::levels::Levels;
use super::lines::{InForce, Merge, Said, Texts};
use super::scan::{Quads, Scope};
use super::{Build, StoreError, term};

/// In what two builds differ, each list in the order of lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// What only the build before says.
    pub removed: Vec<Quad>,
    /// What only the build after says.
    pub added: Vec<Quad>,
}

impl Difference {
    pub fn is_empty(&self) -> bool {
        self.removed.is_empty() && self.added.is_empty()
    }
}

/// In what a build differs from the one before.
pub fn difference(before: &Build, after: &Build) -> Result<Difference, StoreError> {
    let (known, new) = (digests(before)?, digests(after)?);
    let mut old = Side::new(&before.levels, unknown(before, &new)?)?;
    let mut young = Side::new(&after.levels, unknown(after, &known)?)?;
    loop {
        let order = match (old.subject, young.subject) {
            (None, None) => break,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some((_, old)), Some((_, young))) => old.cmp(young),
        };
        match order {
            Ordering::Less => old.keep_all(&young)?,
            Ordering::Greater => young.keep_all(&old)?,
            Ordering::Equal => keep_changed(&mut old, &mut young)?,
        }
        if order.is_le() {
            old.go_on()?;
        }
        if order.is_ge() {
            young.go_on()?;
        }
    }
    Ok(Difference {
        removed: old.sorted(),
        added: young.sorted(),
    })
}

type Digests<'b> = HashSet<(&'b str, [u8; 32])>;

/// The graph and the digest of each part.
fn digests(build: &Build) -> Result<Digests<'_>, StoreError> {
    let digest = |part: &Part| Ok((build.levels.iri(part.graph)?, part.digest));
    parts(build).map(digest).collect()
}

/// The parts that are not among those of another build.
fn unknown(build: &Build, known: &Digests) -> Result<Vec<InForce>, StoreError> {
    let mut unknown = Vec::new();
    for part in parts(build) {
        if !known.contains(&(build.levels.iri(part.graph)?, part.digest)) {
            unknown.push((part.graph, part.level as usize, part.place));
        }
    }
    Ok(unknown)
}

fn parts(build: &Build) -> impl Iterator<Item = &Part> {
    build.head.units.iter().flat_map(|unit| &unit.parts)
}

/// One of the builds, at a subject.
struct Side<'b> {
    levels: &'b Arc<Levels>,
    merge: Merge<'b>,
    subject: Option<(u32, &'b str)>,
    /// What the other one doesn't say, with its line.
    kept: Vec<(String, Quad)>,
}

impl<'b> Side<'b> {
    fn new(levels: &'b Arc<Levels>, parts: Vec<InForce>) -> Result<Side<'b>, StoreError> {
        let mut side = Side {
            levels,
            merge: Merge::new(levels, parts)?,
            subject: None,
            kept: Vec::new(),
        };
        side.go_on()?;
        Ok(side)
    }

    fn go_on(&mut self) -> Result<(), StoreError> {
        self.subject = self.merge.next()?;
        Ok(())
    }

    /// Keeps what is said of the subject, which the other side's parts don't speak of.
    fn keep_all(&mut self, other: &Side) -> Result<(), StoreError> {
        for said in self.merge.said.clone() {
            self.keep(said, other)?;
        }
        Ok(())
    }

    /// Keeps a quad of the subject, unless the other side has it.
    fn keep(&mut self, said: Said, other: &Side) -> Result<(), StoreError> {
        let (subject, _) = self.subject.expect("a quad is kept of a subject");
        let name = |number| match term::term(self.levels, number)? {
            Term::NamedNode(node) => Ok::<_, StoreError>(node),
            _ => Err(StoreError::Load("a name is no IRI".to_owned())),
        };
        let quad = Quad {
            subject: match term::term(self.levels, subject)? {
                Term::BlankNode(node) => NamedOrBlankNode::BlankNode(node),
                _ => name(subject)?.into(),
            },
            predicate: name(said.predicate)?,
            object: term::term(self.levels, said.object)?,
            graph_name: name(said.graph)?.into(),
        };
        if !has(other.levels, &quad)? {
            self.kept.push((quad.to_string(), quad));
        }
        Ok(())
    }

    fn sorted(self) -> Vec<Quad> {
        let mut kept = self.kept;
        kept.sort_by(|(a, _), (b, _)| a.cmp(b));
        kept.dedup_by(|(a, _), (b, _)| a == b);
        kept.into_iter().map(|(_, quad)| quad).collect()
    }
}

/// Keeps on each side what the other one doesn't say of the subject that both are at.
fn keep_changed(old: &mut Side, young: &mut Side) -> Result<(), StoreError> {
    let (mut gone, mut new) = (Vec::new(), Vec::new());
    {
        let texts = Texts::of(old.levels, &old.merge.said)?;
        let before = texts.quads(old.levels, &old.merge.said)?;
        let texts = Texts::of(young.levels, &young.merge.said)?;
        let after = texts.quads(young.levels, &young.merge.said)?;
        if before == after {
            return Ok(());
        }
        for (mine, others, said, only) in [
            (&before, &after, &old.merge.said, &mut gone),
            (&after, &before, &young.merge.said, &mut new),
        ] {
            let others: HashSet<_> = others.iter().collect();
            let said = mine.iter().zip(said);
            only.extend(
                said.filter(|(quad, _)| !others.contains(quad))
                    .map(|(_, said)| *said),
            );
        }
    }
    for said in gone {
        old.keep(said, young)?;
    }
    for said in new {
        young.keep(said, old)?;
    }
    Ok(())
}

/// Whether a quad is said at all.
fn has(levels: &Arc<Levels>, quad: &Quad) -> Result<bool, StoreError> {
    let GraphName::NamedNode(graph) = &quad.graph_name else {
        return Ok(false);
    };
    let terms: [Term; 3] = [
        quad.subject.clone().into(),
        quad.predicate.clone().into(),
        quad.object.clone(),
    ];
    let mut pattern = [None; 3];
    for (number, term) in pattern.iter_mut().zip(&terms) {
        *number = self::number(levels, term)?;
        if number.is_none() {
            return Ok(false);
        }
    }
    let Some(graph) = levels.number_of(&graph.to_string())? else {
        return Ok(false);
    };
    let mut found = Quads::find(levels, pattern, Scope::Graph(graph))?;
    Ok(found.next().transpose()?.is_some())
}

fn number(levels: &Levels, term: &Term) -> Result<Option<u32>, StoreError> {
    super::dataset::Dataset::number(levels, term)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Lock, segment};
    use std::path::Path;

    /// Builds units of N-Quads in the place of those of the build before.
    fn build(root: &Path, before: Option<&Build>, units: &[(&str, String)]) -> Build {
        let lock = Lock::take(root, || {}).unwrap();
        let mut writer = Build::writer(root, &lock, before).unwrap();
        for (name, nquads) in units {
            let segment = segment(nquads.as_bytes()).unwrap();
            writer.put(name, b"", &segment).unwrap();
        }
        writer.finish(Vec::new(), &Default::default()).unwrap()
    }

    fn quad(subject: usize, object: usize, graph: usize) -> String {
        format!("<a:{subject}> <a:p> <a:{object}> <g:{graph}> .\n")
    }

    fn lines(quads: &[Quad]) -> Vec<String> {
        quads.iter().map(|quad| format!("{quad} .\n")).collect()
    }

    #[test]
    fn what_another_part_says_as_well_is_no_difference() {
        let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
        let both = quad(1, 2, 1) + &quad(3, 4, 1);
        let before = [("one", both.clone()), ("two", quad(1, 2, 1))];
        let before = build(folders[0].path(), None, &before);
        // `one` stays and says it still.
        let after = [("one", both), ("two", quad(5, 6, 1))];
        let after = build(folders[1].path(), None, &after);
        let found = difference(&before, &after).unwrap();
        assert!(found.removed.is_empty(), "{found:?}");
        assert_eq!(lines(&found.added), [quad(5, 6, 1)]);
        let back = difference(&after, &before).unwrap();
        assert_eq!((back.added, back.removed), (found.removed, found.added));
    }

    #[test]
    fn it_is_the_difference_of_the_lines() {
        use std::collections::BTreeSet;
        let mut state = 7u64;
        let mut chance = move |below: usize| {
            state = state
                .wrapping_mul(6364136223846793005)
                .wrapping_add(1442695040888963407);
            (state >> 33) as usize % below
        };
        let folder = tempfile::tempdir().unwrap();
        let mut units = vec![String::new(); 4];
        let mut before: Option<(Build, BTreeSet<String>)> = None;
        for _ in 0..200 {
            let at = chance(4);
            units[at] = (0..chance(12))
                .map(|_| match chance(4) {
                    0 => format!(
                        "<a:s{}> <a:r> <<( <a:{}> <a:p> \"01\" )>> <g:{}> .\n",
                        chance(3),
                        chance(3),
                        chance(2)
                    ),
                    _ => quad(chance(4), chance(4), chance(2)),
                })
                .collect();
            let named: Vec<_> = ["a", "b", "c", "d"]
                .into_iter()
                .zip(units.clone())
                .collect();
            let built = build(
                folder.path(),
                before.as_ref().map(|(build, _)| build),
                &named,
            );
            let mut written = Vec::new();
            built.write_nquads(None, &mut written).unwrap();
            let written = String::from_utf8(written).unwrap();
            let new: BTreeSet<String> = written.lines().map(|line| format!("{line}\n")).collect();
            if let Some((before, old)) = &before {
                let found = difference(before, &built).unwrap();
                let only = |a: &BTreeSet<String>, b| a.difference(b).cloned().collect::<Vec<_>>();
                assert_eq!(lines(&found.removed), only(old, &new));
                assert_eq!(lines(&found.added), only(&new, old));
            }
            before = Some((built, new));
        }
    }
}
