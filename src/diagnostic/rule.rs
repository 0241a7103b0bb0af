//! The list of rules: the one place where a rule's name and severity stand.
//!
//! To add a rule: a line here, its page `docs/rules/NAME.md`, and a case folder under `tests/cases/rules/`.

/// How grave a diagnostic is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub enum Severity {
    /// The build does not go on.
    Error,
    /// Probably a mistake of curation; the build goes on unless warnings are denied.
    Warning,
    /// Something left to do.
    Hint,
}

impl Severity {
    /// The word that renderers print.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Hint => "hint",
        }
    }
}

macro_rules! rules {
    ($($variant:ident $name:literal $severity:ident;)*) => {
        /// A rule that the user's text can break, named in kebab case.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[derive(serde::Serialize, serde::Deserialize)]
        pub enum Rule { $($variant),* }

        impl Rule {
            /// All rules, in the order of the stages that check them.
            pub const ALL: &'static [Rule] = &[$(Rule::$variant),*];

            /// The rule's name, as messages show it.
            pub fn name(self) -> &'static str {
                match self { $(Rule::$variant => $name),* }
            }

            /// How grave a breach of the rule is, unless the project says otherwise.
            pub fn severity(self) -> Severity {
                match self { $(Rule::$variant => Severity::$severity),* }
            }

            /// The rule's page, in Markdown: what it means, why it matters, an example, what to do.
            pub fn page(self) -> &'static str {
                match self {
                    $(Rule::$variant => include_str!(concat!("../../docs/rules/", $name, ".md"))),*
                }
            }
        }
    };
}

rules! {
    // Files
    NotUtf8 "not-utf8" Error;
    ControlCharacter "control-character" Error;
    InvisibleCharacter "invisible-character" Error;
    FileTooLarge "file-too-large" Error;
    PathOutsideProject "path-outside-project" Error;
    TextNotFound "text-not-found" Error;
    DigestMismatch "digest-mismatch" Error;
    // Project and vocabulary
    InvalidConfig "invalid-config" Error;
    RdfSyntax "rdf-syntax" Error;
    PrefixConflict "prefix-conflict" Error;
    UnknownPrefix "unknown-prefix" Error;
    UnknownTerm "unknown-term" Error;
    AmbiguousTerm "ambiguous-term" Error;
    CyclicHierarchy "cyclic-hierarchy" Error;
    DeprecatedTerm "deprecated-term" Warning;
    // Front matter
    MissingFrontMatter "missing-front-matter" Error;
    FrontMatterSyntax "front-matter-syntax" Error;
    UnknownKey "unknown-key" Error;
    MissingKey "missing-key" Error;
    InvalidValue "invalid-value" Error;
    ReviewVoid "review-void" Warning;
    ReviewedByCurator "reviewed-by-curator" Warning;
    // Container
    BulletStructure "bullet-structure" Error;
    LazyQuotation "lazy-quotation" Error;
    EmptyQuotation "empty-quotation" Error;
    AnchorSyntax "anchor-syntax" Error;
    NoEvidence "no-evidence" Error;
    StatementInRegister "statement-in-register" Error;
    QuotationWithoutStatements "quotation-without-statements" Hint;
    DismissalNotAlone "dismissal-not-alone" Error;
    DismissalWithoutQuotation "dismissal-without-quotation" Error;
    DismissalWithoutReason "dismissal-without-reason" Error;
    // Tables
    TableSyntax "table-syntax" Error;
    UnknownColumn "unknown-column" Error;
    MissingColumn "missing-column" Error;
    SpreadsheetDamage "spreadsheet-damage" Error;
    UnknownSource "unknown-source" Error;
    // The line
    UnclosedBracket "unclosed-bracket" Error;
    UnclosedString "unclosed-string" Error;
    NoPredicate "no-predicate" Error;
    TwoPredicates "two-predicates" Error;
    MissingSubject "missing-subject" Error;
    MissingObject "missing-object" Error;
    UnknownQualifier "unknown-qualifier" Error;
    RepeatedQualifier "repeated-qualifier" Error;
    MisplacedQualifier "misplaced-qualifier" Error;
    QualifierValue "qualifier-value" Error;
    // Names and ids
    UnknownName "unknown-name" Error;
    AmbiguousAlias "ambiguous-alias" Error;
    TwoReadings "two-readings" Error;
    DuplicateLabel "duplicate-label" Error;
    DuplicateId "duplicate-id" Error;
    MissingId "missing-id" Error;
    InvalidId "invalid-id" Error;
    UnknownId "unknown-id" Error;
    TwoIds "two-ids" Error;
    UnknownClass "unknown-class" Error;
    UnknownUnit "unknown-unit" Error;
    MissingUnit "missing-unit" Error;
    ThisWithoutSource "this-without-source" Error;
    MergedName "merged-name" Warning;
    MergeCycle "merge-cycle" Error;
    CircularInference "circular-inference" Error;
    InferenceLimit "inference-limit" Error;
    // Objects
    EntityExpected "entity-expected" Error;
    LiteralExpected "literal-expected" Error;
    InvalidLiteral "invalid-literal" Error;
    DomainMismatch "domain-mismatch" Error;
    RangeMismatch "range-mismatch" Error;
    // Time
    InvalidDate "invalid-date" Error;
    InvalidTime "invalid-time" Error;
    ReversedInterval "reversed-interval" Error;
    NoPublicationDate "no-publication-date" Error;
    TimeKindMismatch "time-kind-mismatch" Warning;
    DateAfterPublication "date-after-publication" Warning;
    // Quotations
    QuoteNotFound "quote-not-found" Error;
    QuoteAmbiguous "quote-ambiguous" Error;
    QuotationTooLong "quotation-too-long" Warning;
    QuotationIsTitle "quotation-is-title" Warning;
    InvalidOffsets "invalid-offsets" Error;
    NotVerifiedElsewhere "not-verified-elsewhere" Hint;
    NumberNotInQuote "number-not-in-quote" Warning;
    YearNotInQuote "year-not-in-quote" Warning;
    EntityNotInQuote "entity-not-in-quote" Warning;
    ValueNotInQuote "value-not-in-quote" Warning;
    // Mappings
    MappingSyntax "mapping-syntax" Error;
    MissingSlot "missing-slot" Warning;
    UndeclaredPrefix "undeclared-prefix" Error;
    UnknownSubject "unknown-subject" Warning;
    UnknownJustification "unknown-justification" Warning;
    InvalidConfidence "invalid-confidence" Error;
    ContradictoryMappings "contradictory-mappings" Error;
    SeveralTargets "several-targets" Warning;
    // Across statements
    ContradictoryStatements "contradictory-statements" Warning;
    ContestedValue "contested-value" Warning;
    DuplicateStatement "duplicate-statement" Warning;
    SingleUnverifiedSource "single-unverified-source" Hint;
    DraftUsed "draft-used" Error;
    DraftWithoutEvidence "draft-without-evidence" Hint;
    UnusedEntity "unused-entity" Hint;
}

impl Rule {
    /// The rule of that name.
    pub fn named(name: &str) -> Option<Rule> {
        Rule::ALL.iter().copied().find(|rule| rule.name() == name)
    }
}

impl std::fmt::Display for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}
