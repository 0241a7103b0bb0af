//! Whether the engine has what it was given: as many triples, and some subjects with all that is said of them.

use std::collections::BTreeSet;

use oxrdf::NamedNodeRef;

use super::survey::Survey;
use super::value::{canonical, canonical_term, is_computed};
use super::{PublishError, Publisher, ask, sparql};

/// Values that an engine keeps otherwise than it was given them: numbers, dates and the like that it computes with.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Altered {
    /// How many of the sampled triples.
    pub count: usize,
    /// How many were sampled.
    pub of: usize,
    /// One of them as it was given, and as it is kept, both as N-Triples.
    pub example: Option<(String, String)>,
}

/// A triple without its object, and the object: as compared, and as written.
type Said = (String, String, String);

/// Counts the triples of a graph, and looks at the sample.
pub fn verify(
    publisher: &Publisher,
    graph: NamedNodeRef,
    survey: &Survey,
) -> Result<Altered, PublishError> {
    let differs = |what: String| PublishError::Differs {
        graph: graph.as_str().to_owned(),
        what,
    };
    let count = ask::count(publisher, graph)?;
    // An engine that takes literals of one value for one literal has fewer triples, and still all of them.
    if !(survey.values..=survey.triples).contains(&count) {
        return Err(differs(format!(
            "it has {count} triples, and was given {}",
            survey.triples
        )));
    }
    let given = given(survey);
    let kept = kept(publisher, graph, survey)?;
    compare(&given, &kept).map_err(differs)
}

fn given(survey: &Survey) -> BTreeSet<Said> {
    let subjects = survey.sample.subjects.iter();
    subjects
        .flat_map(|((_, subject), said)| {
            said.iter().map(move |(predicate, object)| {
                let start = format!("{subject} {predicate}");
                (start, canonical(object), object.clone())
            })
        })
        .collect()
}

fn kept(
    publisher: &Publisher,
    graph: NamedNodeRef,
    survey: &Survey,
) -> Result<BTreeSet<Said>, PublishError> {
    let subjects = survey.sample.subjects.keys();
    let query = sparql::about(graph, subjects.map(|(_, subject)| subject.as_str()));
    let solutions = ask::solutions(publisher, &query)?;
    let said = solutions.into_iter().filter_map(|values| {
        let [Some(subject), Some(predicate), Some(object)] = values.as_slice() else {
            return None;
        };
        let start = format!("{subject} {predicate}");
        Some((start, canonical_term(object), object.to_string()))
    });
    Ok(said.collect())
}

/// Holds what was given against what is kept. A value that is missing is altered if the same subject and predicate have
/// another one instead.
fn compare(given: &BTreeSet<Said>, kept: &BTreeSet<Said>) -> Result<Altered, String> {
    let values = |said: &BTreeSet<Said>| -> BTreeSet<(String, String)> {
        said.iter()
            .map(|(start, value, _)| (start.clone(), value.clone()))
            .collect()
    };
    let (of_given, of_kept) = (values(given), values(kept));
    let is_in = |set: &BTreeSet<(String, String)>, (start, value, _): &&Said| {
        set.contains(&(start.clone(), value.clone()))
    };
    let missing: Vec<_> = given.iter().filter(|said| !is_in(&of_kept, said)).collect();
    let mut added: Vec<_> = kept.iter().filter(|said| !is_in(&of_given, said)).collect();
    let mut altered = Altered {
        count: 0,
        of: given.len(),
        example: None,
    };
    for (start, _, text) in missing {
        let instead = added
            .iter()
            .position(|(other, _, kept)| other == start && is_computed(text) && is_computed(kept));
        let Some(instead) = instead else {
            return Err(format!("it lacks {start} {text}"));
        };
        let (_, _, kept) = added.swap_remove(instead);
        altered.count += 1;
        altered.example.get_or_insert((text.clone(), kept.clone()));
    }
    match added.first() {
        Some((start, _, text)) => Err(format!("it also has {start} {text}")),
        None => Ok(altered),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(objects: &[&str]) -> BTreeSet<Said> {
        let one = |object: &&str| {
            let start = "<a:s> <a:p>".to_owned();
            (start, canonical(object), (*object).to_owned())
        };
        objects.iter().map(one).collect()
    }

    #[test]
    fn words_have_to_be_the_same_and_values_are_told() {
        let same = compare(&said(&["\"a\"@EN", "<a:o>"]), &said(&["\"a\"@en", "<a:o>"]));
        assert_eq!(same.unwrap().count, 0);
        let year = "\"-0044\"^^<http://www.w3.org/2001/XMLSchema#gYear>";
        let other = "\"-044\"^^<http://www.w3.org/2001/XMLSchema#gYear>";
        let altered = compare(&said(&[year]), &said(&[other])).unwrap();
        assert_eq!(altered.example, Some((year.to_owned(), other.to_owned())));
        let lacks = compare(&said(&["\"a\"", "\"b\""]), &said(&["\"a\""])).unwrap_err();
        assert!(lacks.contains("lacks"), "{lacks}");
        let other = compare(&said(&["\"a\""]), &said(&["\"b\""])).unwrap_err();
        assert!(other.contains("lacks"), "{other}");
        let more = compare(&said(&["\"a\""]), &said(&["\"a\"", "\"b\""])).unwrap_err();
        assert!(more.contains("also has"), "{more}");
    }
}
