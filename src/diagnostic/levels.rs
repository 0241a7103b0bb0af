//! How grave the rules are in one project, where it wants them otherwise than the tool has them.
//!
//! What a warning or a hint is about is a matter of judgement, and so is how grave it is: a project may raise or lower it,
//! or put it off. Errors are no such matter. What cannot be read, or contradicts what a file says of itself, cannot be
//! built either.

use std::collections::BTreeMap;

use super::{Diagnostic, Rule, Severity};

/// What a project can say of a rule, in words.
pub const LEVELS: [&str; 4] = ["off", "hint", "warning", "error"];

/// Why a rule cannot have a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LevelError {
    /// It is none of [`LEVELS`].
    Unknown,
    /// The rule's breaches are errors, and remain so.
    Lowered,
}

/// The rules that a project has set, each with how grave it is there; with nothing, if it is off.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Levels(BTreeMap<Rule, Option<Severity>>);

impl Levels {
    /// Sets the level of a rule.
    pub fn set(&mut self, rule: Rule, level: &str) -> Result<(), LevelError> {
        let severity = match level {
            "off" => None,
            "hint" => Some(Severity::Hint),
            "warning" => Some(Severity::Warning),
            "error" => Some(Severity::Error),
            _ => return Err(LevelError::Unknown),
        };
        if rule.severity() == Severity::Error && severity != Some(Severity::Error) {
            return Err(LevelError::Lowered);
        }
        self.0.insert(rule, severity);
        Ok(())
    }

    /// A diagnostic as grave as the project has it; nothing if its rule is off.
    pub fn weigh(&self, mut diagnostic: Diagnostic) -> Option<Diagnostic> {
        match self.0.get(&diagnostic.rule) {
            Some(None) => None,
            Some(Some(severity)) => {
                diagnostic.severity = *severity;
                Some(diagnostic)
            }
            None => Some(diagnostic),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::{FileId, Span};

    #[test]
    fn what_is_no_error_can_be_raised_lowered_and_put_off() {
        let mut levels = Levels::default();
        let hint = || Diagnostic::new(Rule::UnusedEntity, Span::new(FileId(0), 0, 0), "");
        let severity = |levels: &Levels| levels.weigh(hint()).map(|known| known.severity);
        assert_eq!(severity(&levels), Some(Severity::Hint));
        for (level, expected) in LEVELS.into_iter().zip([
            None,
            Some(Severity::Hint),
            Some(Severity::Warning),
            Some(Severity::Error),
        ]) {
            assert_eq!(levels.set(Rule::UnusedEntity, level), Ok(()));
            assert_eq!(severity(&levels), expected, "{level}");
        }
    }

    #[test]
    fn errors_stay_errors() {
        let mut levels = Levels::default();
        for &rule in Rule::ALL {
            let is_error = rule.severity() == Severity::Error;
            let lowered = levels.set(rule, "off") == Err(LevelError::Lowered);
            assert_eq!(is_error, lowered, "{rule}");
            assert_eq!(levels.set(rule, "error"), Ok(()));
            assert_eq!(levels.set(rule, "Error"), Err(LevelError::Unknown));
        }
    }
}
