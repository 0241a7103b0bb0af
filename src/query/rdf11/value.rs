//! What an expression comes to: a term, or the parts of a triple term.

use oxrdf::Variable;
use spargebra::algebra::{Expression, Function};

use super::kinds::Kind;
use super::parts;
use super::terms::{and, boolean, call, choose, error, not, or};

/// The value of an expression, as expressions of SPARQL 1.1. Where there is none, all of them are errors.
#[derive(Clone)]
pub enum Value {
    /// A term that is no triple term.
    Plain(Expression),
    /// The subject, predicate and object of a triple term.
    Triple([Expression; 3]),
    /// The one or the other: where one has a value the other is an error.
    Either(Expression, [Expression; 3]),
}

impl Value {
    /// Of a variable.
    pub fn of(variable: &Variable, kind: Kind) -> Value {
        let triple = || parts(variable).map(Expression::from);
        match kind {
            Kind::Plain => Value::Plain(variable.clone().into()),
            Kind::Triple => Value::Triple(triple()),
            Kind::Either => Value::Either(variable.clone().into(), triple()),
        }
    }

    /// Of TRIPLE(…), which is an error unless its operands can be where they are.
    pub fn triple(subject: Expression, predicate: Expression, object: Expression) -> Value {
        let is = |function, operand: &Expression| call(function, operand.clone());
        let is_node = or(
            is(Function::IsIri, &subject),
            is(Function::IsBlank, &subject),
        );
        let is_term = or(
            or(is(Function::IsIri, &object), is(Function::IsBlank, &object)),
            is(Function::IsLiteral, &object),
        );
        let fits = and(and(is_node, is(Function::IsIri, &predicate)), is_term);
        let part = |part| choose(fits.clone(), part, error());
        Value::Triple([part(subject), part(predicate), part(object)])
    }

    pub fn kind(&self) -> Kind {
        match self {
            Value::Plain(_) => Kind::Plain,
            Value::Triple(_) => Kind::Triple,
            Value::Either(..) => Kind::Either,
        }
    }

    /// The expression of what is no triple term, and those of the parts of a triple term, where it may be either.
    pub fn split(self) -> (Option<Expression>, Option<[Expression; 3]>) {
        match self {
            Value::Plain(plain) => (Some(plain), None),
            Value::Triple(triple) => (None, Some(triple)),
            Value::Either(plain, triple) => (Some(plain), Some(triple)),
        }
    }

    /// The value where it is no triple term, and an error where it is one, as most functions make of it.
    pub fn plain(self) -> Expression {
        self.split().0.unwrap_or_else(error)
    }

    /// A part of a triple term, by its place; an error if it is none.
    pub fn part(self, place: usize) -> Expression {
        let part = self
            .split()
            .1
            .and_then(|triple| triple.into_iter().nth(place));
        part.unwrap_or_else(error)
    }

    /// Something that has a value wherever this has one.
    pub fn any(self) -> Expression {
        match self {
            Value::Plain(plain) => plain,
            Value::Triple([part, ..]) => part,
            Value::Either(plain, [part, ..]) => Expression::Coalesce(vec![plain, part]),
        }
    }

    /// Whether it is a triple term; an error where there is no value.
    pub fn is_triple(&self) -> Expression {
        let bound = |variable: &Variable| Expression::Bound(variable.clone());
        // Of variables it is known by which of them has a value. Not all engines make an error of what isn't bound.
        match self {
            Value::Plain(Expression::Variable(plain)) => {
                return choose(bound(plain), boolean(false), error());
            }
            Value::Triple([Expression::Variable(part), ..]) => {
                return choose(bound(part), boolean(true), error());
            }
            Value::Either(Expression::Variable(plain), [Expression::Variable(part), ..]) => {
                let other = choose(bound(plain), boolean(false), error());
                return choose(bound(part), boolean(true), other);
            }
            _ => {}
        }
        let is = |value: &Expression, answer: bool| {
            // True or false, but an error where the value is one.
            let is_iri = call(Function::IsIri, value.clone());
            match answer {
                true => or(is_iri.clone(), not(is_iri)),
                false => and(is_iri.clone(), not(is_iri)),
            }
        };
        match self {
            Value::Plain(plain) => is(plain, false),
            Value::Triple([part, ..]) => is(part, true),
            Value::Either(plain, [part, ..]) => {
                Expression::Coalesce(vec![is(part, true), is(plain, false)])
            }
        }
    }

    /// Whether two values are the same by a comparison of terms.
    pub fn compare(
        &self,
        other: &Value,
        by: fn(Box<Expression>, Box<Expression>) -> Expression,
    ) -> Expression {
        match (self, other) {
            (Value::Plain(left), Value::Plain(right)) => {
                by(Box::new(left.clone()), Box::new(right.clone()))
            }
            (Value::Triple(left), Value::Triple(right)) => {
                let parts = left.iter().zip(right);
                let same =
                    parts.map(|(left, right)| by(Box::new(left.clone()), Box::new(right.clone())));
                same.reduce(and).unwrap_or_else(|| boolean(true))
            }
            (Value::Either(plain, triple), _) => choose(
                self.is_triple(),
                Value::Triple(triple.clone()).compare(other, by),
                Value::Plain(plain.clone()).compare(other, by),
            ),
            (_, Value::Either(..)) => other.compare(self, by),
            // A triple term is nothing else; where one of them has no value, neither has the comparison.
            (Value::Plain(_), Value::Triple(_)) | (Value::Triple(_), Value::Plain(_)) => {
                Expression::Equal(Box::new(self.is_triple()), Box::new(other.is_triple()))
            }
        }
    }

    /// What to order by: triple terms come last, by their parts.
    pub fn order(self) -> Vec<Expression> {
        match &self {
            Value::Plain(plain) => vec![plain.clone()],
            Value::Triple(triple) => triple.to_vec(),
            Value::Either(plain, triple) => {
                let is_triple = Expression::Coalesce(vec![self.is_triple(), boolean(false)]);
                [is_triple, plain.clone()]
                    .into_iter()
                    .chain(triple.clone())
                    .collect()
            }
        }
    }
}
