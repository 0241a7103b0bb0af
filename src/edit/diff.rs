//! A change as a unified difference, as `git apply` and `patch` read it.

use similar::TextDiff;

use super::Change;

/// How many unchanged lines stand around those that change.
const CONTEXT: usize = 3;

impl Change {
    /// The change as a unified difference; of a new file against nothing.
    pub fn diff(&self) -> String {
        let before = self.before.as_deref().unwrap_or_default();
        let old = match self.before {
            Some(_) => format!("a/{}", self.path),
            None => "/dev/null".to_owned(),
        };
        let difference = TextDiff::from_lines(before, &self.after);
        difference
            .unified_diff()
            .context_radius(CONTEXT)
            .header(&old, &format!("b/{}", self.path))
            .to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_names_the_file_and_shows_the_lines_around() {
        let lines = |words: &str| format!("1\n2\n3\n4\n{words}\n6\n7\n8\n9\n");
        let change = Change {
            path: "data/a.dossier.md".to_owned(),
            before: Some(lines("old")),
            after: lines("new"),
        };
        let expected = "--- a/data/a.dossier.md\n+++ b/data/a.dossier.md\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-old\n+new\n 6\n 7\n 8\n";
        assert_eq!(change.diff(), expected);
    }
}
