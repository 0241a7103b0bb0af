//! Where everything stands in a picture: the layered layout of `layout-rs`.
//!
//! That crate measures text by its number of characters, so what it is given are stand-ins as long as the real text
//! is wide. What it draws is only noted down here.

use layout::core::base::Orientation;
use layout::core::format::{ClipHandle, RenderBackend};
use layout::core::geometry::Point;
use layout::core::style::{LineStyleKind, StyleAttr};
use layout::std_shapes::shapes::{Arrow, Element, LineEndKind, ShapeKind};
use layout::topo::layout::VisualGraph;

use crate::export::graph::look;

/// Pixels that a character of a stand-in takes.
const UNIT: usize = 15;

/// The height of a line of text.
pub const LINE: f64 = UNIT as f64;

/// What is to be placed.
#[derive(Debug, Default)]
pub struct Plan {
    /// The lines of each box.
    pub boxes: Vec<Vec<String>>,
    /// The boxes that each arrow leads from and to, and the lines of its label.
    pub arrows: Vec<(usize, usize, Vec<String>)>,
}

/// Where it was placed.
#[derive(Debug, Default)]
pub struct Placed {
    /// The upper left corner and the size of each box.
    pub boxes: Vec<[f64; 4]>,
    /// The centre of each arrow's label.
    pub labels: Vec<[f64; 2]>,
    /// The points of each arrow's curve, with their control points.
    pub paths: Vec<Vec<[f64; 4]>>,
    pub size: [f64; 2],
}

/// Places boxes and arrows; boxes that no arrow touches stand below, in rows.
pub fn place(plan: &Plan) -> Placed {
    let mut graph = VisualGraph::new(Orientation::LeftToRight);
    let mut touched = vec![false; plan.boxes.len()];
    for (from, to, _) in &plan.arrows {
        touched[*from] = true;
        touched[*to] = true;
    }
    let style = || StyleAttr {
        font_size: UNIT,
        ..StyleAttr::simple()
    };
    let handles: Vec<_> = plan
        .boxes
        .iter()
        .enumerate()
        .map(|(number, lines)| {
            touched[number].then(|| {
                let shape = ShapeKind::new_box(&stand_in('b', number, lines));
                let [width, height] = size(lines);
                let size = Point::new(width, height);
                graph.add_node(Element::create(
                    shape,
                    style(),
                    Orientation::LeftToRight,
                    size,
                ))
            })
        })
        .collect();
    for (number, (from, to, lines)) in plan.arrows.iter().enumerate() {
        let ends = (handles[*from], handles[*to]);
        let (Some(from), Some(to)) = ends else {
            continue;
        };
        let arrow = Arrow {
            start: LineEndKind::None,
            end: LineEndKind::Arrow,
            line_style: LineStyleKind::Normal,
            text: stand_in('a', number, lines),
            look: style(),
            properties: Some(number.to_string()),
            src_port: None,
            dst_port: None,
        };
        graph.add_edge(arrow, from, to);
    }
    let mut notes = Notes {
        placed: Placed {
            boxes: vec![[0.0; 4]; plan.boxes.len()],
            labels: vec![[0.0; 2]; plan.arrows.len()],
            paths: vec![Vec::new(); plan.arrows.len()],
            size: [0.0; 2],
        },
        last: [0.0; 4],
    };
    if !plan.arrows.is_empty() {
        graph.do_it(false, false, false, &mut notes);
    }
    let mut placed = notes.placed;
    below(plan, &touched, &mut placed);
    placed
}

/// Width and height of a box around lines.
fn size(lines: &[String]) -> [f64; 2] {
    let width = lines
        .iter()
        .map(|line| look::width(line))
        .fold(0.0, f64::max);
    [width + 20.0, lines.len() as f64 * LINE + 12.0]
}

/// A text that begins with what it stands for, as many characters long as the lines are wide.
fn stand_in(kind: char, number: usize, lines: &[String]) -> String {
    let width = lines
        .iter()
        .map(|line| look::width(line))
        .fold(0.0, f64::max);
    let columns = (width / UNIT as f64).ceil() as usize;
    let mut text = format!("{kind}{number}");
    while text.len() < columns {
        text.push('.');
    }
    text + &"\n.".repeat(lines.len().saturating_sub(1))
}

/// The kind and number that a stand-in begins with.
fn stood_for(text: &str) -> Option<(char, usize)> {
    let kind = text.chars().next()?;
    let digits = text[1..].trim_end_matches(['.', '\n']);
    Some((kind, digits.parse().ok()?))
}

fn below(plan: &Plan, touched: &[bool], placed: &mut Placed) {
    const GAP: f64 = 16.0;
    let widest = placed.size[0].max(900.0);
    let (mut x, mut y) = (GAP, placed.size[1] + GAP);
    let mut row: f64 = 0.0;
    for (number, lines) in plan
        .boxes
        .iter()
        .enumerate()
        .filter(|(number, _)| !touched[*number])
    {
        let width = lines
            .iter()
            .map(|line| look::width(line))
            .fold(0.0, f64::max)
            + 20.0;
        let height = lines.len() as f64 * LINE + 12.0;
        if x > GAP && x + width > widest {
            (x, y, row) = (GAP, y + row + GAP, 0.0);
        }
        placed.boxes[number] = [x, y, width, height];
        row = row.max(height);
        placed.size = [
            placed.size[0].max(x + width + GAP),
            placed.size[1].max(y + height + GAP),
        ];
        x += width + GAP;
    }
}

/// Notes down what is drawn.
struct Notes {
    placed: Placed,
    /// The last box.
    last: [f64; 4],
}

impl Notes {
    fn grow(&mut self, x: f64, y: f64) {
        const MARGIN: f64 = 12.0;
        let size = &mut self.placed.size;
        *size = [size[0].max(x + MARGIN), size[1].max(y + MARGIN)];
    }
}

impl RenderBackend for Notes {
    fn draw_rect(
        &mut self,
        xy: Point,
        size: Point,
        _: &StyleAttr,
        _: Option<String>,
        _: Option<ClipHandle>,
    ) {
        self.last = [xy.x, xy.y, size.x, size.y];
        self.grow(xy.x + size.x, xy.y + size.y);
    }

    fn draw_line(&mut self, _: Point, _: Point, _: &StyleAttr, _: Option<String>) {}

    fn draw_circle(&mut self, _: Point, _: Point, _: &StyleAttr, _: Option<String>) {}

    fn draw_text(&mut self, xy: Point, text: &str, _: &StyleAttr) {
        match stood_for(text) {
            Some(('b', number)) => self.placed.boxes[number] = self.last,
            Some((_, number)) => {
                self.placed.labels[number] = [xy.x, xy.y];
                self.grow(xy.x, xy.y);
            }
            None => {}
        }
    }

    fn draw_arrow(
        &mut self,
        path: &[(Point, Point)],
        _: bool,
        _: (bool, bool),
        _: &StyleAttr,
        number: Option<String>,
        _: &str,
    ) {
        for (a, b) in path {
            self.grow(a.x.max(b.x), a.y.max(b.y));
        }
        let number = number.and_then(|number| number.parse::<usize>().ok());
        if let Some(number) = number {
            let points = path.iter().map(|(a, b)| [a.x, a.y, b.x, b.y]);
            self.placed.paths[number] = points.collect();
        }
    }

    fn create_clip(&mut self, _: Point, _: Point, _: usize) -> ClipHandle {
        0
    }
}
