//! GraphML as [yEd](https://www.yworks.com/products/yed) draws it: with labels, shapes, colours by class and arrows, which
//! plain GraphML has no words for. yEd lays it out when it is asked to (Layout, Hierarchical).

use super::graphml::{self, Dialect};
use super::look;
use super::{Carries, Output, Style};
use crate::export::xml::escape;

pub const STYLE: Style = Style {
    write: Output::File(|graph, out| graphml::write(graph, &YED, out)),
    carries: Carries::Columns,
    is_xml: true,
    most: None,
};

const YED: Dialect = Dialect {
    namespaces: "\n         xmlns:y=\"http://www.yworks.com/xml/graphml\"",
    keys: "  <key id=\"ng\" for=\"node\" yfiles.type=\"nodegraphics\"/>\n  \
           <key id=\"eg\" for=\"edge\" yfiles.type=\"edgegraphics\"/>\n",
    node: |graph, thing, row| {
        let label = look::line(row.get_text("label"));
        let width = look::width(&label) + 24.0;
        let fill = look::COLOURS[look::hue(graph, thing)].fill;
        format!(
            "      <data key=\"ng\"><y:ShapeNode><y:Geometry height=\"30\" width=\"{width:.0}\" x=\"0\" y=\"0\"/>\
             <y:Fill color=\"{fill}\" transparent=\"false\"/><y:BorderStyle color=\"#555555\" type=\"line\" width=\"1\"/>\
             <y:NodeLabel>{}</y:NodeLabel><y:Shape type=\"roundrectangle\"/></y:ShapeNode></data>\n",
            escape(&label)
        )
    },
    edge: |row| {
        let label = look::relation(row).join("\n");
        let style = if look::is_inferred(row) {
            "dashed"
        } else {
            "line"
        };
        format!(
            "      <data key=\"eg\"><y:PolyLineEdge><y:LineStyle color=\"#555555\" type=\"{style}\" width=\"1\"/>\
             <y:Arrows source=\"none\" target=\"standard\"/><y:EdgeLabel>{}</y:EdgeLabel></y:PolyLineEdge></data>\n",
            escape(&label)
        )
    },
};
