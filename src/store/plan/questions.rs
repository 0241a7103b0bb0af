//! A small graph and queries made at random, of everything that SPARQL's patterns can be nested from.

use std::fmt::Write as _;

/// Numbers that look random and are the same each time (xorshift).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

/// Triples among few nodes, of which some are reified, in two graphs and in the default graph.
pub fn graph(dice: &mut Dice) -> String {
    let mut lines = String::new();
    for number in 0..26 {
        let subject = dice.one(&["<x:1>", "<x:2>", "<x:3>", "<x:4>"]);
        let predicate = dice.one(&["<x:p>", "<x:q>", "<x:r>"]);
        let object = dice.one(&[
            "<x:1>", "<x:2>", "<x:3>", "<x:4>", "<x:5>", "\"1\"", "\"2\"", "\"a\"@en",
        ]);
        let triple = format!("{subject} {predicate} {object}");
        if number % 3 > 0 {
            writeln!(lines, "{triple} .").unwrap();
        }
        if number % 2 > 0 {
            let graph = dice.one(&["<x:g>", "<x:h>"]);
            writeln!(lines, "{triple} {graph} .").unwrap();
        }
        if number % 4 > 1 {
            let reifier = dice.one(&["<x:s>", "<x:t>", "<x:u>"]);
            let reifies = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies>";
            writeln!(lines, "{reifier} {reifies} <<( {triple} )>> .").unwrap();
            writeln!(lines, "{reifier} <x:q> <x:1> .").unwrap();
        }
    }
    lines
}

/// Writes a query.
pub struct Writer<'d> {
    dice: &'d mut Dice,
    fresh: usize,
    /// How many EXISTS are around.
    exists: usize,
}

