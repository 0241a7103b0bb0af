//! Finds the quads of a pattern in all levels at once.
//!
//! The default graph is the *merge* of all graphs: a triple that two dossiers state is one triple. Rows of
//! one triple stand beside each other in every level, so it is enough to look at the row before.

use std::sync::Arc;

use super::StoreError;
use super::level::PartCursor;
use super::levels::{DEAD, Graph, Levels};
use super::run::{Cursor, Order, Row};

/// Subject, predicate and object, where they are given.
pub type Pattern = [Option<u32>; 3];

/// A triple, and the graph that it was found in.
pub type Found = ([u32; 3], u32);

/// In which graphs to look, and what is one solution.
#[derive(Clone, Debug)]
pub enum Scope {
    /// The merge of all graphs: each triple once.
    Merged,
    /// The merge of these graphs, sorted: each triple once.
    MergedOf(Arc<[u32]>),
    /// One graph.
    Graph(u32),
    /// Every graph by itself: each triple once for each graph.
    Named,
}

/// The quads of a pattern.
pub enum Quads {
    None,
    Rows(Scan),
    /// A graph of which everything is wanted, or everything with one predicate.
    Graph(GraphScan),
}

impl Quads {
    pub fn find(levels: &Arc<Levels>, pattern: Pattern, scope: Scope) -> Result<Quads, StoreError> {
        if let Scope::Graph(number) = scope {
            let Some(graph) = levels.graph(number) else {
                return Ok(Quads::None);
            };
            if let [None, predicate, None] = pattern
                && is_small(levels, graph, predicate)?
            {
                return Ok(Quads::Graph(GraphScan::new(
                    levels.clone(),
                    graph,
                    predicate,
                )?));
            }
        }
        Ok(Quads::Rows(Scan::new(levels.clone(), pattern, scope)?))
    }
}

impl Iterator for Quads {
    type Item = Result<Found, StoreError>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let next = match self {
            Quads::None => return None,
            Quads::Rows(scan) => scan.next(),
            Quads::Graph(scan) => scan.next(),
        };
        if next.is_err() {
            *self = Quads::None; // an error is the last that is heard
        }
        next.transpose()
    }
}

/// Whether a graph has fewer quads than the index has for the predicate, or at all.
fn is_small(levels: &Levels, graph: &Graph, predicate: Option<u32>) -> Result<bool, StoreError> {
    let mut count = 0;
    for level in &levels.list {
        let run = level.runs[Order::Pos as usize];
        count += match predicate {
            Some(predicate) => {
                let (from, to) = (
                    [predicate, 0, 0, 0],
                    [predicate, u32::MAX, u32::MAX, u32::MAX],
                );
                run.count(&level.file, &from, &to)?
            }
            None => run.rows,
        };
    }
    Ok(graph.quads <= count)
}

// --- By the index ---------------------------------------------------------------------------------

/// Rows of the index that begin with what is given.
pub struct Scan {
    levels: Arc<Levels>,
    order: Order,
    prefix: Row,
    /// How many columns are given.
    given: usize,
    /// What the levels have that have anything left: the level, and the place in it.
    cursors: Vec<(usize, Cursor)>,
    scope: Scope,
    /// The triple that was found last, and the graphs that it was found in.
    last: Option<[u32; 3]>,
    graphs: Vec<u32>,
}

impl Scan {
    fn new(levels: Arc<Levels>, pattern: Pattern, scope: Scope) -> Result<Scan, StoreError> {
        let order = match pattern {
            [Some(_), None, Some(_)] | [None, None, Some(_)] => Order::Osp,
            [Some(_), ..] | [None, None, None] => Order::Spo,
            [None, Some(_), _] => Order::Pos,
        };
        let columns = order.arrange(pattern);
        let given = columns.iter().take_while(|column| column.is_some()).count();
        let [a, b, c] = columns.map(Option::unwrap_or_default);
        let mut scan = Scan {
            order,
            prefix: [a, b, c, 0],
            given,
            cursors: Vec::with_capacity(levels.list.len()),
            scope,
            last: None,
            graphs: Vec::new(),
            levels,
        };
        for (number, level) in scan.levels.list.iter().enumerate() {
            let cursor = Cursor::seek(&level.file, level.runs[order as usize], &scan.prefix)?;
            if scan.begins(cursor.current()) {
                scan.cursors.push((number, cursor));
            }
        }
        Ok(scan)
    }

