//! Declarations: the entities that the project knows.

use std::collections::HashMap;

use oxrdf::NamedNode;

use super::{Scope, bullets, names, source};
use crate::diagnostic::{Diagnostic, Rule, did_you_mean};
use crate::model::{Entity, EntityId, Label, Merge, Resource};
use crate::ontology::{ClassId, Lookup, Ontology};
use crate::project::Project;
use crate::span::Span;
use crate::syntax::{self, Bullet, Qualifier, Token, TokenKind, span_of, text_of};

/// Reads the declarations of a tree. One with mistakes still declares its name, so that the mistakes are told once.
pub fn entities(
    tree: &syntax::Dossier,
    ontology: &Ontology,
    project: &Project,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Entity> {
    let mut entities = Vec::new();
    for (group, bullet) in declarations(tree, ontology) {
        let mut told = Vec::new();
        let mut reader = Reader {
            ontology,
            project,
            diagnostics: &mut told,
        };
        entities.extend(reader.entity(bullet, group));
        if !bullet.broken {
            diagnostics.append(&mut told);
        }
    }
    entities
}

fn declarations<'a>(
    tree: &'a syntax::Dossier,
    ontology: &'a Ontology,
) -> impl Iterator<Item = (Option<usize>, &'a Bullet)> {
    bullets(tree).filter(|(_, bullet)| super::is_declaration(ontology, bullet))
}

/// Labels and ids are unique in the project.
pub fn unique(entities: &[&Entity], diagnostics: &mut Vec<Diagnostic>) {
    let mut labels: HashMap<&str, &Entity> = HashMap::new();
    let mut ids: HashMap<&str, &Entity> = HashMap::new();
    for entity in entities {
        let label = entity.label.text.as_str();
        if let Some(first) = labels.get(label) {
            diagnostics.push(
                Diagnostic::new(
                    Rule::DuplicateLabel,
                    entity.span,
                    format!("`{label}` is declared twice"),
                )
                .label("a name means one entity")
                .related(first.span, "it is declared here first")
                .help("if they are two, tell them apart by their names; if they are one, delete one declaration"),
            );
            continue;
        }
        labels.insert(label, entity);
        if entity.id.is_empty() {
            continue;
        }
        if let Some(first) = ids.insert(&entity.id, entity) {
            diagnostics.push(
                Diagnostic::new(
                    Rule::DuplicateId,
                    entity.span,
                    format!("`{label}` has the id `{}`, which is taken", entity.id),
                )
                .label("choose another id")
                .related(first.span, format!("`{}` has it", first.label.text)),
            );
        }
    }
}

