//! Expressions over variables that may hold triple terms.

use oxrdf::Literal;
use spargebra::algebra::{Expression, Function};

use super::error::Untold;
use super::kinds::{Kind, Kinds, Names, crossed};
use super::terms::{and, boolean, call, choose, error, not, or, undirected};
use super::triples::nested;
use super::value::Value;
use super::{parts, pattern};
use crate::algebra::operands_mut;

/// Where an expression is computed.
pub struct Scope<'a> {
    kinds: &'a Kinds,
    /// The variables that are surely bound, and to no triple term.
    certain: &'a Names,
}

impl<'a> Scope<'a> {
    pub fn new(kinds: &'a Kinds, certain: &'a Names) -> Scope<'a> {
        Scope { kinds, certain }
    }

    /// An expression of which only the truth is asked; that of a triple term is an error.
    pub fn condition(&self, expr: &Expression) -> Result<Expression, Untold> {
        Ok(self.value(expr)?.plain())
    }

    /// What an expression comes to.
    pub fn value(&self, expr: &Expression) -> Result<Value, Untold> {
        use Expression as E;
        Ok(match expr {
            E::Variable(variable) => {
                let kind = self.kinds.get(variable).copied().unwrap_or(Kind::Plain);
                Value::of(variable, kind)
            }
            E::Literal(literal) => Value::Plain(undirected(literal).into()),
            E::Bound(variable) => Value::Plain(self.bound(variable)),
            E::Exists(pattern) => Value::Plain(self.exists(pattern)?),
            E::Equal(left, right) => Value::Plain(self.compare(left, right, E::Equal)?),
            E::SameTerm(left, right) => Value::Plain(self.compare(left, right, E::SameTerm)?),
            E::In(left, list) => Value::Plain(self.is_in(left, list)?),
            E::Less(left, right) | E::LessOrEqual(left, right) => {
                self.ordered(expr, left, right)?
            }
            E::Greater(left, right) | E::GreaterOrEqual(left, right) => {
                self.ordered(expr, left, right)?
            }
            E::If(condition, yes, no) => {
                let condition = self.condition(condition)?;
                let (yes, no) = (self.value(yes)?, self.value(no)?);
                chosen(condition, yes, no)
            }
            E::Coalesce(list) => self.coalesce(list)?,
            E::FunctionCall(function, operands) => self.call(expr, function, operands)?,
            _ => Value::Plain(self.plainly(expr)?),
        })
    }

    /// An expression that makes an error of every triple term.
    fn plainly(&self, expr: &Expression) -> Result<Expression, Untold> {
        let mut expr = expr.clone();
        for operand in operands_mut(&mut expr) {
            *operand = self.value(operand)?.plain();
        }
        Ok(expr)
    }

    fn bound(&self, variable: &oxrdf::Variable) -> Expression {
        let [part, ..] = parts(variable);
        let bound = Expression::Bound;
        match self.kinds.get(variable) {
            None | Some(Kind::Plain) => bound(variable.clone()),
            Some(Kind::Triple) => bound(part),
            Some(Kind::Either) => or(bound(variable.clone()), bound(part)),
        }
    }

    fn exists(&self, pattern: &spargebra::algebra::GraphPattern) -> Result<Expression, Untold> {
        let told = pattern::told(pattern, self.certain)?;
        if let Some(variable) = crossed(self.kinds, &told.kinds).next() {
            return Err(Untold::variable(
                variable,
                "{} may be a triple term inside of EXISTS, and something else outside, or the other way round",
                "say `FILTER (!isTRIPLE(…))` where it may be one",
            ));
        }
        Ok(Expression::Exists(Box::new(told.pattern)))
    }

    fn compare(
        &self,
        left: &Expression,
        right: &Expression,
        by: fn(Box<Expression>, Box<Expression>) -> Expression,
    ) -> Result<Expression, Untold> {
        let left = self.value(left)?;
        Ok(left.compare(&self.value(right)?, by))
    }

    fn is_in(&self, left: &Expression, list: &[Expression]) -> Result<Expression, Untold> {
        let left = self.value(left)?;
        let list = list
            .iter()
            .map(|value| self.value(value))
            .collect::<Result<Vec<_>, _>>()?;
        let is_plain = |value: &Value| matches!(value, Value::Plain(_));
        if is_plain(&left) && list.iter().all(is_plain) {
            let list = list.into_iter().map(Value::plain).collect();
            return Ok(Expression::In(Box::new(left.plain()), list));
        }
        let equal = list
            .iter()
            .map(|value| left.compare(value, Expression::Equal));
        Ok(equal.reduce(or).unwrap_or_else(|| boolean(false)))
    }

    fn ordered(
        &self,
        expr: &Expression,
        left: &Expression,
        right: &Expression,
    ) -> Result<Value, Untold> {
        for operand in [left, right] {
            if let Expression::Variable(variable) = operand
                && self
                    .kinds
                    .get(variable)
                    .is_some_and(|kind| *kind == Kind::Triple)
            {
                return Err(Untold::variable(
                    variable,
                    "{} is a triple term, and the engine has no order of them",
                    "compare its SUBJECT(…), PREDICATE(…) or OBJECT(…)",
                ));
            }
        }
        Ok(Value::Plain(self.plainly(expr)?))
    }

    fn coalesce(&self, list: &[Expression]) -> Result<Value, Untold> {
        let values = list
            .iter()
            .map(|value| self.value(value))
            .collect::<Result<Vec<_>, _>>()?;
        if values.iter().all(|value| matches!(value, Value::Plain(_))) {
            return Ok(Value::Plain(Expression::Coalesce(
                values.into_iter().map(Value::plain).collect(),
            )));
        }
        // The first that has a value, whichever it is; each is tried after those before it were found to have none.
        let none = Value::Plain(error());
        Ok(values.into_iter().rev().fold(none, |rest, value| {
            let has_value = Expression::Coalesce(vec![defined(&value), boolean(false)]);
            chosen(has_value, value, rest)
        }))
    }

    fn call(
        &self,
        expr: &Expression,
        function: &Function,
        operands: &[Expression],
    ) -> Result<Value, Untold> {
        Ok(match (function, operands) {
            (Function::Triple, [subject, predicate, object]) => {
                let subject = self.value(subject)?.plain();
                let predicate = self.value(predicate)?.plain();
                match self.value(object)? {
                    Value::Plain(object) => Value::triple(subject, predicate, object),
                    _ => return Err(nested()),
                }
            }
            (Function::Subject, [of]) => Value::Plain(self.value(of)?.part(0)),
            (Function::Predicate, [of]) => Value::Plain(self.value(of)?.part(1)),
            (Function::Object, [of]) => Value::Plain(self.value(of)?.part(2)),
            (Function::IsTriple, [of]) => Value::Plain(self.value(of)?.is_triple()),
            (
                Function::IsIri | Function::IsBlank | Function::IsLiteral | Function::IsNumeric,
                [of],
            ) => {
                let of = self.value(of)?;
                Value::Plain(match &of {
                    Value::Plain(plain) => call(function.clone(), plain.clone()),
                    Value::Triple(_) => not(of.is_triple()),
                    Value::Either(plain, _) => choose(
                        of.is_triple(),
                        boolean(false),
                        call(function.clone(), plain.clone()),
                    ),
                })
            }
            (Function::HasLang, [of]) => {
                let of = self.value(of)?.plain();
                let tag = Box::new(call(Function::Lang, of.clone()));
                let none = Box::new(Expression::from(Literal::from("")));
                Value::Plain(and(
                    call(Function::IsLiteral, of),
                    not(Expression::Equal(tag, none)),
                ))
            }
            (Function::LangDir | Function::HasLangDir | Function::StrLangDir, _) => {
                let word = match function {
                    Function::LangDir => "LANGDIR",
                    Function::HasLangDir => "hasLANGDIR",
                    _ => "STRLANGDIR",
                };
                return Err(Untold::keyword(
                    word,
                    "{} is about base directions, which the form for the engine leaves out",
                    "`citable query` without `--engine` answers this",
                ));
            }
            _ => Value::Plain(self.plainly(expr)?),
        })
    }
}

/// True where there is a value, and an error where there is none.
fn defined(value: &Value) -> Expression {
    let is = value.is_triple();
    or(is.clone(), not(is))
}

/// One value or another.
fn chosen(condition: Expression, yes: Value, no: Value) -> Value {
    if let (Value::Plain(yes), Value::Plain(no)) = (&yes, &no) {
        return Value::Plain(choose(condition, yes.clone(), no.clone()));
    }
    let (yes_plain, yes_triple) = yes.split();
    let (no_plain, no_triple) = no.split();
    let choose = |yes: Option<Expression>, no: Option<Expression>| {
        let either = |value: Option<Expression>| value.unwrap_or_else(error);
        choose(condition.clone(), either(yes), either(no))
    };
    let part = |place: usize| {
        let of =
            |triple: &Option<[Expression; 3]>| triple.as_ref().map(|triple| triple[place].clone());
        choose(of(&yes_triple), of(&no_triple))
    };
    let triple = [part(0), part(1), part(2)];
    match (&yes_plain, &no_plain) {
        (None, None) => Value::Triple(triple),
        _ => Value::Either(choose(yes_plain, no_plain), triple),
    }
}