impl<'d> Writer<'d> {
    pub fn new(dice: &'d mut Dice) -> Writer<'d> {
        Writer {
            dice,
            fresh: 0,
            exists: 0,
        }
    }

    /// A query, and the same with each path of several ways written out as SPARQL defines it: Oxigraph takes
    /// equal solutions of such a path for one.
    pub fn query(&mut self) -> [String; 2] {
        let text = self.text();
        [0, 1].map(|choice| {
            let pieces = text.split(['«', '»']).enumerate();
            pieces.fold(String::new(), |text, (number, piece)| {
                text + if number % 2 == 0 {
                    piece
                } else {
                    piece.split('¦').nth(choice).unwrap()
                }
            })
        })
    }

    fn text(&mut self) -> String {
        let group = self.group(2);
        let form = match self.dice.below(12) {
            0 => format!("ASK {{ {group} }}"),
            1 => format!("CONSTRUCT {{ ?a <x:made> ?b }} WHERE {{ {group} }}"),
            2 => format!("SELECT ?a (COUNT(?b) AS ?n) {{ {group} }} GROUP BY ?a"),
            3 => format!("SELECT DISTINCT ?a ?c {{ {group} }}"),
            _ => format!("SELECT * {{ {group} }}"),
        };
        format!("PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> {form}")
    }

    fn group(&mut self, depth: usize) -> String {
        let elements = 1 + self.dice.below(if depth == 2 { 4 } else { 3 });
        (0..elements).fold(String::new(), |text, _| text + &self.element(depth) + " ")
    }

    fn element(&mut self, depth: usize) -> String {
        match self.dice.below(if depth == 0 { 11 } else { 22 }) {
            0..=4 => self.triple(),
            5 => self.path(),
            6 => self.reified(),
            7 | 8 => format!("FILTER ({})", self.condition(depth)),
            9 => self.values(),
            10 => self.bind(depth),
            11..=13 => format!("OPTIONAL {{ {} }}", self.group(depth - 1)),
            14 | 15 => format!("MINUS {{ {} }}", self.group(depth - 1)),
            16 | 17 => {
                let [left, right] = [0, 1].map(|_| self.group(depth - 1));
                format!("{{ {left} }} UNION {{ {right} }}")
            }
            18 => format!("{{ {} }}", self.group(depth - 1)),
            19 => {
                // Without a triple, Oxigraph leaves the name of the graph unbound.
                let name = self.dice.one(&["?g", "?a", "<x:g>"]);
                format!(
                    "GRAPH {name} {{ {} {} }}",
                    self.triple(),
                    self.group(depth - 1)
                )
            }
            20 => self.sub_select(depth),
            _ => format!("FILTER NOT {}", self.exists(depth)),
        }
    }

    fn exists(&mut self, depth: usize) -> String {
        self.exists += 1;
        let group = self.group(depth - 1);
        self.exists -= 1;
        format!("EXISTS {{ {group} }}")
    }

    fn sub_select(&mut self, depth: usize) -> String {
        let group = self.group(depth - 1);
        match self.dice.below(4) {
            0 => {
                self.fresh += 1;
                let fresh = self.fresh;
                format!("{{ SELECT ?a (COUNT(*) AS ?n{fresh}) {{ {group} }} GROUP BY ?a }}")
            }
            1 => format!("{{ SELECT DISTINCT ?b {{ {group} }} }}"),
            2 => format!("{{ SELECT ?a ?c {{ {group} }} ORDER BY ?a }}"),
            _ => format!("{{ SELECT ?b ?c {{ {group} }} }}"),
        }
    }

    fn triple(&mut self) -> String {
        let [subject, object] = [self.node(), self.term()];
        let predicate = self
            .dice
            .one(&["<x:p>", "<x:q>", "<x:p>", "<x:q>", "<x:r>", "?p"]);
        format!("{subject} {predicate} {object} .")
    }

    fn path(&mut self) -> String {
        let [s, o] = [self.variable(), self.term()];
        match self.dice.below(10) {
            0 => format!("{s} <x:p>/<x:q> {o} ."),
            1 => format!("«{s} <x:p>|<x:q> {o} .¦{{ {s} <x:p> {o} }} UNION {{ {s} <x:q> {o} }}»"),
            2 => format!("{s} ^<x:p> {o} ."),
            3 => format!("{s} <x:p>* {o} ."),
            4 => format!("{s} <x:q>+ {o} ."),
            5 => format!("{s} <x:p>? {o} ."),
            6 => format!("{s} !(<x:p>|<x:q>) {o} ."),
            7 => format!("{s} (<x:p>/^<x:q>)+ {o} ."),
            8 => format!("{s} ^<x:p>/<x:q>* {o} ."),
            _ => format!(
                "«{s} <x:r>|(<x:p>/<x:q>) {o} .¦{{ {s} <x:r> {o} }} UNION {{ {s} <x:p>/<x:q> {o} }}»"
            ),
        }
    }

    fn reified(&mut self) -> String {
        let [mut subject, object] = [self.node(), self.term()];
        if self.exists > 0 {
            subject = "<x:1>"; // with a literal for it, Oxigraph's EXISTS is an error
        }
        let reifier = self.dice.one(&["?a", "?s", "?s", "<x:s>"]);
        let predicate = self.dice.one(&["<x:p>", "?p", "<x:q>"]);
        match self.dice.below(2) {
            0 => format!("{reifier} rdf:reifies <<( {subject} {predicate} {object} )>> ."),
            _ => format!("{subject} {predicate} {object} ~ {reifier} ."),
        }
    }

    fn values(&mut self) -> String {
        match self.dice.below(3) {
            0 => "VALUES ?a { <x:1> <x:2> <x:1> }".to_owned(),
            1 => "VALUES (?a ?b) { (<x:1> UNDEF) (UNDEF <x:2>) (<x:3> <x:4>) }".to_owned(),
            _ => "VALUES ?p { <x:p> <x:q> }".to_owned(),
        }
    }

    fn bind(&mut self, depth: usize) -> String {
        self.fresh += 1;
        let variable = format!("?n{}", self.fresh);
        match self.dice.below(4) {
            0 => format!("BIND (STR(?a) AS {variable})"),
            1 => format!("BIND (?c AS {variable})"),
            2 if depth > 0 => format!("BIND ({} AS {variable})", self.exists(depth)),
            _ => format!("BIND (<x:1> AS {variable}) {variable} <x:p> ?a ."),
        }
    }

    fn condition(&mut self, depth: usize) -> String {
        let [one, other] = [self.variable(), self.variable()];
        match self.dice.below(if depth == 0 { 6 } else { 8 }) {
            0 => format!("{one} = {other}"),
            1 => format!("{one} = <x:1>"),
            2 => format!("{one} IN (<x:1>, <x:2>, <x:2>)"),
            3 => format!("BOUND({one})"),
            4 => format!("{one} != {other} && {one} != \"1\""),
            5 => format!("!BOUND({one}) || {other} = <x:2>"),
            6 => self.exists(depth),
            _ => format!("NOT {} || {one} = <x:2>", self.exists(depth)),
        }
    }

    fn variable(&mut self) -> &'static str {
        self.dice.one(&["?a", "?b", "?c", "?d"])
    }

    fn node(&mut self) -> &'static str {
        self.dice
            .one(&["?a", "?b", "?c", "?d", "?a", "?b", "<x:1>", "<x:2>", "[]"])
    }

    fn term(&mut self) -> &'static str {
        match self.dice.below(6) {
            0 => self.dice.one(&["\"1\"", "\"a\"@en", "<x:5>"]),
            _ => self.node(),
        }
    }
}
