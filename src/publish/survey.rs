//! A graph is read through: how many triples it has, by what it is known, and which of them are looked at afterwards.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use sha2::{Digest, Sha256};
use xxhash_rust::xxh3::xxh3_64;

use super::lines::{self, Lost, Subject};
use super::value;
use super::{PublishError, Publisher};
use crate::iri::hex;

/// How many subjects are looked at after a graph was replaced.
const SUBJECTS: usize = 8;
/// A subject of which more is said is not looked at.
const SAID: usize = 200;

/// What is known of a graph once it was read.
pub struct Survey {
    /// The SHA-256 of its N-Triples, sorted by bytes, in lower-case hexadecimal: that of
    /// `citable export --format ntriples --graph` in the form of the engine.
    pub fingerprint: String,
    pub triples: u64,
    /// How many triples an engine has that takes literals of one value for one literal.
    pub values: u64,
    /// The bytes of the N-Triples.
    pub length: u64,
    pub lost: Lost,
    pub sample: Sample,
}

/// Some subjects with all that is said of them: those whose hashes are smallest, so that nobody chose them and both sides can be
/// asked for them, by a look-up that every engine has an index for. Digests of all triples would have to be computed by
/// the engine, for which there is no common way.
#[derive(Default)]
pub struct Sample {
    pub subjects: BTreeMap<(u64, String), Vec<(String, String)>>,
}

impl Survey {
    /// Reads a graph and writes its N-Triples.
    pub fn of(
        publisher: &Publisher,
        graph: &str,
        out: &mut dyn Write,
    ) -> Result<Survey, PublishError> {
        let mut reader = Reader {
            digest: Sha256::new(),
            triples: 0,
            values: 0,
            length: 0,
            sample: Sample::default(),
            line: String::new(),
        };
        let lost = lines::subjects(publisher, graph, &mut |subject| reader.read(subject, out))?;
        Ok(Survey {
            fingerprint: hex(&reader.digest.finalize()),
            triples: reader.triples,
            values: reader.values,
            length: reader.length,
            lost,
            sample: reader.sample,
        })
    }
}

struct Reader {
    digest: Sha256,
    triples: u64,
    values: u64,
    length: u64,
    sample: Sample,
    line: String,
}

impl Reader {
    fn read(&mut self, subject: &Subject, out: &mut dyn Write) -> io::Result<()> {
        for (predicate, object) in subject.said {
            self.line.clear();
            for text in [subject.text, " ", predicate, " ", object, " .\n"] {
                self.line.push_str(text);
            }
            self.digest.update(self.line.as_bytes());
            self.length += self.line.len() as u64;
            out.write_all(self.line.as_bytes())?;
        }
        self.triples += subject.said.len() as u64;
        self.values += values(subject);
        self.sample.offer(subject);
        Ok(())
    }
}

/// How many triples of a subject differ in value.
fn values(subject: &Subject) -> u64 {
    let said = subject.said.iter();
    let distinct: BTreeSet<_> = said
        .map(|(predicate, object)| (predicate, value::canonical(object)))
        .collect();
    distinct.len() as u64
}

impl Sample {
    fn offer(&mut self, subject: &Subject) {
        if subject.said.len() > SAID {
            return;
        }
        let hash = xxh3_64(subject.text.as_bytes());
        let is_full = self.subjects.len() == SUBJECTS;
        if is_full
            && self
                .subjects
                .last_key_value()
                .is_some_and(|((largest, _), _)| *largest <= hash)
        {
            return;
        }
        let key = (hash, subject.text.to_owned());
        self.subjects.insert(key, subject.said.to_vec());
        if self.subjects.len() > SUBJECTS {
            self.subjects.pop_last();
        }
    }
}
