//! A folded text and where each of its characters comes from.
//!
//! Most of a text is the same before and after a fold, so the map holds only the places where the two
//! drift apart: a [`Piece`] opens either a run that was copied byte for byte, or an *atom*, a
//! replacement whose source is taken whole or not at all (`ﬁ` for "fi", a letter with its combining
//! marks). What was dropped is a gap between two pieces, so it can be inside a place and never at its
//! edges. Eight bytes a piece keep the map small beside the text.

use std::ops::Range;

/// The longest text that a map can address: the top bit of a piece's source tells atoms from runs.
pub(super) const LONGEST: usize = (ATOM - 1) as usize;

const ATOM: u32 = 1 << 31;

#[derive(Clone, Copy)]
struct Piece {
    folded: u32,
    source: u32,
}

impl Piece {
    fn source(self) -> usize {
        (self.source & !ATOM) as usize
    }

    fn is_atom(self) -> bool {
        self.source & ATOM != 0
    }
}

/// From offsets in a folded text to offsets in its source.
#[derive(Default)]
pub(super) struct Map {
    pieces: Vec<Piece>,
}

impl Map {
    /// The source of the folded bytes `range`: whole atoms, and nothing dropped at either end. An
    /// empty range is the point before its first byte.
    pub(super) fn source(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.start(range.start);
        if range.is_empty() {
            return start..start;
        }
        start..self.end(range.end)
    }

    /// Where the source of the folded byte `at` begins; the source's end for the end.
    pub(super) fn start(&self, at: usize) -> usize {
        match self.last(at) {
            None => 0,
            Some(index) => {
                let piece = self.pieces[index];
                let into = if piece.is_atom() {
                    0
                } else {
                    at - piece.folded as usize
                };
                piece.source() + into
            }
        }
    }

    /// Where the source of the folded byte before `at` ends; 0 for 0.
    pub(super) fn end(&self, at: usize) -> usize {
        let Some(before) = at.checked_sub(1) else {
            return 0;
        };
        match self.last(before) {
            None => 0,
            Some(index) if self.pieces[index].is_atom() => {
                self.pieces.get(index + 1).map_or(0, |next| next.source())
            }
            Some(index) => {
                let piece = self.pieces[index];
                piece.source() + (at - piece.folded as usize)
            }
        }
    }

    /// The folded byte that stands for byte `at` of the source, or for the first one after it that was not dropped.
    pub(super) fn folded(&self, at: usize) -> usize {
        let after = self.pieces.partition_point(|piece| piece.source() <= at);
        let Some(index) = after.checked_sub(1) else {
            return self
                .pieces
                .first()
                .map_or(at, |piece| piece.folded as usize);
        };
        let piece = self.pieces[index];
        let next = self.pieces.get(after).map(|next| next.folded as usize);
        if at == piece.source() {
            return piece.folded as usize;
        }
        match next {
            Some(next) if piece.is_atom() => next,
            Some(next) => next.min(piece.folded as usize + (at - piece.source())),
            None => piece.folded as usize + (at - piece.source()),
        }
    }

    /// The last piece that opens at or before the folded byte `at`.
    fn last(&self, at: usize) -> Option<usize> {
        self.pieces
            .partition_point(|piece| piece.folded as usize <= at)
            .checked_sub(1)
    }
}

/// Writes a folded text and its map, from left to right.
pub(super) struct Pen {
    pub(super) text: String,
    map: Map,
    next: usize,
    after_atom: bool,
}

impl Pen {
    pub(super) fn new(capacity: usize) -> Self {
        Self {
            text: String::with_capacity(capacity),
            map: Map::default(),
            next: 0,
            after_atom: false,
        }
    }

    /// Copies the bytes `range` of `source` as they are.
    pub(super) fn copy(&mut self, source: &str, range: Range<usize>) {
        self.run(range.start, range.len());
        self.text.push_str(&source[range]);
    }

    /// Writes one blank for white space whose first character is the bytes `first` of the source.
    pub(super) fn blank(&mut self, first: Range<usize>) {
        if first.len() == 1 {
            self.run(first.start, 1);
            self.text.push(' ');
        } else {
            self.atom(first, " ");
        }
    }

    /// Writes `folded` for the bytes `range` of the source.
    pub(super) fn atom(&mut self, range: Range<usize>, folded: &str) {
        self.close_atom(range.start);
        self.open(range.start as u32 | ATOM);
        self.text.push_str(folded);
        self.next = range.end;
        self.after_atom = true;
    }

    /// Ends the text: without a blank at its end, and with the end of a last atom.
    pub(super) fn finish(mut self) -> (String, Map) {
        if self.after_atom {
            self.open(self.next as u32);
        }
        if self.text.ends_with(' ') {
            self.text.pop();
        }
        self.map.pieces.shrink_to_fit();
        (self.text, self.map)
    }

    fn run(&mut self, start: usize, length: usize) {
        let drifted = start != self.next;
        self.close_atom(start);
        if self.after_atom || drifted || self.map.pieces.is_empty() {
            self.open(start as u32);
        }
        self.next = start + length;
        self.after_atom = false;
    }

    /// Says where the last atom ended, if what comes next begins elsewhere.
    fn close_atom(&mut self, next: usize) {
        if self.after_atom && next != self.next {
            self.open(self.next as u32);
        }
    }

    fn open(&mut self, source: u32) {
        let folded = self.text.len() as u32;
        self.map.pieces.push(Piece { folded, source });
    }
}
