//! What tables have beside dossiers: the sources that rows cite, and columns that are roles.

use std::collections::HashMap;

use super::{Asked, World};
use crate::diagnostic::{Diagnostic, Rule, did_you_mean};
use crate::model::SourceId;
use crate::ontology::{Lookup, Ontology};
use crate::span::Spanned;
use crate::symbol::Space;
use crate::syntax::{self, Block};

/// The sources that the rows of a table cite, by their ids.
pub struct Cited(HashMap<String, SourceId>);

impl Cited {
    /// Looks up what a table cites. An id that no dossier declares is told where it stands first.
    pub fn new(
        tree: &syntax::Dossier,
        world: &World,
        asked: &Asked,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Cited {
        let mut cited: HashMap<&str, Option<SourceId>> = HashMap::new();
        for id in sources(tree) {
            cited.entry(&id.value).or_insert_with(|| {
                asked.ask(Space::Source, &id.value);
                let found = world.source_with(&id.value);
                if found.is_none() {
                    diagnostics.push(unknown_source(id, world));
                }
                found
            });
        }
        let known = cited.into_iter();
        Cited(
            known
                .filter_map(|(id, number)| Some((id.to_owned(), number?)))
                .collect(),
        )
    }

    pub fn source(&self, id: &Spanned<String>) -> Option<SourceId> {
        self.0.get(&id.value).copied()
    }
}

fn sources(tree: &syntax::Dossier) -> impl Iterator<Item = &Spanned<String>> {
    tree.blocks.iter().filter_map(|block| match block {
        Block::Group(group) => group.source.as_ref(),
        Block::Declarations(_) => None,
    })
}

fn unknown_source(id: &Spanned<String>, world: &World) -> Diagnostic {
    let message = format!("no dossier has a source with the id `{}`", id.value);
    let diagnostic = Diagnostic::new(Rule::UnknownSource, id.span, message);
    match did_you_mean(&id.value, world.source_ids()) {
        Some(near) => diagnostic
            .label(format!("did you mean `{near}`?"))
            .fix(id.span, near),
        None => diagnostic
            .label("expected the `id` in the front matter of a dossier")
            .help("a dossier with front matter alone is enough to declare a source"),
    }
}

/// Says which columns are neither words of the notation nor roles of the vocabulary: once, at the header.
pub fn roles(tree: &syntax::Dossier, ontology: &Ontology, diagnostics: &mut Vec<Diagnostic>) {
    for column in &tree.roles {
        let word = &column.value;
        match ontology.find_property(word) {
            Lookup::One(id) if ontology.property(id).role => {}
            Lookup::Several(ids) => {
                let iris = ids.iter().map(|&id| ontology.property(id).iri.as_str());
                let diagnostic =
                    super::statement::ambiguous_term(word, column.span, iris, ontology);
                diagnostics.push(diagnostic);
            }
            Lookup::NoPrefix(prefix) => {
                let diagnostic = super::names::undeclared_prefix(ontology, &prefix, column.span);
                diagnostics.push(diagnostic);
            }
            _ => {
                let columns = crate::table::FACTS;
                let mut known = columns.known();
                known.extend(ontology.role_words());
                let near = did_you_mean(word, &known);
                let diagnostic =
                    crate::table::unknown_column(word, column.span, near, columns.what, &known);
                diagnostics.push(diagnostic);
            }
        }
    }
}

/// Takes back what is told, from the given diagnostic on, of a row only because its source isn't known.
pub fn forget_source(diagnostics: &mut Vec<Diagnostic>, from: usize) {
    let told = diagnostics.split_off(from);
    let follows = |rule| matches!(rule, Rule::ThisWithoutSource | Rule::NoPublicationDate);
    diagnostics.extend(told.into_iter().filter(|told| !follows(told.rule)));
}
