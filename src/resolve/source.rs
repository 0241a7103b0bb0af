//! Front matter → the source of a dossier.

use oxilangtag::LanguageTag;
use oxrdf::NamedNode;
use std::collections::HashMap;

use super::literal;
use crate::date::Date;
use crate::diagnostic::{Diagnostic, Rule, did_you_mean};
use crate::model::{Limit, Original, QuoteLimit, Review, Source};
use crate::ontology::{ClassId, Lookup, Ontology};
use crate::review;
use crate::span::{Span, Spanned};
use crate::syntax::{self, FrontMatter, KEYS};

/// The format version of dossiers that this tool reads.
const VERSION: &str = "1";

/// Reads the source that the front matter describes. A source with mistakes is still a source, so that
/// what is read off it can be checked.
pub fn read(
    tree: &syntax::Dossier,
    ontology: &Ontology,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Source> {
    let front = tree.front_matter.as_ref()?;
    missing_keys(front, diagnostics);
    let mut reader = Reader {
        front,
        ontology,
        diagnostics,
    };
    reader.version();
    let without_text = reader
        .front
        .get("text")
        .is_some_and(|text| text.value == "none");
    reader.text_why(without_text);
    let published = reader.date("published");
    Some(Source {
        file: tree.file,
        id: reader.id(),
        id_span: front.get("id").map_or(front.span, |id| id.span),
        title: reader.string("title").unwrap_or_default(),
        lang: reader.lang(),
        text_path: text_path(front),
        text: None, // it is looked for when all files are known
        without_text,
        text_why: reader.string("text-why"),
        sha256: reader.sha256("sha256", "of the stored text"),
        original: reader.original(),
        offsets_path: reader.offsets(without_text),
        offsets: None, // as the text
        url: reader.iri("url"),
        archived: reader.iri("archived"),
        author: reader.string("author"),
        publisher: reader.string("publisher"),
        published_is_wrong: front.get("published").is_some() && published.is_none(),
        published,
        retrieved: reader.date("retrieved").map(|date| date.value),
        class: reader.class(),
        rights: reader.string("rights"),
        curator: reader.string("curator"),
        review: reader.review(),
        quote_limit: reader.quote_limit(),
    })
}

/// Where the stored text is, if there is one.
fn text_path(front: &FrontMatter) -> Option<Spanned<String>> {
    let path = front.get("text")?;
    let is_path = path.value != "none" && !path.value.trim().is_empty();
    is_path.then(|| Spanned::new(path.value.trim().to_owned(), path.span))
}

fn missing_keys(front: &FrontMatter, diagnostics: &mut Vec<Diagnostic>) {
    let end = Span {
        start: front.span.end - 3,
        end: front.span.end,
        ..front.span
    };
    for (key, required) in KEYS {
        if *required && !front.broken && front.get(key).is_none() {
            diagnostics.push(
                Diagnostic::new(
                    Rule::MissingKey,
                    end,
                    format!("the front matter lacks `{key}`"),
                )
                .label(format!("expected a line `{key}: …` before this"))
                .help(meaning(key)),
            );
        }
    }
}

fn meaning(key: &str) -> &'static str {
    match key {
        "dossier" => "it is the version of the format: `dossier: 1`",
        "id" => "it is the id of the source, in lower-case letters, digits and hyphens",
        "title" => "it is the title of the source",
        "lang" => "it is the language of the source, as `en` or `zh-Hant`",
        _ => {
            "it is the path of the stored text, or `none`, with `text-why` to say why there is none"
        }
    }
}

/// Two dossiers cannot be about one source: its id names the graph.
pub fn unique_ids(sources: &[Source], diagnostics: &mut Vec<Diagnostic>) {
    let mut first: HashMap<&str, Span> = HashMap::new();
    for source in sources.iter().filter(|source| !source.id.is_empty()) {
        match first.get(source.id.as_str()) {
            Some(&span) => diagnostics.push(
                Diagnostic::new(
                    Rule::DuplicateId,
                    source.id_span,
                    format!("two dossiers have the id `{}`", source.id),
                )
                .label("one source, one dossier: choose another id, or put both into one file")
                .related(span, "it stands here first"),
            ),
            None => {
                first.insert(&source.id, source.id_span);
            }
        }
    }
}

