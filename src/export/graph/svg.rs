//! A picture in [SVG](https://www.w3.org/TR/SVG2/) that needs no other program: boxes and arrows, in light or dark as the
//! reader's screen is.
//!
//! Things are links to their IRIs; what the sources say of a relation is shown by who points at it. Where things stand is
//! worked out by [`layout`].

mod layout;

use std::io::{self, Write};

use layout::{LINE, Placed, Plan};

use super::look::{self, COLOURS};
use super::row::Row;
use super::{Carries, Graph, Output, Style, View};
use crate::export::xml::escape;

pub const STYLE: Style = Style {
    write: Output::File(write),
    carries: Carries::Picture,
    is_xml: true,
    most: Some(300),
};

/// The columns that a label is wrapped to.
const COLUMNS: usize = 26;

fn write(graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    let view = View::of(graph);
    let rows: Vec<Row> = graph
        .relations
        .iter()
        .map(|said| view.relation(said))
        .collect();
    let plan = plan(graph, &rows);
    let placed = layout::place(&plan);
    let [width, height] = placed.size.map(|length| length.max(40.0));
    writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" width=\"{width:.0}\" height=\"{height:.0}\" role=\"img\">"
    )?;
    writeln!(out, "<title>{}</title>", escape(&look::line(&graph.title)))?;
    style(out)?;
    writeln!(
        out,
        "<rect class=\"ground\" width=\"100%\" height=\"100%\"/>"
    )?;
    arrows(&rows, &plan, &placed, out)?;
    labels(&plan, &placed, &rows, out)?;
    boxes(graph, &plan, &placed, out)?;
    writeln!(out, "</svg>")
}

fn plan(graph: &Graph, rows: &[Row]) -> Plan {
    let place = |thing| {
        let place = graph.things.binary_search(&thing);
        place.expect("the ends of relations are things")
    };
    let boxes = graph.things.iter();
    let arrows = graph.relations.iter().zip(rows).map(|(said, row)| {
        let lines = look::relation(row);
        let lines = lines.iter().flat_map(|line| look::wrapped(line, COLUMNS));
        (
            place(said.triple[0]),
            place(said.triple[2]),
            lines.collect(),
        )
    });
    Plan {
        boxes: boxes
            .map(|&thing| look::wrapped(&graph.terms.name(thing), COLUMNS))
            .collect(),
        arrows: arrows.collect(),
    }
}

fn style(out: &mut dyn Write) -> io::Result<()> {
    let fills = |dark: bool| {
        let fill = |(number, colour): (usize, &look::Colour)| {
            let fill = if dark { colour.dark } else { colour.fill };
            format!(".c{number}{{fill:{fill}}}")
        };
        COLOURS.iter().enumerate().map(fill).collect::<String>()
    };
    writeln!(
        out,
        "<style>\ntext{{font:12px Helvetica,Arial,\"Noto Sans\",sans-serif;fill:#111;text-anchor:middle;unicode-bidi:plaintext}}\n\
         .label{{font-size:11px;fill:#333;paint-order:stroke;stroke:#fff;stroke-width:4px;stroke-linejoin:round}}\n\
         .ground{{fill:#fff}}.box{{stroke:#666}}.line{{fill:none;stroke:#777;stroke-width:1.2}}.inferred{{stroke-dasharray:5 4}}.head{{fill:#777}}\n{}\n\
         @media (prefers-color-scheme:dark){{text{{fill:#eee}}.label{{fill:#ccc;stroke:#16181c}}.ground{{fill:#16181c}}\
         .box{{stroke:#999}}.line{{stroke:#999}}.head{{fill:#999}}\n{}}}\n</style>",
        fills(false),
        fills(true)
    )?;
    writeln!(
        out,
        "<defs><marker id=\"head\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"8\" markerHeight=\"8\" orient=\"auto-start-reverse\">\
         <path class=\"head\" d=\"M0 1L10 5L0 9z\"/></marker></defs>"
    )
}

