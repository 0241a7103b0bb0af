//! What a form or format left out.

use std::fmt;

/// What an export does not carry over from the build.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// What the form and the format cannot hold; empty for an export that is complete.
    pub losses: Vec<Loss>,
    /// What `--as-of` did, where it was asked for.
    pub as_of: Option<AsOf>,
}

impl Report {
    pub(super) fn lose(&mut self, loss: Loss) {
        if loss.count() > 0 {
            self.losses.push(loss);
        }
    }
}

/// Something that is left out, and how many there were.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// Which graph a triple is in, of so many graphs.
    Graphs(usize),
    /// Statements whose time, roles and evidence are not there.
    Evidence(usize),
    /// Statements that are only there as statements: denied, unconfirmed or deprecated ones.
    Unasserted(usize),
    /// Statements about statements, quotations or readings, which are not there themselves.
    About(usize),
    /// Triples with a triple term that reifies nothing, or whose triple holds a triple term itself.
    TripleTerms(usize),
    /// Reifiers of several triples, which `rdf:Statement` cannot tell apart.
    Ambiguous(usize),
    /// Base directions of strings.
    Directions(usize),
    /// Values whose time, roles and evidence are not there.
    Values(usize),
    /// Relations of which only name, time and words are there.
    Undrawn(usize),
    /// Values that are not drawn.
    UndrawnValues(usize),
    /// Things and relations with characters that XML has not.
    Controls(usize),
    /// Things and relations with the character that separates the entries of lists.
    Separators(usize),
    /// What a format of its own kind has no place for, in words for one and for several.
    Special(usize, [&'static str; 2]),
}

impl Loss {
    fn count(self) -> usize {
        match self {
            Self::Graphs(count) | Self::Evidence(count) | Self::Unasserted(count) => count,
            Self::About(count) | Self::TripleTerms(count) => count,
            Self::Ambiguous(count) | Self::Directions(count) | Self::Values(count) => count,
            Self::Undrawn(count) | Self::UndrawnValues(count) | Self::Controls(count) => count,
            Self::Separators(count) | Self::Special(count, _) => count,
        }
    }
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let s = if self.count() == 1 { "" } else { "s" };
        match *self {
            Self::Graphs(n) => write!(f, "which of {n} graphs a triple is in"),
            Self::Evidence(n) => write!(f, "time, roles and evidence of {n} statement{s}"),
            Self::Unasserted(n) => {
                write!(
                    f,
                    "{n} statement{s} not asserted (denied, unconfirmed or deprecated)"
                )
            }
            Self::About(n) => write!(
                f,
                "{n} statement{s} about other statements, quotations or dossiers"
            ),
            Self::TripleTerms(n) => write!(
                f,
                "{n} triple{s} with a triple term that RDF 1.1 cannot hold"
            ),
            Self::Ambiguous(n) => write!(f, "what {n} reifier{s} of several triples reify"),
            Self::Directions(n) => write!(f, "the base direction of {n} string{s}"),
            Self::Values(n) => write!(f, "time, roles and evidence of {n} value{s}"),
            Self::Undrawn(n) => write!(
                f,
                "roles, confidence and readings of {n} relation{s}, which a picture does not show"
            ),
            Self::UndrawnValues(n) => write!(f, "{n} value{s}, which a picture does not show"),
            Self::Controls(n) => write!(
                f,
                "control characters in {n} thing{s} and relations, which XML cannot hold"
            ),
            Self::Special(1, [one, _]) => write!(f, "1 {one}"),
            Self::Special(n, [_, several]) => write!(f, "{n} {several}"),
            Self::Separators(n) => write!(
                f,
                "the character U+001F in {n} thing{s} and relations, which separates the entries of lists"
            ),
        }
    }
}

/// What a snapshot kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AsOf {
    /// Triples left out, as no statement of theirs can have held then.
    pub left_out: usize,
    /// Triples of state properties that were kept, as no statement of theirs has a time.
    pub timeless: usize,
    /// Triples of event properties that were left out for the same reason.
    pub timeless_events: usize,
}

impl fmt::Display for AsOf {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let AsOf {
            left_out,
            timeless,
            timeless_events,
        } = self;
        write!(
            f,
            "{left_out} left out that did not hold then, {timeless} kept and {timeless_events} \
             event{} left out that have no time",
            if *timeless_events == 1 { "" } else { "s" },
        )
    }
}
