//! What a text says, without where and how it stands: what formatting must not change.

use crate::diagnostic::Rule;
use crate::files::{Files, Kind};
use crate::parse;
use crate::span::{FileId, Spanned};
use crate::syntax::{Block, Bullet, Dossier, Quotation, Token, TokenKind};

/// What a text says, and what is wrong with its form.
#[derive(Debug, PartialEq, Eq)]
pub struct Said {
    front_matter: Vec<(&'static str, String)>,
    parts: Vec<Part>,
    rules: Vec<Rule>,
}

#[derive(Debug, PartialEq, Eq)]
enum Part {
    Group,
    Declarations,
    Quotation {
        text: String,
        id: Option<String>,
        locator: Option<String>,
    },
    Bullet {
        draft: bool,
        tokens: Vec<Vec<(TokenKind, String)>>,
        id: Option<String>,
        broken: bool,
    },
}

/// What a whole file says.
pub fn in_file(text: &str, kind: Kind) -> Said {
    let files = Files::from_memory([(String::new(), kind, text.to_owned())]);
    let (tree, diagnostics) = parse::parse(FileId(0), files.get(FileId(0)));
    Said {
        front_matter: front_matter(&tree),
        parts: tree.blocks.iter().flat_map(parts).collect(),
        rules: diagnostics.into_iter().map(|it| it.rule).collect(),
    }
}

/// What a block says, by itself.
pub fn in_block(block: &str) -> Said {
    in_file(block, Kind::Register)
}

fn front_matter(tree: &Dossier) -> Vec<(&'static str, String)> {
    let entries = tree.front_matter.iter().flat_map(|it| &it.entries);
    entries
        .map(|entry| (entry.key, entry.value.value.clone()))
        .collect()
}

fn parts(block: &Block) -> Vec<Part> {
    match block {
        Block::Declarations(bullets) => [Part::Declarations]
            .into_iter()
            .chain(bullets.iter().map(bullet))
            .collect(),
        Block::Group(group) => [Part::Group]
            .into_iter()
            .chain(group.quotations.iter().map(quotation))
            .chain(group.bullets.iter().map(bullet))
            .collect(),
    }
}

fn value(part: Option<&Spanned<String>>) -> Option<String> {
    part.map(|part| part.value.clone())
}

fn quotation(quotation: &Quotation) -> Part {
    let anchor = quotation.anchor.as_ref();
    Part::Quotation {
        text: quotation.text.clone(),
        id: value(anchor.and_then(|anchor| anchor.id.as_ref())),
        locator: value(anchor.and_then(|anchor| anchor.locator.as_ref())),
    }
}

fn bullet(bullet: &Bullet) -> Part {
    let tokens = |tokens: &[Token]| {
        let token = |token: &Token| (token.kind.clone(), token.text.clone());
        tokens.iter().map(token).collect()
    };
    let qualifiers = bullet.qualifiers.iter().map(|it| tokens(&it.tokens));
    Part::Bullet {
        draft: bullet.draft,
        tokens: [tokens(&bullet.head)]
            .into_iter()
            .chain(qualifiers)
            .collect(),
        id: value(bullet.id.as_ref()),
        broken: bullet.broken,
    }
}
