//! A segment from the text of N-Quads.

use oxrdf::{NamedOrBlankNode, Term};
use oxrdfio::{RdfFormat, RdfParseError, RdfParser};

use super::{Segment, SegmentBuilder};

/// The quads of a text that was checked before it was written, so IRIs are not checked again. What is in no
/// named graph is left out.
pub fn segment(nquads: &[u8]) -> Result<Segment, RdfParseError> {
    let mut builder = SegmentBuilder::default();
    let quads = RdfParser::from_format(RdfFormat::NQuads)
        .lenient()
        .for_slice(nquads);
    for quad in quads {
        let quad = quad?;
        if quad.graph_name.is_default_graph() {
            continue;
        }
        let graph = builder.term(&quad.graph_name.to_string());
        let subject = subject(&mut builder, &quad.subject);
        let predicate = builder.term(&quad.predicate.to_string());
        let object = term(&mut builder, &quad.object);
        builder.quad(graph, subject, predicate, object);
    }
    Ok(builder.finish())
}

fn subject(builder: &mut SegmentBuilder, subject: &NamedOrBlankNode) -> u32 {
    builder.term(&subject.to_string())
}

fn term(builder: &mut SegmentBuilder, value: &Term) -> u32 {
    let Term::Triple(triple) = value else {
        return builder.term(&value.to_string());
    };
    let subject = subject(builder, &triple.subject);
    let predicate = builder.term(&triple.predicate.to_string());
    let object = term(builder, &triple.object);
    builder.triple(subject, predicate, object)
}