    /// Whether there is a row, and it begins with what is given.
    #[inline]
    fn begins(&self, row: Option<Row>) -> bool {
        row.is_some_and(|row| row[..self.given] == self.prefix[..self.given])
    }

    #[inline]
    fn next(&mut self) -> Result<Option<Found>, StoreError> {
        while let Some((row, graph)) = self.next_row()? {
            if graph != DEAD && self.is_new(row, graph) {
                return Ok(Some((self.order.restore(row), graph)));
            }
        }
        Ok(None)
    }

    /// The next row of all levels, and the graph of its part.
    #[inline]
    fn next_row(&mut self) -> Result<Option<([u32; 3], u32)>, StoreError> {
        let cursors = self.cursors.iter().enumerate();
        let Some((at, _)) = cursors.min_by_key(|(_, (_, cursor))| cursor.current()) else {
            return Ok(None);
        };
        let (level, cursor) = &mut self.cursors[at];
        let level = *level;
        let [a, b, c, part] = cursor
            .current()
            .expect("a cursor without a row is taken out");
        cursor.advance(&self.levels.list[level].file)?;
        let next = cursor.current();
        if !self.begins(next) {
            self.cursors.remove(at);
        }
        Ok(Some(([a, b, c], self.levels.graph_of(level, part))))
    }

    /// Whether a triple is to be handed out that was found in this graph.
    #[inline]
    fn is_new(&mut self, triple: [u32; 3], graph: u32) -> bool {
        let in_scope = match &self.scope {
            Scope::Merged | Scope::Named => true,
            Scope::MergedOf(graphs) => graphs.binary_search(&graph).is_ok(),
            Scope::Graph(only) => graph == *only,
        };
        if !in_scope {
            return false;
        }
        let is_other = self.last != Some(triple);
        self.last = Some(triple);
        if !matches!(self.scope, Scope::Named) {
            return is_other;
        }
        if is_other {
            self.graphs.clear();
        }
        let is_new = !self.graphs.contains(&graph);
        if is_new {
            self.graphs.push(graph);
        }
        is_new
    }
}

// --- By the graph ---------------------------------------------------------------------------------

/// The quads of one graph, read from its parts.
pub struct GraphScan {
    levels: Arc<Levels>,
    graph: u32,
    predicate: Option<u32>,
    triples: Triples,
}

enum Triples {
    /// Of the only part, as they stand there.
    Part(usize, PartCursor),
    /// Of several parts, each once.
    Collected(std::vec::IntoIter<[u32; 3]>),
}

impl GraphScan {
    fn new(
        levels: Arc<Levels>,
        graph: &Graph,
        predicate: Option<u32>,
    ) -> Result<GraphScan, StoreError> {
        let triples = match graph.parts[..] {
            [(level, place)] => Triples::Part(level, PartCursor::new(place)),
            _ => Triples::Collected(collect(&levels, graph, predicate)?.into_iter()),
        };
        Ok(GraphScan {
            graph: graph.number,
            predicate,
            triples,
            levels: levels.clone(),
        })
    }

    fn next(&mut self) -> Result<Option<Found>, StoreError> {
        match &mut self.triples {
            Triples::Part(level, cursor) => {
                while let Some(triple) = cursor.next(&self.levels.list[*level].file)? {
                    if self
                        .predicate
                        .is_none_or(|predicate| triple[1] == predicate)
                    {
                        return Ok(Some((triple, self.graph)));
                    }
                }
                Ok(None)
            }
            Triples::Collected(triples) => Ok(triples.next().map(|triple| (triple, self.graph))),
        }
    }
}

fn collect(
    levels: &Levels,
    graph: &Graph,
    predicate: Option<u32>,
) -> Result<Vec<[u32; 3]>, StoreError> {
    let mut triples = Vec::new();
    for &(level, place) in &graph.parts {
        for triple in levels.list[level].triples(place) {
            let triple = triple?;
            if predicate.is_none_or(|predicate| triple[1] == predicate) {
                triples.push(triple);
            }
        }
    }
    triples.sort_unstable();
    triples.dedup();
    Ok(triples)
}
