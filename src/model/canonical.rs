//! The canonical form of a statement, from which its hash key is made.
//!
//! One line each, in this order: the subject, the predicate, the object, `not` if it is negated, the time's
//! literals by name, the roles sorted. IRIs and literals are written as in N-Triples. What belongs to a reading
//! (confidence, who said so, rank) is not in it: the same words of two dossiers are one statement.

use oxrdf::{Literal as RdfLiteral, NamedNode, Term};

use super::{Literal, Model, Object, Resource, SourceId, Statement};
use crate::date::{Datatype, TimeLiteral};
use crate::iri::Base;
use crate::ontology::Ontology;
use crate::vocab::{edtf, xsd};

impl Statement {
    /// The canonical form.
    pub fn canonical(&self, model: &Model, ontology: &Ontology, base: &Base) -> String {
        let object = |object: &Object| object.canonical(model, ontology, base);
        let mut lines = vec![
            format!("<{}>", self.subject.iri(model, base).as_str()),
            ontology.property(self.predicate).iri.to_string(),
            object(&self.object),
        ];
        if self.negated {
            lines.push("not".to_owned());
        }
        for (name, literal) in self.time.literals() {
            lines.push(format!("{name} {}", RdfLiteral::from(literal)));
        }
        let mut roles: Vec<String> = self
            .roles
            .iter()
            .map(|(role, value)| format!("{} {}", ontology.property(*role).iri, object(value)))
            .collect();
        roles.sort();
        lines.append(&mut roles);
        lines.join("\n")
    }
}

impl Object {
    /// The RDF term.
    pub fn term(&self, model: &Model, base: &Base) -> Term {
        match self {
            Object::Resource(resource) => resource.iri(model, base).into(),
            Object::Literal(literal) => RdfLiteral::from(literal).into(),
        }
    }

    /// The canonical form.
    pub fn canonical(&self, model: &Model, ontology: &Ontology, base: &Base) -> String {
        let term = self.term(model, base);
        match self {
            Object::Literal(Literal {
                unit: Some(unit), ..
            }) => format!("{term} {}", ontology.unit(*unit).iri),
            _ => term.to_string(),
        }
    }
}

impl Resource {
    /// Its IRI.
    pub fn iri(&self, model: &Model, base: &Base) -> NamedNode {
        let source = |id: SourceId| model.source(id).id.as_str();
        let iri = match self {
            Resource::Entity(id) => base.entity(&model.entity(model.survivor(*id)).id),
            Resource::Source(id) => base.source(source(*id)),
            Resource::Statement(key) => base.statement(key),
            Resource::Quotation(of, id) => base.quotation(&format!("{}/{id}", source(*of))),
            Resource::Iri(iri) => return iri.clone(),
        };
        NamedNode::new_unchecked(iri)
    }
}

impl From<&Literal> for RdfLiteral {
    fn from(literal: &Literal) -> Self {
        match &literal.lang {
            Some(lang) => RdfLiteral::new_language_tagged_literal_unchecked(
                literal.value.clone(),
                lang.to_ascii_lowercase(),
            ),
            None => RdfLiteral::new_typed_literal(literal.value.clone(), literal.datatype.clone()),
        }
    }
}

impl From<&TimeLiteral> for RdfLiteral {
    fn from(literal: &TimeLiteral) -> Self {
        let datatype = match literal.datatype {
            Datatype::Year => xsd::G_YEAR,
            Datatype::YearMonth => xsd::G_YEAR_MONTH,
            Datatype::Date => xsd::DATE,
            Datatype::Edtf => edtf::EDTF,
        };
        RdfLiteral::new_typed_literal(literal.value.clone(), datatype)
    }
}
