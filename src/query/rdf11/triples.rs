//! Basic graph patterns: reifiers become statements, and the triples that the form has more of are passed over.

use spargebra::algebra::{Expression, GraphPattern};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

use super::error::Untold;
use super::kinds::{Kind, Kinds, Names, plain_in};
use super::parts;
use super::pattern::Told;
use super::terms::{filtered, iri, is_statement, joined, not, nothing, or, without_direction};
use crate::algebra::triple;
use crate::vocab::rdf;

/// The three properties of an `rdf:Statement`.
pub const PARTS: [oxrdf::NamedNodeRef<'static>; 3] = [rdf::SUBJECT, rdf::PREDICATE, rdf::OBJECT];

/// Rewrites the triples of a basic graph pattern. `demand` are variables that are bound elsewhere, and not to triple terms.
pub fn triples(patterns: &[TriplePattern], demand: &Names) -> Result<Told, Untold> {
    let mut basic = Basic::of(patterns, demand);
    for triple in patterns {
        if matches!(triple.subject, TermPattern::Literal(_)) {
            basic.is_empty = true;
        }
        basic.add(triple)?;
    }
    Ok(basic.told())
}

/// A basic graph pattern while it is rewritten.
struct Basic {
    /// Variables that are bound, and to no triple term.
    plain: Names,
    /// Variables that hold triple terms.
    triple: Names,
    kinds: Kinds,
    patterns: Vec<TriplePattern>,
    conditions: Vec<Expression>,
    /// Patterns beside the basic one.
    others: Vec<GraphPattern>,
    /// Whether it cannot have a solution.
    is_empty: bool,
}

impl Basic {
    fn of(patterns: &[TriplePattern], demand: &Names) -> Basic {
        let mut plain = demand.clone();
        let mut triple = Names::new();
        for pattern in patterns {
            plain_in(pattern, &mut plain);
            if is_reifies(&pattern.predicate)
                && let TermPattern::Variable(variable) = &pattern.object
            {
                triple.insert(variable.clone());
            }
        }
        Basic {
            is_empty: triple.intersection(&plain).next().is_some(),
            plain,
            triple,
            kinds: Kinds::new(),
            patterns: Vec::new(),
            conditions: Vec::new(),
            others: Vec::new(),
        }
    }

    fn add(&mut self, triple: &TriplePattern) -> Result<(), Untold> {
        let TriplePattern {
            subject,
            predicate,
            object,
        } = triple;
        if matches!(subject, TermPattern::Triple(_)) {
            let help = "take the statement itself: `?statement rdf:reifies <<( … )>>`";
            return Err(Untold::keyword("<<(", "{} is no subject of anything", help));
        }
        self.see(subject);
        if let NamedNodePattern::Variable(variable) = predicate {
            self.kinds.insert(variable.clone(), Kind::Plain);
        }
        match (predicate, object) {
            (_, TermPattern::Triple(inner)) => self.reified(subject, predicate, inner),
            (_, TermPattern::Variable(variable)) if self.triple.contains(variable) => {
                self.kinds.insert(variable.clone(), Kind::Triple);
                self.says(subject, predicate, parts(variable).map(TermPattern::from));
                Ok(())
            }
            (NamedNodePattern::NamedNode(iri), _) if *iri == rdf::REIFIES => {
                self.is_empty = true;
                Ok(())
            }
            (NamedNodePattern::Variable(_), TermPattern::Variable(variable))
                if !self.plain.contains(variable) =>
            {
                self.kinds.insert(variable.clone(), Kind::Either);
                let all = either(triple, parts(variable));
                self.others.push(all);
                Ok(())
            }
            _ => self.plainly(triple),
        }
    }

    /// A triple pattern whose object is no triple term.
    fn plainly(&mut self, triple: &TriplePattern) -> Result<(), Untold> {
        self.see(&triple.object);
        if let (NamedNodePattern::NamedNode(predicate), TermPattern::NamedNode(class)) =
            (&triple.predicate, &triple.object)
            && *predicate == rdf::TYPE
            && *class == rdf::STATEMENT
        {
            return Err(Untold::iri(
                class,
                "the form for the engine makes every statement a {}, and the build has none",
                "ask for statements with `?statement rdf:reifies ?triple`, or by their class: `a citable:Statement`",
            ));
        }
        self.conditions.extend(no_machinery(triple));
        self.patterns.push(TriplePattern {
            object: without_direction(&triple.object),
            ..triple.clone()
        });
        Ok(())
    }

    /// What a triple term in a pattern stands for.
    fn reified(
        &mut self,
        subject: &TermPattern,
        predicate: &NamedNodePattern,
        inner: &TriplePattern,
    ) -> Result<(), Untold> {
        if let NamedNodePattern::NamedNode(iri) = predicate
            && *iri != rdf::REIFIES
        {
            return Err(Untold::iri(
                iri,
                "{} has a triple term here, which the form for the engine leaves out",
                "only `rdf:reifies` has triple terms in it; `citable query` without `--engine` answers this",
            ));
        }
        if matches!(inner.object, TermPattern::Triple(_)) {
            return Err(nested());
        }
        self.see(&inner.subject);
        self.see(&inner.object);
        if let NamedNodePattern::Variable(variable) = &inner.predicate {
            self.kinds.insert(variable.clone(), Kind::Plain);
        }
        if matches!(inner.subject, TermPattern::Literal(_)) {
            self.is_empty = true;
        }
        let predicate_part = match inner.predicate.clone() {
            NamedNodePattern::NamedNode(iri) => TermPattern::from(iri),
            NamedNodePattern::Variable(variable) => variable.into(),
        };
        let object = without_direction(&inner.object);
        self.says(
            subject,
            predicate,
            [inner.subject.clone(), predicate_part, object],
        );
        Ok(())
    }

    /// A statement of these parts.
    fn says(
        &mut self,
        subject: &TermPattern,
        predicate: &NamedNodePattern,
        parts: [TermPattern; 3],
    ) {
        let says = statement(subject, &parts);
        match predicate {
            NamedNodePattern::NamedNode(_) => self.patterns.extend(says),
            NamedNodePattern::Variable(variable) => {
                self.others.push(GraphPattern::Extend {
                    inner: Box::new(GraphPattern::Bgp {
                        patterns: says.into(),
                    }),
                    variable: variable.clone(),
                    expression: iri(rdf::REIFIES).into(),
                });
            }
        }
    }

    fn see(&mut self, term: &TermPattern) {
        if let TermPattern::Variable(variable) = term {
            self.kinds.insert(variable.clone(), Kind::Plain);
        }
    }

    fn told(self) -> Told {
        if self.is_empty {
            return Told {
                pattern: nothing(),
                kinds: self.kinds,
            };
        }
        let basic = GraphPattern::Bgp {
            patterns: self.patterns,
        };
        let pattern = self.others.into_iter().fold(basic, joined);
        Told {
            pattern: filtered(pattern, self.conditions),
            kinds: self.kinds,
        }
    }
}

/// What is said where a triple term is within another.
pub fn nested() -> Untold {
    Untold::keyword(
        "<<(",
        "there is a triple term within a triple term behind {}, which the form for the engine leaves out",
        "`citable query` without `--engine` answers this",
    )
}

fn is_reifies(predicate: &NamedNodePattern) -> bool {
    matches!(predicate, NamedNodePattern::NamedNode(iri) if *iri == rdf::REIFIES)
}

fn statement(subject: &TermPattern, parts: &[TermPattern; 3]) -> [TriplePattern; 3] {
    let [s, p, o] = PARTS.map(iri);
    let says = |property, part: &TermPattern| triple(subject.clone(), property, part.clone());
    [says(s, &parts[0]), says(p, &parts[1]), says(o, &parts[2])]
}

/// All triples of a pattern whose predicate and object are unknown: those of the form that are not its own, and for each of its
/// statements that it reifies a triple term.
fn either(pattern: &TriplePattern, parts: [oxrdf::Variable; 3]) -> GraphPattern {
    let plain = GraphPattern::Bgp {
        patterns: vec![pattern.clone()],
    };
    let says = statement(&pattern.subject, &parts.map(TermPattern::from));
    let statements = GraphPattern::Bgp {
        patterns: says.into(),
    };
    let statements = match &pattern.predicate {
        NamedNodePattern::Variable(variable) => GraphPattern::Extend {
            inner: Box::new(statements),
            variable: variable.clone(),
            expression: iri(rdf::REIFIES).into(),
        },
        NamedNodePattern::NamedNode(_) => statements,
    };
    GraphPattern::Union {
        left: Box::new(filtered(plain, no_machinery(pattern))),
        right: Box::new(statements),
    }
}

/// Under which conditions a triple that matches is none of those that the form adds.
fn no_machinery(triple: &TriplePattern) -> Vec<Expression> {
    let no_statement = || not(is_statement(&triple.subject));
    match &triple.predicate {
        NamedNodePattern::NamedNode(predicate) if *predicate == rdf::TYPE => {
            is_statement_class(&triple.object)
                .map(not)
                .into_iter()
                .collect()
        }
        NamedNodePattern::NamedNode(predicate) => {
            let is_part = PARTS.iter().any(|part| *predicate == *part);
            is_part.then(no_statement).into_iter().collect()
        }
        NamedNodePattern::Variable(variable) => {
            let predicate = || Box::new(Expression::from(variable.clone()));
            let parts = PARTS.map(|part| iri(part).into()).into();
            let no_part = or(not(Expression::In(predicate(), parts)), no_statement());
            let class = is_statement_class(&triple.object).map(|class| {
                let a = Box::new(Expression::from(iri(rdf::TYPE)));
                or(not(Expression::Equal(predicate(), a)), not(class))
            });
            class.into_iter().chain([no_part]).collect()
        }
    }
}

/// Whether an object is `rdf:Statement`, where it may be.
fn is_statement_class(object: &TermPattern) -> Option<Expression> {
    let statement = Expression::from(iri(rdf::STATEMENT));
    match object {
        TermPattern::Variable(variable) => Some(Expression::Equal(
            Box::new(variable.clone().into()),
            Box::new(statement),
        )),
        TermPattern::NamedNode(iri) if *iri == rdf::STATEMENT => Some(super::terms::boolean(true)),
        _ => None,
    }
}
