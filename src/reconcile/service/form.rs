//! What stands behind a `?`, or in the body of a form (`application/x-www-form-urlencoded`).

use percent_encoding::percent_decode;

use super::Refusal;

/// Fields, in their order.
#[derive(Debug, Default)]
pub struct Form(Vec<(String, String)>);

impl Form {
    /// Reads fields, which have to be UTF-8.
    pub fn read(bytes: &[u8]) -> Result<Form, Refusal> {
        let pairs = bytes.split(|byte| *byte == b'&');
        let pairs = pairs.filter(|pair| !pair.is_empty()).map(|pair| {
            let at = pair.iter().position(|byte| *byte == b'=');
            let (name, value) = match at {
                Some(at) => (&pair[..at], &pair[at + 1..]),
                None => (pair, &pair[..0]),
            };
            Ok((text(name)?, text(value)?))
        });
        Ok(Form(pairs.collect::<Result<_, Refusal>>()?))
    }

    /// The value of a field that may be there once.
    pub fn get(&self, name: &str) -> Result<Option<&str>, Refusal> {
        let mut values = self.0.iter().filter(|(known, _)| known == name);
        let value = values.next();
        match values.next() {
            Some(_) => Err(Refusal::bad(format!("`{name}` is given more than once"))),
            None => Ok(value.map(|(_, value)| value.as_str())),
        }
    }

    /// The value of a field that has to be there.
    pub fn need(&self, name: &str) -> Result<&str, Refusal> {
        self.get(name)?
            .ok_or_else(|| Refusal::bad(format!("the parameter `{name}` is missing")))
    }

    /// A whole number, if it is given.
    pub fn number(&self, name: &str) -> Result<Option<usize>, Refusal> {
        let Some(text) = self.get(name)?.filter(|text| !text.is_empty()) else {
            return Ok(None);
        };
        let wrong = || Refusal::bad(format!("`{name}` is no whole number from 0: `{text}`"));
        text.parse().map(Some).map_err(|_| wrong())
    }
}

fn text(encoded: &[u8]) -> Result<String, Refusal> {
    let spaced: Vec<u8> = encoded
        .iter()
        .map(|byte| if *byte == b'+' { b' ' } else { *byte })
        .collect();
    match percent_decode(&spaced).decode_utf8() {
        Ok(text) => Ok(text.into_owned()),
        Err(_) => Err(Refusal::bad("the parameters are not UTF-8")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_as_browsers_write_them() {
        let form = Form::read(b"prefix=J%C3%BCrgen+S&cursor=20&&empty=&bare").unwrap();
        assert_eq!(form.get("prefix").unwrap(), Some("Jürgen S"));
        assert_eq!(form.number("cursor").unwrap(), Some(20));
        assert_eq!(form.number("empty").unwrap(), None);
        assert_eq!(form.get("bare").unwrap(), Some(""));
        assert_eq!(form.get("other").unwrap(), None);
        assert!(form.need("other").is_err());
        for wrong in [&b"prefix=%FF"[..], b"\xff=1"] {
            assert!(Form::read(wrong).unwrap_err().detail.contains("UTF-8"));
        }
        let twice = Form::read(b"cursor=1&cursor=2").unwrap();
        assert!(twice.get("cursor").is_err());
        assert!(Form::read(b"cursor=-1").unwrap().number("cursor").is_err());
    }
}