/// The classes that `is a CLASS and CLASS` names; the tokens begin with `is`.
pub fn classes(
    ontology: &Ontology,
    project: &Project,
    tokens: &[Token],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<ClassId> {
    let Some((is, tokens)) = tokens.split_first() else {
        return Vec::new();
    };
    let mut reader = Reader {
        ontology,
        project,
        diagnostics,
    };
    reader.classes(is, tokens)
}

struct Reader<'a> {
    ontology: &'a Ontology,
    project: &'a Project,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn entity(&mut self, bullet: &Bullet, group: Option<usize>) -> Option<Entity> {
        let words = super::vocabulary_words(self.ontology, &bullet.head);
        let is = *words.first()?;
        let second = words.get(1).map(|&second| &bullet.head[second]);
        if let Some(token) = second {
            self.diagnostics
                .push(super::statement::two_predicates(&bullet.head[is], token));
        }
        let name = &bullet.head[..is];
        let span = span_of(name)?;
        let label = self.name(name, span)?;
        let mut entity = Entity {
            id: String::new(),
            label: Label {
                text: label,
                lang: self.project.lang.clone(),
            },
            classes: match second {
                Some(_) => Vec::new(), // where the classes end is not known
                None => self.classes(&bullet.head[is], &bullet.head[is + 1..]),
            },
            labels: Vec::new(),
            aliases: Vec::new(),
            former: Vec::new(),
            definitions: Vec::new(),
            notes: Vec::new(),
            same_as: Vec::new(),
            close_to: Vec::new(),
            merge: None,
            draft: bullet.draft,
            group,
            span,
        };
        for qualifier in &bullet.qualifiers {
            self.qualifier(&mut entity, qualifier);
        }
        self.one_label_a_language(&entity, bullet.span);
        if second.is_none() {
            self.id_is_there(&entity, bullet);
        }
        if let Some(id) = &bullet.id {
            self.diagnostics
                .push(caret_in_declaration(&id.value, id.span));
        }
        Some(entity)
    }

    fn name(&mut self, tokens: &[Token], span: Span) -> Option<String> {
        let plain = |token: &Token| matches!(token.kind, TokenKind::Word | TokenKind::Comma);
        let is_name = match tokens {
            [token] => {
                token.is_cell() || matches!(token.kind, TokenKind::Word | TokenKind::Bracketed)
            }
            tokens => tokens.iter().all(plain),
        };
        let text = text_of(tokens);
        if !is_name || text.is_empty() {
            self.diagnostics.push(
                Diagnostic::new(Rule::MissingSubject, span, "this is no name")
                    .label("expected the name that is declared, in words or in brackets"),
            );
            return None;
        }
        Some(text)
    }

    fn classes(&mut self, is: &Token, tokens: &[Token]) -> Vec<ClassId> {
        let tokens = match tokens.split_first() {
            Some((article, rest)) if article.is_word("a") || article.is_word("an") => rest,
            _ => tokens,
        };
        if tokens.is_empty() {
            self.diagnostics.push(
                Diagnostic::new(Rule::UnknownClass, is.span.after(), "a class is missing")
                    .label("expected `a` or `an` and a class of the vocabulary")
                    .help(self.known_classes()),
            );
            return Vec::new();
        }
        tokens
            .split(|token| token.is_word("and"))
            .filter_map(|words| self.class(words, is.span))
            .collect()
    }

    fn class(&mut self, words: &[Token], otherwise: Span) -> Option<ClassId> {
        let span = span_of(words).unwrap_or(otherwise);
        let text = text_of(words);
        match self.ontology.find_class(&text) {
            Lookup::One(class) => return Some(class),
            Lookup::Several(classes) => {
                let iris = classes
                    .iter()
                    .map(|&id| self.ontology.class(id).iri.as_str());
                let diagnostic = super::statement::ambiguous_term(&text, span, iris, self.ontology);
                self.diagnostics.push(diagnostic);
            }
            Lookup::NoPrefix(prefix) => {
                self.diagnostics
                    .push(names::undeclared_prefix(self.ontology, &prefix, span))
            }
            Lookup::None => {
                let diagnostic = self.unknown_class(&text, span);
                self.diagnostics.push(diagnostic);
            }
        }
        None
    }

    fn unknown_class(&self, text: &str, span: Span) -> Diagnostic {
        let message = format!("the vocabulary has no class `{text}`");
        let diagnostic = Diagnostic::new(Rule::UnknownClass, span, message);
        match did_you_mean(text, self.ontology.class_words()) {
            Some(near) => diagnostic
                .label(format!("did you mean `{near}`?"))
                .fix(span, near),
            None => diagnostic
                .label("expected a class of the vocabulary")
                .help(self.known_classes())
                .help("`is` declares what something is; whatever else is said of it has a property of the vocabulary"),
        }
    }

    fn known_classes(&self) -> String {
        let words = self.ontology.class_words();
        let shown: Vec<&str> = words.iter().take(20).copied().collect();
        let more = if words.len() > shown.len() {
            ", …"
        } else {
            ""
        };
        format!("the classes are: {}{more}", shown.join(", "))
    }

    fn id_is_there(&mut self, entity: &Entity, bullet: &Bullet) {
        let given = bullet.qualifiers.iter().any(|qualifier| {
            qualifier
                .tokens
                .first()
                .is_some_and(|token| token.is_word("id"))
        });
        if given {
            return;
        }
        let name = &entity.label.text;
        let slug = crate::iri::slug(name);
        let end = span_of(&bullet.head).unwrap_or(bullet.span).after();
        let diagnostic = Diagnostic::new(
            Rule::MissingId,
            entity.span,
            format!("`{name}` is declared without an id"),
        )
        .label("ids are written, so that a name can change and its IRI cannot");
        self.diagnostics.push(match slug {
            _ if bullet.head[0].is_cell() => diagnostic.help(match slug {
                Some(slug) => format!("fill in the column `id`, for instance `{slug}`"),
                None => "fill in the column `id`: lower-case letters a to z, digits and hyphens"
                    .to_owned(),
            }),
            Some(slug) => diagnostic.fix(end, format!("; id {slug}")),
            None => {
                diagnostic.help("add `; id …` in lower-case letters a to z, digits and hyphens")
            }
        });
    }

    // --- Qualifiers of a declaration ----------------------------------------------------------

    fn qualifier(&mut self, entity: &mut Entity, qualifier: &Qualifier) {
        let words: Vec<&str> = qualifier
            .tokens
            .iter()
            .take(2)
            .map(|token| token.text.as_str())
            .collect();
        let rest = |skip: usize| &qualifier.tokens[skip..];
        match words.as_slice() {
            ["id", ..] => self.id(entity, qualifier, rest(1)),
            ["also", ..] => self.labels(&mut entity.aliases, qualifier, rest(1)),
            ["formerly", ..] => self.labels(&mut entity.former, qualifier, rest(1)),
            ["label", ..] => self.labels(&mut entity.labels, qualifier, rest(1)),
            ["described", ..] => self.labels(&mut entity.definitions, qualifier, rest(1)),
            ["note", ..] => self.labels(&mut entity.notes, qualifier, rest(1)),
            ["same", "as"] => self.iris(&mut entity.same_as, qualifier, rest(2)),
            ["close", "to"] => self.iris(&mut entity.close_to, qualifier, rest(2)),
            ["merged", "into"] => self.merge(entity, qualifier, rest(2)),
            _ => self.foreign(qualifier),
        }
    }

    fn id(&mut self, entity: &mut Entity, qualifier: &Qualifier, values: &[Token]) {
        match values {
            [token] if token.kind == TokenKind::Word => {
                if !crate::iri::is_slug(&token.text) {
                    self.diagnostics
                        .push(super::invalid_id(&token.text, token.span));
                } else if entity.id.is_empty() {
                    entity.id = token.text.clone();
                } else {
                    self.diagnostics
                        .push(super::qualifier::repeated("id", qualifier.span));
                }
            }
            _ => self.value_expected(
                qualifier,
                "an id: lower-case letters a to z, digits and hyphens",
            ),
        }
    }

    fn labels(&mut self, into: &mut Vec<Label>, qualifier: &Qualifier, values: &[Token]) {
        let what = "strings, as \"one\", \"two\"@ru";
        let expected = || super::qualifier::string_expected(qualifier, what, values);
        let Some(items) = super::qualifier::items(values) else {
            return self.diagnostics.push(expected());
        };
        for item in items {
            let TokenKind::Quoted { lang } = &item.kind else {
                return self.diagnostics.push(expected());
            };
            match source::label_language(lang.as_deref(), item.span, &self.project.lang) {
                Ok(lang) => into.push(Label {
                    text: item.text.clone(),
                    lang,
                }),
                Err(diagnostic) => self.diagnostics.push(*diagnostic),
            }
        }
    }

    /// SKOS allows one preferred label in a language (S14), and the name is the one in the project's.
    fn one_label_a_language(&mut self, entity: &Entity, span: Span) {
        let mut languages = vec![&entity.label.lang];
        for label in &entity.labels {
            if languages.contains(&&label.lang) {
                let message = format!(
                    "`{}` has a label in `{}` already, and `{}` is a second one",
                    entity.label.text, label.lang, label.text
                );
                self.diagnostics.push(
                    Diagnostic::new(Rule::QualifierValue, span, message)
                        .label("one label in each language; the name is the one in the project's language")
                        .help(format!("further names are aliases: `; also \"{}\"`", label.text)),
                );
            }
            languages.push(&label.lang);
        }
    }

    fn iris(&mut self, into: &mut Vec<NamedNode>, qualifier: &Qualifier, values: &[Token]) {
        let Some(items) = super::qualifier::items(values) else {
            return self
                .value_expected(qualifier, "CURIEs or IRIs, as wikidata:Q159 or <https://…>");
        };
        for item in items {
            let iri = match item.kind {
                TokenKind::Iri => Some(Ok(item.text.clone())),
                TokenKind::Word => self.ontology.expand(&item.text),
                _ => None,
            };
            match iri {
                Some(Ok(iri)) => match NamedNode::new(iri) {
                    Ok(iri) => into.push(iri),
                    Err(error) => self
                        .diagnostics
                        .push(names::invalid_iri(item.span, &error.to_string())),
                },
                Some(Err(prefix)) => self.diagnostics.push(names::undeclared_prefix(
                    self.ontology,
                    prefix,
                    item.span,
                )),
                None => {
                    let what = "CURIEs or IRIs, as wikidata:Q159 or <https://…>";
                    let diagnostic = super::qualifier::value_expected(qualifier, what);
                    self.diagnostics.push(match bare_iri(&item) {
                        Some(iri) => diagnostic.fix(item.span, format!("<{iri}>")),
                        None => diagnostic,
                    });
                }
            }
        }
    }

    /// A name, which means something only once all declarations are known.
    fn merge(&mut self, entity: &mut Entity, qualifier: &Qualifier, target: &[Token]) {
        if target.is_empty() {
            return self.value_expected(qualifier, "the name of a declared entity");
        }
        entity.merge = Some(Merge {
            target: target.to_vec(),
            span: qualifier.span,
        });
    }

    fn value_expected(&mut self, qualifier: &Qualifier, expected: &str) {
        self.diagnostics
            .push(super::qualifier::value_expected(qualifier, expected));
    }

    /// A qualifier that no declaration has.
    fn foreign(&mut self, qualifier: &Qualifier) {
        self.diagnostics
            .push(super::qualifier::foreign(qualifier, self.ontology, true));
    }
}

/// An address without its angle brackets. Of a page of Wikidata it is what the page is on that is meant.
fn bare_iri(item: &Token) -> Option<String> {
    let text = item.text.strip_prefix('<').unwrap_or(&item.text);
    if !text.starts_with("http://") && !text.starts_with("https://") {
        return None;
    }
    let page = text.split_once("wikidata.org/wiki/").map(|(_, id)| id);
    Some(match page {
        Some(id) if id.starts_with('Q') => format!("http://www.wikidata.org/entity/{id}"),
        _ => text.to_owned(),
    })
}

fn caret_in_declaration(id: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        Rule::MisplacedQualifier,
        span,
        "`^id` is the id of a statement, and this is a declaration",
    )
    .label(format!("write `; id {id}`"))
}

// --- Merges -----------------------------------------------------------------------------------

/// The entity that one was merged into.
pub fn target(scope: &Scope, merge: &Merge) -> Result<EntityId, Box<Diagnostic>> {
    match names::resource(scope, &merge.target)? {
        Resource::Entity(id) => Ok(id),
        _ => Err(Box::new(
            Diagnostic::new(
                Rule::QualifierValue,
                merge.span,
                "`merged into` cannot be read",
            )
            .label("expected the name of a declared entity"),
        )),
    }
}
