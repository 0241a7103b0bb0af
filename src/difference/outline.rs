//! What is shown of a difference, and in which order, before it is known how it is written.

use super::Difference;
use super::entity::{EntityChange, EntityKind};
use super::node::{NodeChange, State};
use super::quotation::{QuotationChange, Quoted};
use super::respect::{Kind, What};
use super::statements::{Section, StatementChange};
use crate::tally::counted;

/// A heading, and what stands under it.
pub struct Chapter {
    pub title: &'static str,
    /// What it adds to the sentence that sums all up, after the number: in the singular and in the plural.
    pub counted: [&'static str; 2],
    pub items: Vec<Item>,
    /// Whether it follows from the rest, or is of interest to few.
    pub minor: bool,
}

/// One thing that differs.
pub struct Item {
    pub mark: Mark,
    /// What it is: a line of the notation, or the name of a thing.
    pub line: String,
    /// Whether the line is of the notation.
    pub is_notation: bool,
    pub details: Vec<Detail>,
    /// The words that it rests on, and where they stand, unless the details tell of other ones.
    pub quotations: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    Added,
    Removed,
    Changed,
}

/// What is said of an item.
pub enum Detail {
    /// It is so.
    Note(String),
    /// It was otherwise: what is called so, what it was, and what it is.
    Turned(String, String, String),
    /// It is said no longer, or newly.
    Gone(String),
    New(String),
}

/// All chapters that have anything in them.
pub fn chapters(difference: &Difference) -> Vec<Chapter> {
    let mut chapters = statements(&difference.statements);
    chapters.extend(entities(&difference.entities));
    chapters.push(mappings(difference));
    chapters.extend(sources(&difference.sources));
    chapters.push(quotations(&difference.quotations));
    chapters.push(Chapter {
        title: "Vocabulary",
        counted: [
            "term of the vocabulary changed",
            "terms of the vocabulary changed",
        ],
        items: difference.terms.iter().map(node).collect(),
        minor: false,
    });
    chapters.push(external(difference));
    chapters.push(Chapter {
        title: "What follows",
        counted: ["inferred statement differs", "inferred statements differ"],
        items: difference.inferred.iter().map(statement).collect(),
        minor: true,
    });
    chapters.push(Chapter {
        title: "Other",
        counted: ["other resource changed", "other resources changed"],
        items: difference.other.iter().map(node).collect(),
        minor: true,
    });
    chapters.retain(|chapter| !chapter.items.is_empty());
    chapters
}

/// How much differs, in a sentence.
pub fn summary(difference: &Difference, chapters: &[Chapter]) -> String {
    if chapters.is_empty() {
        return match difference.quads.is_empty() {
            true => "nothing differs".to_owned(),
            false => "nothing differs but the description of the build".to_owned(),
        };
    }
    let counts = chapters.iter().map(|chapter| {
        let [one, many] = chapter.counted;
        counted(chapter.items.len(), one, many)
    });
    counts.collect::<Vec<_>>().join(", ")
}

// --- Statements -----------------------------------------------------------------------------------

/// The chapters of statements.
pub fn statements(changes: &[StatementChange]) -> Vec<Chapter> {
    let chapter = |section, title, counted| {
        let of = |change: &&StatementChange| change.section() == section;
        Chapter {
            title,
            counted,
            items: changes.iter().filter(of).map(statement).collect(),
            minor: false,
        }
    };
    vec![
        chapter(
            Section::Added,
            "Statements added",
            ["statement added", "statements added"],
        ),
        chapter(
            Section::Removed,
            "Statements removed",
            ["statement removed", "statements removed"],
        ),
        chapter(
            Section::Retimed,
            "Statements with another time",
            ["statement re-timed", "statements re-timed"],
        ),
        chapter(
            Section::Reevidenced,
            "Statements with other evidence",
            ["statement re-evidenced", "statements re-evidenced"],
        ),
        chapter(
            Section::Changed,
            "Statements changed otherwise",
            [
                "statement changed otherwise",
                "statements changed otherwise",
            ],
        ),
    ]
}

fn statement(change: &StatementChange) -> Item {
    let any = change.any();
    let mut line = any.line.clone();
    for qualifier in &any.qualifiers {
        line += "; ";
        line += qualifier;
    }
    let mark = match (&change.before, &change.after) {
        (None, _) => Mark::Added,
        (_, None) => Mark::Removed,
        _ => Mark::Changed,
    };
    let details = match mark {
        // That its premises are other statements is told where those stand.
        Mark::Changed => change
            .what
            .iter()
            .filter(|what| !(change.is_inferred() && what.kind == Kind::Evidence))
            .flat_map(respect)
            .collect(),
        _ => {
            let premises = any.premises.iter();
            let rule = any.rule.iter().map(|rule| format!("by {rule}"));
            let notes = premises.map(|premise| format!("inferred from {premise}"));
            notes.chain(rule).map(Detail::Note).collect()
        }
    };
    let quotations = any.quotations.iter().map(Quoted::cited);
    let is_told = change.what.iter().any(|what| what.kind == Kind::Evidence);
    Item {
        mark,
        line,
        is_notation: true,
        details,
        quotations: quotations.filter(|_| !is_told).collect(),
    }
}

fn respect(what: &What) -> Vec<Detail> {
    let prefix = |text: &String| match what.kind {
        Kind::Evidence => text.clone(),
        kind => format!("{} {text}", kind.name()),
    };
    match (&what.before[..], &what.after[..]) {
        // An entity is one thing for each, and so are both ends of a statement.
        (before, after)
            if what.kind == Kind::Entity
                || what.kind != Kind::Evidence && before.len() == 1 && after.len() == 1 =>
        {
            let turned = |(before, after): (&String, &String)| {
                Detail::Turned(what.kind.name().to_owned(), before.clone(), after.clone())
            };
            before.iter().zip(after).map(turned).collect()
        }
        (before, after) => {
            let gone = before.iter().map(|text| Detail::Gone(prefix(text)));
            gone.chain(after.iter().map(|text| Detail::New(prefix(text))))
                .collect()
        }
    }
}

// --- The rest -------------------------------------------------------------------------------------

fn entities(changes: &[EntityChange]) -> Vec<Chapter> {
    type Is = fn(&EntityKind) -> bool;
    let kinds: [(&'static str, [&'static str; 2], Is); 7] = [
        (
            "Entities added",
            ["entity added", "entities added"],
            |kind| matches!(kind, EntityKind::Added),
        ),
        (
            "Entities removed",
            ["entity removed", "entities removed"],
            |kind| matches!(kind, EntityKind::Removed),
        ),
        (
            "Entities renamed",
            ["entity renamed", "entities renamed"],
            |kind| matches!(kind, EntityKind::Renamed { .. }),
        ),
        (
            "Entities merged",
            ["entity merged", "entities merged"],
            |kind| matches!(kind, EntityKind::Merged { .. }),
        ),
        (
            "Entities separated",
            ["entity separated", "entities separated"],
            |kind| matches!(kind, EntityKind::Separated { .. }),
        ),
        (
            "Entities with another id",
            ["entity with another id", "entities with another id"],
            |kind| matches!(kind, EntityKind::Reidentified { .. }),
        ),
        (
            "Entities changed",
            ["entity changed", "entities changed"],
            |kind| matches!(kind, EntityKind::Changed),
        ),
    ];
    let chapters = kinds.into_iter().map(|(title, counted, is)| {
        let of = |change: &&EntityChange| is(&change.kind);
        Chapter {
            title,
            counted,
            items: changes.iter().filter(of).map(entity).collect(),
            minor: false,
        }
    });
    chapters.collect()
}

