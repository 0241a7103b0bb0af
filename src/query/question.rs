//! A query with its parameters: read once, and asked with values.

use std::collections::{BTreeMap, BTreeSet};

use oxrdf::{Term, Variable};
use spargebra::Query;
use spargebra::algebra::GraphPattern;

use super::header::{self, Header};
use super::parameter::{self, Datatype, Parameter};
use super::substitute::Substitution;
use super::syntax::{self, Parsed};
use super::walk;
use super::{Names, QueryError, Untold, entity};
use crate::diagnostic::did_you_mean;
use crate::project::Context;
use crate::store::{self, Store};

/// A query as it was read.
#[derive(Debug)]
pub struct Question {
    /// The words that ask it on the command line, such as `citable query members`.
    pub command: String,
    pub header: Header,
    /// The parameters, by name.
    pub parameters: Vec<Parameter>,
    /// The prefixes in force in it: name without colon, and IRI.
    pub prefixes: Vec<(String, String)>,
    query: Query,
    origin: String,
    text: String,
}

impl Question {
    /// Reads the text of a query. `origin` is its path or what stands in for one; with `offer`, the
    /// project's prefixes need not be declared in it.
    pub fn read(
        origin: &str,
        command: &str,
        text: &str,
        context: &Context,
        offer: bool,
    ) -> Result<Question, QueryError> {
        let header = header::read(origin, text)?;
        let Parsed { query, prefixes } = syntax::parse(origin, text, context, offer)?;
        let in_text = |error: QueryError| error.in_text(origin, text);
        let mut parameters = parameter::all(&query, &prefixes).map_err(in_text)?;
        parameter::describe(&mut parameters, &header).map_err(in_text)?;
        Ok(Question {
            command: command.to_owned(),
            header,
            parameters,
            prefixes,
            query,
            origin: origin.to_owned(),
            text: text.to_owned(),
        })
    }

    /// Whether the answer is true or false.
    pub fn asks_for_truth(&self) -> bool {
        matches!(self.query, Query::Ask { .. })
    }

    /// Where the query comes from: its path, or what stands in for one.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// What an engine cannot be asked, at its place in the text.
    pub fn untold(&self, untold: &Untold) -> QueryError {
        self.placed(untold.told(&self.prefixes))
    }

    /// An error about a word of the query, at its place in the text.
    pub fn placed(&self, error: QueryError) -> QueryError {
        match &error {
            QueryError::Usage { message, .. }
                if message
                    .split('`')
                    .nth(1)
                    .is_some_and(|word| self.text.contains(word)) =>
            {
                error.in_text(&self.origin, &self.text)
            }
            _ => error,
        }
    }

    /// Whether the answer is a graph, as of CONSTRUCT and DESCRIBE.
    pub fn asks_for_graph(&self) -> bool {
        matches!(self.query, Query::Construct { .. } | Query::Describe { .. })
    }

    /// The columns that no pattern of the query can ever fill, which are mostly mistyped.
    pub fn never_bound(&self) -> Vec<Variable> {
        let mut pattern = walk::pattern_of(&self.query);
        while let GraphPattern::Slice { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner } = pattern
        {
            pattern = inner;
        }
        let GraphPattern::Project { inner, variables } = pattern else {
            return Vec::new();
        };
        let mut bound = BTreeSet::new();
        inner.on_in_scope_variable(|variable| {
            bound.insert(variable);
        });
        let unbound = |variable: &&Variable| {
            !bound.contains(variable) && Parameter::of(variable, &self.prefixes).is_none()
        };
        variables.iter().filter(unbound).cloned().collect()
    }

    /// The query with a term in place of each parameter. `settings` are names and values; what they
    /// leave out has its default, or is an error if it has none and is not optional.
    pub fn bind(
        &self,
        settings: &[(String, String)],
        store: &Store,
        context: &Context,
    ) -> Result<Query, QueryError> {
        for (name, _) in settings {
            self.parameter(name)?;
        }
        let mut terms = BTreeMap::new();
        for parameter in &self.parameters {
            let set = settings
                .iter()
                .rev()
                .find(|(name, _)| *name == parameter.name);
            let value = set.map(|(_, value)| value).or(parameter.default.as_ref());
            if let Some(value) = value {
                let term = self.term(parameter, value, store, context)?;
                terms.insert(parameter.variable.clone(), term);
            } else if parameter.is_mandatory() {
                return Err(self.missing(parameter, store, context)?);
            }
        }
        let mut query = self.query.clone();
        Substitution::new(terms)
            .query(&mut query)
            .map_err(|error| QueryError::usage(error.to_string()))?;
        Ok(query)
    }

