//! How numbers are written: small ones in few bytes, and rows as what differs from the row before.
//!
//! Reading never fails but by giving nothing: bytes that mean no number or no row are damage, and who reads
//! them says where.

/// Writes a number, seven bits a byte, the lowest first.
#[inline]
pub fn put_number(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Takes a number off the front.
#[inline]
pub fn take_number(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7F) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

/// Writes bytes with their length before them.
pub fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    put_number(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

/// Takes bytes with their length off the front.
pub fn take_bytes<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = usize::try_from(take_number(bytes)?).ok()?;
    take(bytes, length)
}

/// Takes so many bytes off the front.
pub fn take<'a>(bytes: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (taken, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(taken)
}

/// Takes a text with its length off the front.
pub fn take_text<'a>(bytes: &mut &'a [u8]) -> Option<&'a str> {
    std::str::from_utf8(take_bytes(bytes)?).ok()
}

/// From here on, the difference is a number of its own after the first byte.
const LARGE: u64 = 63;

/// Writes a row after another: in one byte the first column that differs and by how much, and more bytes for the
/// columns after it. Numbers of neighbours are near each other, so most rows take four to six bytes.
#[inline]
pub fn put_row<const N: usize>(out: &mut Vec<u8>, previous: &[u32; N], row: &[u32; N]) {
    let column = (0..N - 1)
        .find(|&at| previous[at] != row[at])
        .unwrap_or(N - 1);
    let difference = difference(previous[column], row[column]);
    out.push(column as u8 | (difference.min(LARGE) as u8) << 2);
    if difference >= LARGE {
        put_number(out, difference);
    }
    for at in column + 1..N {
        put_number(out, self::difference(previous[at], row[at]));
    }
}

/// Takes a row off the front that was written after another.
#[inline]
pub fn take_row<const N: usize>(bytes: &mut &[u8], previous: &[u32; N]) -> Option<[u32; N]> {
    let (&first, rest) = bytes.split_first()?;
    *bytes = rest;
    let column = usize::from(first & 3);
    if column >= N {
        return None;
    }
    let mut row = *previous;
    let difference = match u64::from(first >> 2) {
        LARGE => take_number(bytes)?,
        small => small,
    };
    row[column] = after(previous[column], difference)?;
    for at in column + 1..N {
        row[at] = after(previous[at], take_number(bytes)?)?;
    }
    Some(row)
}

/// The way from one number to another: even if it goes up, odd if it goes down.
#[inline]
fn difference(from: u32, to: u32) -> u64 {
    let way = i64::from(to) - i64::from(from);
    ((way << 1) ^ (way >> 63)) as u64
}

#[inline]
fn after(from: u32, difference: u64) -> Option<u32> {
    let way = (difference >> 1) as i64 ^ -((difference & 1) as i64);
    u32::try_from(i64::from(from).checked_add(way)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back() {
        for number in [0, 1, 127, 128, 300, u64::from(u32::MAX), u64::MAX] {
            let mut out = Vec::new();
            put_number(&mut out, number);
            assert_eq!(take_number(&mut &out[..]), Some(number));
            assert_eq!(take_number(&mut &out[..out.len() - 1]), None);
        }
        assert_eq!(take_number(&mut &[0xFF; 11][..]), None);
    }

    #[test]
    fn rows_come_back() {
        let rows = [
            [0, 0, 0, 0],
            [0, 0, 0, 1],
            [0, 0, 31, 0],
            [0, 5, 7, 3],
            [9, 1, u32::MAX, 2],
            [u32::MAX, 0, 0, u32::MAX],
            [1, 2, 3, 4],
        ];
        let mut out = Vec::new();
        let mut previous = [0; 4];
        for row in rows {
            put_row(&mut out, &previous, &row);
            previous = row;
        }
        let mut bytes = &out[..];
        let mut previous = [0; 4];
        for row in rows {
            previous = take_row(&mut bytes, &previous).unwrap();
            assert_eq!(previous, row);
        }
        assert!(bytes.is_empty());
    }

    #[test]
    fn what_is_no_row_is_none() {
        for bytes in [
            &[][..],
            &[3, 0],
            &[0],
            &[1],
            &[3, 1, 1],
            &[0b1111_1100, 0xFF],
        ] {
            assert_eq!(take_row::<3>(&mut &*bytes, &[0; 3]), None);
        }
    }
}
