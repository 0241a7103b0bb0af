//! What the service says of itself.

use serde_json::{Value, json};

use super::{BATCH, Catalogue};
use crate::reconcile::message::{Named, VERSIONS};
use crate::vocab::owl;

/// The size of a preview, in pixels.
const PREVIEW: (u32, u32) = (430, 300);
/// How many classes are proposed from the start: those with the most entities.
const DEFAULT_TYPES: usize = 10;

impl Catalogue {
    /// The service manifest. `address` is where the service is reached, without a slash at its end; `title` what people call
    /// the project.
    pub fn manifest(&self, address: &str, title: &str) -> Value {
        let suggest = |kind: &str| {
            json!({
                "service_url": address,
                "service_path": format!("/suggest/{kind}"),
                "flyout_service_url": address,
                "flyout_service_path": format!("/flyout/{kind}?id=${{id}}"),
            })
        };
        let space = self.space();
        json!({
            "versions": VERSIONS,
            "name": title,
            "identifierSpace": space,
            "schemaSpace": owl::THING.as_str(),
            "defaultTypes": self.default_types(),
            "serviceVersion": concat!("citable ", env!("CARGO_PKG_VERSION")),
            "view": { "url": format!("{space}{{{{id}}}}") },
            "preview": {
                "url": format!("{address}/preview?id={{{{id}}}}"),
                "width": PREVIEW.0,
                "height": PREVIEW.1,
            },
            "suggest": {
                "entity": suggest("entity"),
                "property": suggest("property"),
                "type": suggest("type"),
            },
            "extend": {
                "propose_properties": { "service_url": address, "service_path": "/properties" },
                "property_settings": [{
                    "name": "limit",
                    "label": "Limit",
                    "type": "number",
                    "default": 0,
                    "help_text": "How many values a cell gets at most (0: all)",
                }],
            },
            "batchSize": BATCH,
        })
    }

    /// The classes with the most entities.
    fn default_types(&self) -> Vec<&Named> {
        let mut counts = vec![0usize; self.classes.words.list.len()];
        for entity in &self.entities {
            for class in &entity.classes {
                counts[*class] += 1;
            }
        }
        let mut classes: Vec<usize> = (0..counts.len()).filter(|at| counts[*at] > 0).collect();
        classes.sort_by_key(|at| (std::cmp::Reverse(counts[*at]), *at));
        let named = classes
            .into_iter()
            .map(|at| &self.classes.words.list[at].named);
        named.take(DEFAULT_TYPES).collect()
    }
}
