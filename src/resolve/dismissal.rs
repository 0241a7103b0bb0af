//! Dismissals: `nothing; because "…"`, where words were read and nothing is to be said of them.
//!
//! The one word before the semicolon can never be a statement, whatever the vocabulary has, so nothing can be mistaken
//! for a dismissal. It stands where the statements of its quotations would, and alone.

use super::{bullets, qualifier};
use crate::diagnostic::{Diagnostic, Rule};
use crate::model::{Dismissal, Dossier};
use crate::ontology::Ontology;
use crate::syntax::{self, Bullet, Qualifier, Token, TokenKind, text_of};

/// Reads the dismissals of a tree into the groups that they dismiss.
pub fn read(
    tree: &syntax::Dossier,
    ontology: &Ontology,
    dossier: &mut Dossier,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let readable = |(_, bullet): &(_, &Bullet)| bullet.is_dismissal() && !bullet.broken;
    for (group, bullet) in bullets(tree).filter(readable) {
        match group.filter(|&group| !dossier.groups[group].quotations.is_empty()) {
            Some(group) => {
                dossier.groups[group].dismissal = dismissal(bullet, ontology, diagnostics);
            }
            None => diagnostics.push(without_quotation(bullet)),
        }
    }
    not_alone(tree, diagnostics);
}

/// Says of each dismissal that others stand beside it.
fn not_alone(tree: &syntax::Dossier, diagnostics: &mut Vec<Diagnostic>) {
    for block in &tree.blocks {
        let syntax::Block::Group(group) = block else {
            continue;
        };
        let at = group.bullets.iter().position(Bullet::is_dismissal);
        let Some(at) = at.filter(|_| !group.quotations.is_empty() && group.bullets.len() > 1)
        else {
            continue;
        };
        let other = &group.bullets[usize::from(at == 0)];
        diagnostics.push(
            Diagnostic::new(
                Rule::DismissalNotAlone,
                group.bullets[at].span,
                "a quotation cannot be dismissed beside something that is read off it",
            )
            .label("a dismissal is the only bullet under its quotation")
            .related(other.span, "this stands under the same quotation")
            .help("delete one of them, or quote the words apart that say nothing"),
        );
    }
}

fn without_quotation(bullet: &Bullet) -> Diagnostic {
    Diagnostic::new(
        Rule::DismissalWithoutQuotation,
        bullet.span,
        "this dismisses nothing: it has no quotation",
    )
    .label("which words of the source are dismissed?")
    .help("quote them right above it with `> …`; in a table, fill in `source` and `quote`")
}

fn dismissal(
    bullet: &Bullet,
    ontology: &Ontology,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Dismissal> {
    let before = diagnostics.len();
    let mut because: Option<String> = None;
    for qualifier in &bullet.qualifiers {
        match qualifier.tokens.split_first() {
            Some((first, values)) if first.is_word("because") => {
                if because.is_some() {
                    diagnostics.push(qualifier::repeated("because", qualifier.span));
                }
                match reason(values) {
                    Some(reason) => because = Some(reason),
                    None => diagnostics.push(qualifier::value_expected(
                        qualifier,
                        "one string in straight quotation marks, with words in it: \"…\"",
                    )),
                }
            }
            Some(_) => diagnostics.push(misplaced(qualifier)),
            None if bullet.id.is_some() => {} // the id is told
            None => diagnostics.push(qualifier::foreign(qualifier, ontology, false)),
        }
    }
    if let Some(id) = &bullet.id {
        diagnostics.push(
            Diagnostic::new(Rule::MisplacedQualifier, id.span, "a dismissal has no id").label(
                "an id is that of a statement; the one of the quotation stands in its anchor",
            ),
        );
    }
    if because.is_none() && diagnostics.len() == before {
        diagnostics.push(without_reason(bullet));
    }
    Some(Dismissal {
        because: because.filter(|_| diagnostics.len() == before)?,
        draft: bullet.draft,
        span: bullet.span,
    })
}

fn reason(values: &[Token]) -> Option<String> {
    match values {
        [token] if matches!(token.kind, TokenKind::Quoted { lang: None }) => {
            Some(token.text.clone()).filter(|text| !text.trim().is_empty())
        }
        _ => None,
    }
}

fn misplaced(qualifier: &Qualifier) -> Diagnostic {
    let word = &qualifier.tokens[..1];
    Diagnostic::new(
        Rule::MisplacedQualifier,
        qualifier.span,
        format!(
            "`{}` is for statements, and this dismisses a quotation",
            text_of(word)
        ),
    )
    .label("a dismissal has a reason, and no more: `because \"…\"`")
}

fn without_reason(bullet: &Bullet) -> Diagnostic {
    Diagnostic::new(
        Rule::DismissalWithoutReason,
        bullet.span,
        "this dismisses its quotation, and doesn't say why",
    )
    .label("expected a reason: `nothing; because \"…\"`")
}
