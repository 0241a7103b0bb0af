//! `contested-value`: a functional property with different values that hold at one time, wherever they are said. All are
//! kept.

use super::Project;
use crate::contest::{Contest, Side};
use crate::diagnostic::{Diagnostic, Rule};
use crate::tally::counted;

pub fn check(project: &Project, diagnostics: &mut Vec<Diagnostic>) {
    for contest in project.contests {
        let others = contest.sides[1..].iter();
        diagnostics
            .extend(others.map(|side| contested(contest, side, &contest.sides[side.beside])));
    }
}

/// Of one more value, and one that it contests.
fn contested(contest: &Contest, side: &Side, other: &Side) -> Diagnostic {
    let Contest {
        property, subject, ..
    } = contest;
    Diagnostic::new(
        Rule::ContestedValue,
        side.span,
        format!(
            "`{property}` of `{subject}` has one value at a time, and here is another: `{}` beside `{}`",
            side.value, other.value
        ),
    )
    .label(behind(side))
    .related(other.span, behind(other))
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
