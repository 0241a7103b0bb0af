//! `contested-value`: a functional property with different values that hold at one time, wherever they are said. All are
//! kept.

use super::Project;
use crate::contest::{Contest, Side};
use crate::diagnostic::{Diagnostic, Rule};
use crate::tally::counted;

pub fn check(project: &Project, diagnostics: &mut Vec<Diagnostic>) {
    for contest in project.contests {
        let first = &contest.sides[0];
        let others = contest.sides[1..].iter();
        diagnostics.extend(others.map(|side| contested(contest, side, first)));
    }
}

/// Of one more value.
fn contested(contest: &Contest, side: &Side, first: &Side) -> Diagnostic {
    let Contest {
        property, subject, ..
    } = contest;
    Diagnostic::new(
        Rule::ContestedValue,
        side.span,
        format!(
            "`{property}` of `{subject}` has one value at a time, and here is another: `{}` beside `{}`",
            side.value, first.value
        ),
    )
    .label(behind(side))
    .related(first.span, behind(first))
    .help("give each its time, mark one as `preferred` or `deprecated because \"…\"`, or let the contradiction stand")
}

/// Who stands behind a value.
fn behind(side: &Side) -> String {
    match side.publishers {
        0 => format!("`{}`, for which nothing is quoted", side.value),
        count => format!(
            "`{}`, by {}",
            side.value,
            counted(count, "publisher", "independent publishers")
        ),
    }
}