fn arrows(rows: &[Row], plan: &Plan, placed: &Placed, out: &mut dyn Write) -> io::Result<()> {
    for ((row, path), arrow) in rows.iter().zip(&placed.paths).zip(&plan.arrows) {
        let Some(([x, y, cx, cy], rest)) = path.split_first() else {
            continue;
        };
        let mut d = format!("M{x:.1} {y:.1}");
        for (number, [ax, ay, bx, by]) in rest.iter().enumerate() {
            d += &match number {
                0 => format!("C{cx:.1} {cy:.1} {ax:.1} {ay:.1} {bx:.1} {by:.1}"),
                _ => format!("S{ax:.1} {ay:.1} {bx:.1} {by:.1}"),
            };
        }
        let inferred = if look::is_inferred(row) {
            " inferred"
        } else {
            ""
        };
        let end = if is_turned(path, [arrow.0, arrow.1].map(|place| placed.boxes[place])) {
            "start"
        } else {
            "end"
        };
        writeln!(
            out,
            "<path class=\"line{inferred}\" d=\"{d}\" marker-{end}=\"url(#head)\"><title>{}</title></path>",
            escape(&look::tip(row))
        )?;
    }
    Ok(())
}

/// Whether a path leads from the box where its relation ends to the one where it begins: what would run against the
/// others is placed the other way round.
fn is_turned(path: &[[f64; 4]], [from, to]: [[f64; 4]; 2]) -> bool {
    let (Some([x, y, ..]), Some([.., end_x, end_y])) = (path.first(), path.last()) else {
        return false;
    };
    let (start, end) = ([*x, *y], [*end_x, *end_y]);
    distance(start, to) + distance(end, from) < distance(start, from) + distance(end, to)
}

/// How far a point is from a box; nothing within it.
fn distance([x, y]: [f64; 2], [left, top, width, height]: [f64; 4]) -> f64 {
    let beyond = |at: f64, start: f64, length: f64| (start - at).max(at - start - length).max(0.0);
    beyond(x, left, width).hypot(beyond(y, top, height))
}

fn labels(plan: &Plan, placed: &Placed, rows: &[Row], out: &mut dyn Write) -> io::Result<()> {
    for (((_, _, lines), at), row) in plan.arrows.iter().zip(&placed.labels).zip(rows) {
        let tip = look::tip(row);
        text(lines, *at, " class=\"label\"", &tip, out)?;
    }
    Ok(())
}

fn boxes(graph: &Graph, plan: &Plan, placed: &Placed, out: &mut dyn Write) -> io::Result<()> {
    for ((lines, [x, y, width, height]), &thing) in
        plan.boxes.iter().zip(&placed.boxes).zip(&graph.things)
    {
        let classes = super::thing::classes(&graph.terms, thing).into_iter();
        let classes: Vec<String> = classes.map(|class| graph.terms.name(class)).collect();
        let iri = graph.terms.text(thing);
        writeln!(
            out,
            "<a{}><rect class=\"box c{}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"5\"/>",
            look::link(&iri).map_or_else(String::new, |link| format!(" href=\"{}\"", escape(link))),
            look::hue(graph, thing)
        )?;
        text(
            lines,
            [x + width / 2.0, y + height / 2.0],
            "",
            &classes.join(", "),
            out,
        )?;
        writeln!(out, "</a>")?;
    }
    Ok(())
}

/// Lines around a centre, with what is shown to who points at them.
fn text(
    lines: &[String],
    [x, y]: [f64; 2],
    class: &str,
    tip: &str,
    out: &mut dyn Write,
) -> io::Result<()> {
    let top = y - (lines.len() as f64 - 1.0) * LINE / 2.0 + 4.0;
    write!(out, "<text{class}>")?;
    if !tip.is_empty() {
        write!(out, "<title>{}</title>", escape(tip))?;
    }
    for (number, line) in lines.iter().enumerate() {
        let y = top + number as f64 * LINE;
        write!(
            out,
            "<tspan x=\"{x:.1}\" y=\"{y:.1}\">{}</tspan>",
            escape(line)
        )?;
    }
    writeln!(out, "</text>")
}