fn entity(change: &EntityChange) -> Item {
    let mut item = node(&change.node);
    match &change.kind {
        EntityKind::Renamed { before, .. } => item.line = format!("{before} → {}", item.line),
        EntityKind::Merged { into } => item.line = format!("{} → {into}", item.line),
        EntityKind::Separated { from } => item.line = format!("{from} → {}", item.line),
        EntityKind::Reidentified { before, .. } => {
            item.mark = Mark::Changed;
            let was = Detail::Note(format!("it was {before}"));
            item.details.insert(0, was);
        }
        _ => {}
    }
    item
}

/// A node with what has changed of it.
fn node(change: &NodeChange) -> Item {
    let line = match change.label == change.short {
        true => change.label.clone(),
        false => format!("{} ({})", change.label, change.short),
    };
    let mut details = Vec::new();
    for property in &change.properties {
        let name = &property.property;
        match (&property.removed[..], &property.added[..]) {
            ([before], [after]) => {
                details.push(Detail::Turned(name.clone(), before.clone(), after.clone()))
            }
            (removed, added) => {
                let whole = change.state != State::Changed;
                let say = |value: &String| format!("{name} {value}");
                let gone = removed.iter().map(say);
                let new = added.iter().map(say);
                match whole {
                    true => details.extend(gone.chain(new).map(Detail::Note)),
                    false => {
                        details.extend(gone.map(Detail::Gone));
                        details.extend(new.map(Detail::New));
                    }
                }
            }
        }
    }
    Item {
        mark: match change.state {
            State::Added => Mark::Added,
            State::Removed => Mark::Removed,
            State::Changed => Mark::Changed,
        },
        line,
        is_notation: false,
        details,
        quotations: Vec::new(),
    }
}

