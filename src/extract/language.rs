//! The language of a text, by its words: only if it is sure, as whoever quotes can say it otherwise.

/// How much of a text is looked at, in bytes.
const SAMPLE: usize = 1 << 16;

/// The tag (BCP 47) of a text's language, if that can be told.
pub fn of(text: &str) -> Option<String> {
    let sample = &text[..text.floor_char_boundary(SAMPLE)];
    let detected = whatlang::detect(sample).filter(|detected| detected.is_reliable())?;
    let language = isolang::Language::from_639_3(detected.lang().code())?;
    // A language has its short code where there is one; Mandarin is called by the code of Chinese.
    let code = match language.to_639_1() {
        Some(short) => short,
        None if detected.lang() == whatlang::Lang::Cmn => "zh",
        None => language.to_639_3(),
    };
    Some(code.to_owned())
}