    fn parameter(&self, name: &str) -> Result<&Parameter, QueryError> {
        if let Some(found) = self
            .parameters
            .iter()
            .find(|parameter| parameter.name == name)
        {
            return Ok(found);
        }
        let names: Vec<_> = self.parameters.iter().map(|p| p.name.as_str()).collect();
        let error = QueryError::usage(format!("the query has no parameter `{name}`"));
        Err(match did_you_mean(name, &names) {
            Some(near) => error.help(format!("did you mean `{near}`?")),
            None if names.is_empty() => error.help("it has no parameters at all"),
            None => error.help(format!("its parameters are {}", names.join(", "))),
        })
    }

    fn term(
        &self,
        parameter: &Parameter,
        value: &str,
        store: &Store,
        context: &Context,
    ) -> Result<Term, QueryError> {
        let named =
            |error: QueryError| error.help(format!("it is the parameter `{}`", parameter.name));
        let term = |value: &str| match &parameter.datatype {
            Datatype::Iri => Ok(entity::find(value, store, context, &self.prefixes)?.into()),
            datatype => datatype.literal(value).map(Term::from).map_err(|expected| {
                QueryError::usage(format!(
                    "`{value}` does not fit the parameter `{}`",
                    parameter.name
                ))
                .help(format!("it takes {expected}"))
            }),
        };
        let found = term(value).map_err(named)?;
        let allowed = parameter.values.is_empty()
            || parameter.values.iter().any(|allowed| {
                allowed == value || term(allowed).is_ok_and(|allowed| allowed == found)
            });
        if allowed {
            return Ok(found);
        }
        let error = QueryError::usage(format!(
            "`{value}` is none of the values of the parameter `{}`",
            parameter.name
        ));
        Err(error.help(format!("they are {}", parameter.values.join(", "))))
    }

    fn missing(
        &self,
        parameter: &Parameter,
        store: &Store,
        context: &Context,
    ) -> Result<QueryError, QueryError> {
        let name = &parameter.name;
        let example = match parameter.values.first() {
            Some(value) => shell_word(value),
            None => "…".to_owned(),
        };
        let mut error = QueryError::usage(format!("the parameter `{name}` is not set"))
            .help(format!("it takes {}", parameter.datatype.expected()));
        let listed =
            |(name, values): &(String, Vec<String>)| name == &parameter.name && values.is_empty();
        if self.header.enumerate.iter().any(listed) {
            let values = self.values(parameter, store, context)?;
            error = error.help(format!("its values here are {}", values.join(", ")));
        }
        if !parameter.values.is_empty() {
            error = error.help(format!("its values are {}", parameter.values.join(", ")));
        }
        for other in self.parameters.iter().filter(|other| *other != parameter) {
            if let Some(default) = &other.default {
                error = error.help(format!("`{}` is `{default}` unless it is set", other.name));
            }
        }
        Ok(error.help(format!("type: {} --set {name}={example}", self.command)))
    }

