//! What statements of a portrait rest on, each once.

use std::collections::{HashMap, HashSet};

use oxrdf::NamedNode;
use serde::Serialize;

use crate::why::{Archive, Reading, Source, Statement, WhyError, statement};

/// What one or several statements rest on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Footnote {
    pub number: usize,
    #[serde(flatten)]
    pub ground: Ground,
}

/// On what a reading rests.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Ground {
    /// Words of a source, the quotations of a group.
    Words { quotations: Vec<Words> },
    /// A curator's reason, in a dossier or table.
    Reason {
        because: Option<String>,
        container: String,
    },
    /// The declaration of an entity.
    Declaration { line: String },
    /// Files of external data.
    External { files: Vec<String> },
}

/// A quotation.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Words {
    pub iri: String,
    pub words: String,
    pub locator: Option<String>,
    pub source: Source,
}

/// The footnotes, in the order in which they are needed.
#[derive(Default)]
pub struct Footnotes {
    pub list: Vec<Footnote>,
    numbers: HashMap<Ground, usize>,
    /// The statements that were looked into for what is inferred from them.
    known: HashMap<String, Vec<usize>>,
}

impl Footnotes {
    /// The number of a ground.
    pub fn number(&mut self, ground: Ground) -> usize {
        if let Some(&number) = self.numbers.get(&ground) {
            return number;
        }
        let number = self.list.len() + 1;
        self.numbers.insert(ground.clone(), number);
        self.list.push(Footnote { number, ground });
        number
    }

    /// The numbers of what the premises of a statement rest on in the end.
    pub fn of_premises(
        &mut self,
        archive: &Archive,
        one: &Statement,
    ) -> Result<Vec<usize>, WhyError> {
        let mut numbers = Vec::new();
        let mut seen = HashSet::from([one.iri.clone()]);
        let mut open: Vec<String> = one.premises.iter().rev().cloned().collect();
        while let Some(iri) = open.pop() {
            if !seen.insert(iri.clone()) {
                continue;
            }
            if let Some(known) = self.known.get(&iri) {
                numbers.extend(known);
                continue;
            }
            let node = NamedNode::new_unchecked(iri.clone());
            match statement(archive, &node)? {
                Some(premise) => {
                    let own = self.of_readings(&premise.readings);
                    open.extend(premise.premises.iter().rev().cloned());
                    if premise.premises.is_empty() {
                        self.known.insert(iri, own.clone());
                    }
                    numbers.extend(own);
                }
                None => {
                    let line = crate::why::declaration(archive, &node)?.line;
                    numbers.push(self.number(Ground::Declaration { line }));
                }
            }
        }
        numbers.sort_unstable();
        numbers.dedup();
        Ok(numbers)
    }

    fn of_readings(&mut self, readings: &[Reading]) -> Vec<usize> {
        let numbers = readings.iter().map(|reading| self.of_reading(reading));
        numbers.collect()
    }

    /// The number of what a reading rests on.
    pub fn of_reading(&mut self, reading: &Reading) -> usize {
        self.number(ground(reading))
    }
}

/// What a reading rests on.
fn ground(reading: &Reading) -> Ground {
    if reading.quotations.is_empty() {
        return Ground::Reason {
            because: reading.because.clone(),
            container: reading.container.clone(),
        };
    }
    let quotations = reading.quotations.iter().map(|quotation| Words {
        iri: quotation.iri.clone(),
        words: quotation.passage.words.clone(),
        locator: quotation.locator.clone(),
        source: quotation.source.clone(),
    });
    Ground::Words {
        quotations: quotations.collect(),
    }
}