struct Reader<'a> {
    front: &'a FrontMatter,
    ontology: &'a Ontology,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    fn wrong(&mut self, span: Span, message: String, label: &str) {
        self.diagnostics
            .push(Diagnostic::new(Rule::InvalidValue, span, message).label(label));
    }

    /// A key's value; an empty one counts as not given, except that a required key says so.
    fn value(&mut self, key: &str) -> Option<&'a Spanned<String>> {
        let value = self.front.get(key)?;
        if value.value.trim().is_empty() {
            self.wrong(
                value.span,
                format!("`{key}` has no value"),
                if KEYS.contains(&(key, true)) {
                    "expected a value"
                } else {
                    "expected a value, or no such line"
                },
            );
            return None;
        }
        Some(value)
    }

    fn string(&mut self, key: &str) -> Option<String> {
        self.value(key).map(|value| value.value.trim().to_owned())
    }

    fn version(&mut self) {
        if let Some(version) = self.value("dossier")
            && version.value != VERSION
        {
            let message = format!(
                "this tool reads version {VERSION} of the format, and not `{}`",
                version.value
            );
            self.diagnostics.push(
                Diagnostic::new(Rule::InvalidValue, version.span, message)
                    .label(format!("expected {VERSION}"))
                    .fix(version.span, VERSION),
            );
        }
    }

    fn text_why(&mut self, without_text: bool) {
        if without_text && self.front.get("text-why").is_none() {
            let text = self.front.get("text").expect("it says `none`");
            self.diagnostics.push(
                Diagnostic::new(
                    Rule::MissingKey,
                    text.span,
                    "a source without a stored text says why in `text-why`",
                )
                .label("its quotations stay unverified")
                .help("add a line as `text-why: the publisher forbids copies`"),
            );
        }
    }

    fn id(&mut self) -> String {
        let Some(id) = self.value("id") else {
            return String::new();
        };
        if !crate::iri::is_slug(&id.value) {
            self.diagnostics.push(super::invalid_id(&id.value, id.span));
        }
        id.value.clone()
    }

    fn lang(&mut self) -> String {
        let Some(lang) = self.value("lang") else {
            return String::new();
        };
        if let Err(error) = LanguageTag::parse(lang.value.as_str()) {
            self.wrong(
                lang.span,
                format!("`{}` is no language tag: {error}", lang.value),
                "expected a BCP 47 tag such as en or zh-Hant",
            );
        }
        // BCP 47 has kept names of four letters and more for later, so it lets `English` pass.
        let primary = lang.value.split('-').next().unwrap_or_default();
        if primary.len() > 3 && LanguageTag::parse(lang.value.as_str()).is_ok() {
            self.wrong(
                lang.span,
                format!("there is no language `{primary}`"),
                "expected a code of two or three letters, such as en, de or grc",
            );
        }
        lang.value.clone()
    }

    fn iri(&mut self, key: &str) -> Option<NamedNode> {
        let value = self.value(key)?;
        match NamedNode::new(value.value.trim()) {
            Ok(iri) => Some(iri),
            Err(error) => {
                self.wrong(
                    value.span,
                    format!("`{key}` is no absolute IRI: {error}"),
                    "expected an address as https://example.org/page",
                );
                None
            }
        }
    }

    fn date(&mut self, key: &str) -> Option<Spanned<Date>> {
        let value = self.value(key)?;
        match Date::parse(value.value.trim()) {
            Ok(date) => Some(Spanned::new(date, value.span)),
            Err(error) => {
                let text = value.value.trim();
                self.diagnostics
                    .push(super::time::invalid_date(value.span, text, error));
                None
            }
        }
    }

    fn sha256(&mut self, key: &str, of: &str) -> Option<Spanned<String>> {
        let value = self.value(key)?;
        if !review::is_digest(&value.value) {
            self.wrong(
                value.span,
                format!("`{}` is no SHA-256", value.value),
                &format!("expected 64 digits 0 to 9 and a to f, {of}"),
            );
            return None;
        }
        Some(value.clone())
    }

    fn original(&mut self) -> Option<Original> {
        let sha256 = self.sha256("original-sha256", "of the original");
        let original = Original {
            name: self.string("original"),
            sha256: sha256.map(|digest| digest.value),
            extractor: self.string("extractor"),
        };
        let keys = [&original.name, &original.sha256, &original.extractor];
        let is_given = keys.iter().any(|key| key.is_some());
        is_given.then_some(original)
    }

    /// Where the offsets of quotations are that were verified elsewhere: only of a source whose text is not stored here.
    fn offsets(&mut self, without_text: bool) -> Option<Spanned<String>> {
        let value = self.value("offsets")?;
        if !without_text {
            self.wrong(
                value.span,
                "`offsets` are for a source without a stored text".to_owned(),
                "the quotations of this one are held against its text: delete this line",
            );
            return None;
        }
        Some(Spanned::new(value.value.trim().to_owned(), value.span))
    }

    fn class(&mut self) -> Option<ClassId> {
        let value = self.value("type")?;
        match self.ontology.find_class(value.value.trim()) {
            Lookup::One(class) => Some(class),
            _ => {
                let words = self.ontology.class_words();
                let near = did_you_mean(value.value.trim(), words);
                let message = format!("the vocabulary has no class `{}`", value.value.trim());
                let diagnostic = Diagnostic::new(Rule::UnknownClass, value.span, message);
                self.diagnostics.push(match near {
                    Some(near) => diagnostic
                        .label(format!("did you mean `{near}`?"))
                        .fix(value.span, near),
                    None => diagnostic.label("expected a class of the vocabulary"),
                });
                None
            }
        }
    }

    /// `quote-limit: NUMBER words` or `… characters`
    fn quote_limit(&mut self) -> Option<Spanned<QuoteLimit>> {
        let value = self.value("quote-limit")?;
        let words: Vec<&str> = value.value.split_whitespace().collect();
        let limit = match words.as_slice() {
            [number, what] => match (number.parse(), *what) {
                (Ok(most), "words" | "word") if most > 0 => Some((most, Limit::Words)),
                (Ok(most), "characters" | "character") if most > 0 => {
                    Some((most, Limit::Characters))
                }
                _ => None,
            },
            _ => None,
        };
        if limit.is_none() {
            self.wrong(
                value.span,
                format!("`{}` is no limit of a quotation", value.value),
                "expected a number and what it counts, as `50 words` or `300 characters`",
            );
        }
        limit.map(|(most, of)| Spanned::new(QuoteLimit { most, of }, value.span))
    }

    /// `reviewed: NAME DATE sha256:DIGEST`
    fn review(&mut self) -> Option<Review> {
        let value = self.value("reviewed")?;
        let review = review::read(value);
        if review.is_none() {
            self.diagnostics.push(not_a_review(value.span));
        }
        review
    }
}

/// Something that stands where a review should.
pub fn not_a_review(span: Span) -> Diagnostic {
    Diagnostic::new(
        Rule::InvalidValue,
        span,
        "a review says who, when, and over which digest",
    )
    .label(format!("expected {}", review::FORM))
    .help("`citable review ID --by NAME` writes it")
}

/// Says whether a label's language tag is one; the tag may be left out.
pub fn label_language(
    lang: Option<&str>,
    span: Span,
    otherwise: &str,
) -> Result<String, Box<Diagnostic>> {
    match lang {
        None => Ok(otherwise.to_owned()),
        Some(tag) => literal::language(tag, span).map(|()| tag.to_owned()),
    }
}
