//! The declaration of an entity in a dossier or a register.

use super::{Asked, name};
use crate::compile::Readings;
use crate::edit::Edits;
use crate::files::File;
use crate::model::Entity;
use crate::notation;
use crate::syntax::{Block, Bullet, Dossier, Qualifier, Token, TokenKind, span_of};
use crate::unit;

/// The new name in place of the old, which stays as a former one.
pub fn rename(
    readings: &Readings,
    file: &File,
    entity: &Entity,
    new: &str,
    edits: &mut Edits,
) -> Result<(), Asked> {
    let (tree, _) = unit::parse(entity.span.file, file);
    let Some(bullet) = declaration(&tree, entity) else {
        return Ok(());
    };
    let ontology = readings.world.ontology;
    edits.replace(file, entity.span.range(), name::in_line(new, ontology)?);
    let lang = &readings.world.project.lang;
    let former =
        |label: &crate::model::Label| label.text == entity.label.text && label.lang == *lang;
    let mut missing = !entity.former.iter().chain(&entity.aliases).any(former);
    let mut end = head_end(bullet);
    for qualifier in &bullet.qualifiers {
        let place = qualifier.span.range();
        let keyword = qualifier.tokens.first().map(|token| token.text.as_str());
        if matches!(keyword, Some("also" | "formerly")) {
            let raw = |token: &&Token| file.text[token.span.range()].to_owned();
            let items = items(qualifier);
            let is_new = |token: &&Token| token.text == new && is_in(token, lang);
            let mut kept: Vec<String> = items.iter().filter(|it| !is_new(it)).map(raw).collect();
            if keyword == Some("formerly") && missing {
                kept.push(notation::quoted(&entity.label.text));
                missing = false;
            }
            let (Some(first), Some(last)) = (items.first(), items.last()) else {
                continue;
            };
            let before: Vec<String> = items.iter().map(raw).collect();
            if kept.is_empty() {
                edits.replace(file, end..place.end, "");
            } else if kept != before {
                let range = first.span.start as usize..last.span.end as usize;
                edits.replace(file, range, kept.join(", "));
            }
        }
        end = place.end.max(end);
    }
    if missing {
        let former = format!("; formerly {}", notation::quoted(&entity.label.text));
        edits.replace(file, end..end, former);
    }
    Ok(())
}

/// That the entity was merged.
pub fn merge(
    readings: &Readings,
    file: &File,
    entity: &Entity,
    target: &str,
    edits: &mut Edits,
) -> Result<(), Asked> {
    let (tree, _) = unit::parse(entity.span.file, file);
    let Some(bullet) = declaration(&tree, entity) else {
        return Ok(());
    };
    let end = bullet.span.end as usize;
    let target = name::in_line(target, readings.world.ontology)?;
    edits.replace(file, end..end, format!("; merged into {target}"));
    Ok(())
}

/// The bullet that declares an entity.
fn declaration<'a>(tree: &'a Dossier, entity: &Entity) -> Option<&'a Bullet> {
    let bullets = tree.blocks.iter().flat_map(|block| match block {
        Block::Group(group) => &group.bullets,
        Block::Declarations(bullets) => bullets,
    });
    let starts = |bullet: &&Bullet| {
        let first = bullet.head.first();
        first.is_some_and(|first| first.span.start == entity.span.start)
    };
    bullets.into_iter().find(starts)
}

fn head_end(bullet: &Bullet) -> usize {
    let head = span_of(&bullet.head).unwrap_or(bullet.span);
    head.end as usize
}

/// The strings of a qualifier.
fn items(qualifier: &Qualifier) -> Vec<&Token> {
    let is_string = |token: &&Token| matches!(token.kind, TokenKind::Quoted { .. });
    qualifier.tokens.iter().filter(is_string).collect()
}

/// Whether a string is in the project's language, in which the name is.
fn is_in(token: &Token, lang: &str) -> bool {
    match &token.kind {
        TokenKind::Quoted { lang: Some(tag) } => tag.eq_ignore_ascii_case(lang),
        _ => true,
    }
}