    /// Values of a parameter for which the query has an answer, by name: what the query's pattern gives
    /// its variable while no parameter is set. At most a dozen.
    fn values(
        &self,
        parameter: &Parameter,
        store: &Store,
        context: &Context,
    ) -> Result<Vec<String>, QueryError> {
        const LISTED: usize = 12;
        let mut pattern = walk::pattern_of(&self.query);
        while let GraphPattern::Slice { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::OrderBy { inner, .. }
        | GraphPattern::Project { inner, .. } = pattern
        {
            pattern = inner;
        }
        let projected = GraphPattern::Project {
            inner: Box::new(pattern.clone()),
            variables: vec![parameter.variable.clone()],
        };
        let query = Query::Select {
            dataset: self.query.dataset().cloned(),
            pattern: GraphPattern::Distinct {
                inner: Box::new(projected),
            },
            base_iri: None,
        };
        let mut names = Names::new(store, context, &self.prefixes);
        let mut found = BTreeSet::new();
        if let store::Answer::Solutions(solutions) = store.query(&query)? {
            for values in solutions {
                if let Some(Some(value)) = values?.first() {
                    found.insert(names.of(value)?);
                }
            }
        }
        let more = found.len() > LISTED;
        let mut values: Vec<_> = found.into_iter().take(LISTED).collect();
        values.extend(more.then(|| "…".to_owned()));
        Ok(values)
    }
}

fn shell_word(value: &str) -> String {
    if value
        .chars()
        .all(|c| c.is_alphanumeric() || "-_.:/".contains(c))
    {
        return value.to_owned();
    }
    format!("'{}'", value.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::fixture;
    use crate::query::walk::Part;

    const TEXT: &str = "#+ defaults:\n#+   - property: member of\n#+ enumerate:\n#+   - year: [1990, 2020]\nPREFIX citable: <https://w3id.org/citable/ns#>\nSELECT ?who { ?who ?_property_iri ?_what_iri ~ ?st . ?st citable:since ?_year_xsd_gYear , ?__day_date }";

    fn question(text: &str) -> Result<Question, QueryError> {
        Question::read("q.rq", "citable query q", text, &fixture::context(), false)
    }

    fn bound(settings: &[(&str, &str)]) -> Result<String, String> {
        let settings: Vec<_> = settings
            .iter()
            .map(|(a, b)| ((*a).into(), (*b).into()))
            .collect();
        question(TEXT)
            .unwrap()
            .bind(&settings, &fixture::store(), &fixture::context())
            .map(|query| query.to_string())
            .map_err(|error| error.render())
    }

    #[test]
    fn values_become_terms() {
        let query = bound(&[("what", "ICPO"), ("year", "1990")]).unwrap();
        assert!(
            query.contains("<https://example.org/vocabulary#memberOf>"),
            "{query}"
        );
        assert!(
            query.contains("<https://example.org/entity/interpol>"),
            "{query}"
        );
        assert!(
            query.contains("\"1990\"^^<http://www.w3.org/2001/XMLSchema#gYear>"),
            "{query}"
        );
        assert!(query.contains("?__day_date"), "{query}");
    }

    #[test]
    fn a_value_is_never_syntax() {
        let text = "SELECT * { ?x ?y ?_name }";
        let settings = [("name".to_owned(), "\" } DROP ALL # \\".to_owned())];
        let query = question(text)
            .unwrap()
            .bind(&settings, &fixture::store(), &fixture::context())
            .unwrap();
        let mut triples = 0;
        walk::query(&query, &mut |part| {
            triples += usize::from(matches!(part, Part::Triple(_)))
        });
        assert_eq!(triples, 1);
        assert!(
            query.to_string().contains("\"\\\" } DROP ALL # \\\\\""),
            "{query}"
        );
    }

    #[test]
    fn wrong_settings_are_told() {
        for (settings, says) in [
            (&[][..], "the parameter `what` is not set"),
            (&[("what", "ICPO")], "--set year=1990"),
            (&[("propertie", "x")], "did you mean `property`?"),
            (
                &[("what", "Interpoll"), ("year", "1990")],
                "did you mean `Interpol`?",
            ),
            (&[("what", "ICPO"), ("year", "abc")], "a year, such as 1990"),
            (&[("what", "ICPO"), ("year", "1991")], "they are 1990, 2020"),
        ] {
            let shown = bound(settings).unwrap_err();
            assert!(shown.contains(says), "{settings:?}: {shown}");
        }
    }

    #[test]
    fn an_open_enumeration_lists_what_is_there() {
        let text = "#+ enumerate:\n#+   - what\nPREFIX v: <https://example.org/vocabulary#>\nSELECT ?x { ?x v:basedIn|v:memberOf ?_what_iri }";
        let error = question(text)
            .unwrap()
            .bind(&[], &fixture::store(), &fixture::context())
            .unwrap_err();
        let shown = error.render();
        assert!(
            shown.contains("here are Interpol, Singapore | the city"),
            "{shown}"
        );
    }

    #[test]
    fn the_header_speaks_of_parameters_that_are_there() {
        let error =
            question("#+ defaults:\n#+   - lable: x\nSELECT * { ?x ?y ?_label }").unwrap_err();
        assert!(
            error.render().contains("did you mean `label`?"),
            "{}",
            error.render()
        );
        let error = question("SELECT * { ?x ?_name_iri ?_name }").unwrap_err();
        assert!(
            error.to_string().contains("are two parameters of one name"),
            "{error}"
        );
    }

    #[test]
    fn columns_that_stay_empty_are_found() {
        let question = question("SELECT ?x ?nmae { ?x <a:name> ?name }").unwrap();
        assert_eq!(question.never_bound(), [Variable::new("nmae").unwrap()]);
    }
}
