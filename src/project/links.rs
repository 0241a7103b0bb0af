//! What says that a thing here is a thing there, and in which data set a thing is.

use super::{DatasetSettings, Link, Project};

impl Project {
    /// The data set that an IRI is of, by its namespace; of several, the one with the longest.
    pub fn dataset_of(&self, iri: &str) -> Option<&DatasetSettings> {
        let within = |dataset: &DatasetSettings| {
            let namespace = dataset.iri.as_deref()?;
            (!namespace.is_empty() && iri.starts_with(namespace)).then_some(namespace.len())
        };
        let datasets = self.datasets.values();
        let datasets = datasets.filter_map(|dataset| Some((within(dataset)?, dataset)));
        let longest = datasets.max_by_key(|(length, _)| *length);
        longest.map(|(_, dataset)| dataset)
    }

    /// What an accepted link to an IRI becomes. `name` is the data set that it is said to be of, where no namespace tells.
    pub fn link_to(&self, iri: &str, name: Option<&str>) -> Link {
        let named = || self.datasets.get(name?);
        let dataset = self.dataset_of(iri).or_else(named);
        dataset.map_or(Link::default(), |dataset| dataset.predicate)
    }

    /// All on which links depend, for a digest.
    pub fn links(&self) -> Vec<(&str, Option<&str>, Link)> {
        let datasets = self.datasets.iter();
        datasets
            .map(|(name, dataset)| (name.as_str(), dataset.iri.as_deref(), dataset.predicate))
            .collect()
    }
}