fn mappings(difference: &Difference) -> Chapter {
    let items = difference.mappings.iter().map(|mapping| Item {
        mark: match mapping.added {
            true => Mark::Added,
            false => Mark::Removed,
        },
        line: format!("{} {} {}", mapping.label, mapping.relation, mapping.target),
        is_notation: false,
        details: Vec::new(),
        quotations: Vec::new(),
    });
    Chapter {
        title: "Mappings",
        counted: ["mapping differs", "mappings differ"],
        items: items.collect(),
        minor: false,
    }
}

/// Sources of which the stored text is another one, and what else has changed of sources, dossiers and tables.
fn sources(changes: &[NodeChange]) -> [Chapter; 2] {
    let is_pinned = |change: &NodeChange| {
        let is_digest = |name: &str| name == "citable:sha256";
        let mut properties = change.properties.iter();
        change.state == State::Changed && properties.any(|property| is_digest(&property.property))
    };
    let (pinned, others): (Vec<_>, Vec<_>) = changes.iter().partition(|change| is_pinned(change));
    [
        Chapter {
            title: "Sources with another text",
            counted: ["source re-pinned", "sources re-pinned"],
            items: pinned.into_iter().map(node).collect(),
            minor: false,
        },
        Chapter {
            title: "Sources, dossiers and tables",
            counted: [
                "source, dossier or table changed",
                "sources, dossiers and tables changed",
            ],
            items: others.into_iter().map(node).collect(),
            minor: false,
        },
    ]
}

fn quotations(changes: &[QuotationChange]) -> Chapter {
    let items = changes.iter().map(|change| Item {
        mark: match change.what() {
            "added" => Mark::Added,
            "removed" => Mark::Removed,
            _ => Mark::Changed,
        },
        line: change.any().cited(),
        is_notation: false,
        details: quotation_details(change),
        quotations: Vec::new(),
    });
    Chapter {
        title: "Quotations",
        counted: ["quotation differs", "quotations differ"],
        items: items.collect(),
        minor: true,
    }
}

fn quotation_details(change: &QuotationChange) -> Vec<Detail> {
    let (Some(before), Some(after)) = (&change.before, &change.after) else {
        return Vec::new();
    };
    let place = |start: Option<u64>, end: Option<u64>| match (start, end) {
        (Some(start), Some(end)) => format!("{start} to {end}"),
        _ => "unknown".to_owned(),
    };
    let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "none".to_owned());
    let turns = [
        ("words", before.words.clone(), after.words.clone()),
        (
            "place",
            place(before.start, before.end),
            place(after.start, after.end),
        ),
        ("locator", text(&before.locator), text(&after.locator)),
        ("matched", text(&before.tier), text(&after.tier)),
        ("dismissed", text(&before.dismissed), text(&after.dismissed)),
        ("source", before.source.clone(), after.source.clone()),
    ];
    let turns = turns
        .into_iter()
        .filter(|(_, before, after)| before != after);
    let mut details: Vec<Detail> = turns
        .map(|(name, before, after)| Detail::Turned(name.to_owned(), before, after))
        .collect();
    if details.is_empty() && change.surroundings {
        details.push(Detail::Note("the text around it is another".to_owned()));
    }
    details
}

fn external(difference: &Difference) -> Chapter {
    let items = difference
        .external
        .iter()
        .map(|(graph, removed, added)| Item {
            mark: Mark::Changed,
            line: graph.clone(),
            is_notation: false,
            details: vec![Detail::Note(format!(
                "{} removed, {} added",
                counted(*removed, "triple", "triples"),
                counted(*added, "triple", "triples")
            ))],
            quotations: Vec::new(),
        });
    Chapter {
        title: "External data",
        counted: ["external file changed", "external files changed"],
        items: items.collect(),
        minor: false,
    }
}
