//! PDF files that are small, and inflate to what no memory holds; and one that is large only in its pictures.

use std::io::Write;

use flate2::Compression;
use flate2::write::DeflateEncoder;
use libtest_mimic::{Failed, Trial};
use weezl::BitOrder;
use weezl::encode::Encoder;

use crate::inputs::{project, put};
use crate::run::citable_in;

const MIB: usize = 1 << 20;
const PAGE: &str = "BT /F1 12 Tf 72 700 Td (Ada joined the Chess Club in 1990.) Tj ET";
const REFUSED: &str = "inflates to more than";

type Laid = (&'static str, fn() -> Vec<u8>, i32, &'static str);

const FILES: &[Laid] = &[
    (
        "a page of 6 GiB",
        || file(&[page(&deflated(6144), "/FlateDecode")], "", "4 0 R"),
        1,
        REFUSED,
    ),
    (
        "a page of 6 GiB, deflated twice",
        || {
            let once = deflated(6144);
            let twice = [&[0x78, 0x9C], packed(&once).as_slice()].concat();
            file(&[page(&twice, "[/FlateDecode /FlateDecode]")], "", "4 0 R")
        },
        1,
        REFUSED,
    ),
    (
        "objects in a stream of 6 GiB",
        || {
            let objects = stream(
                "/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode",
                &deflated(6144),
            );
            file(&[stream("", PAGE.as_bytes()), objects], "", "4 0 R")
        },
        1,
        REFUSED,
    ),
    (
        "a page of 80 MiB by LZW",
        || {
            let mut encoder = Encoder::with_tiff_size_switch(BitOrder::Msb, 8);
            let lzw = encoder
                .encode(&vec![b' '; 80 * MIB])
                .expect("any byte has a code");
            file(&[page(&lzw, "/LZWDecode")], "", "4 0 R")
        },
        1,
        REFUSED,
    ),
    (
        "a page that shows a stream of 20 MiB again and again",
        || {
            let spaces = [&[0x78, 0x9C], packed(&vec![b' '; 20 * MIB]).as_slice()].concat();
            file(&[page(&spaces, "/FlateDecode")], "", &"4 0 R ".repeat(1000))
        },
        1,
        REFUSED,
    ),
    (
        "a page of 30 MiB of operators",
        || {
            let drawn = [&[0x78, 0x9C], packed(&b"n ".repeat(15 * MIB)).as_slice()].concat();
            file(&[page(&drawn, "/FlateDecode")], "", "4 0 R")
        },
        1,
        REFUSED,
    ),
    (
        "a page with a picture of 6 GiB",
        || {
            let shown = format!("{PAGE} /P Do");
            let picture = stream(
                "/Type /XObject /Subtype /Image /Width 1 /Height 1 /Filter /FlateDecode",
                &deflated(6144),
            );
            file(
                &[stream("", shown.as_bytes()), picture],
                "/XObject << /P 5 0 R >>",
                "4 0 R",
            )
        },
        0,
        "data/sources/f.txt, 35 characters",
    ),
];

pub fn trials() -> impl Iterator<Item = Trial> {
    FILES.iter().map(|&(name, made, code, told)| {
        Trial::test(format!("hostile: {name}"), move || {
            let sandbox = project()?;
            put(&sandbox, "f.pdf", made())?;
            citable_in(sandbox.path(), &["source", "add", "f.pdf"])?.expect(code, &[told])?;
            Ok::<(), Failed>(())
        })
    })
}

/// So many MiB of spaces, deflated, with the frame of zlib at the start; none is at the end.
fn deflated(mib: usize) -> Vec<u8> {
    let piece = packed(&vec![b' '; 64 * MIB]);
    [vec![0x78, 0x9C], piece.repeat(mib / 64)].concat()
}

/// Deflated up to the end of a byte, so that pieces can stand one after the other.
fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
    let written = encoder.write_all(bytes).and_then(|()| encoder.flush());
    written.expect("memory takes everything");
    encoder.get_ref().clone()
}

fn page(content: &[u8], filter: &str) -> Vec<u8> {
    stream(&format!("/Filter {filter}"), content)
}

fn stream(entries: &str, content: &[u8]) -> Vec<u8> {
    let start = format!("<< {entries} /Length {} >>\nstream\n", content.len());
    [start.as_bytes(), content, b"\nendstream"].concat()
}

/// A file of one page, with these objects from the fourth on.
fn file(objects: &[Vec<u8>], resources: &str, contents: &str) -> Vec<u8> {
    let font = "/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>";
    let page = format!(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << {font} {resources} >> /Contents [{contents}] >>"
    );
    let first = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        &page,
    ];
    let all = first
        .iter()
        .map(|object| object.as_bytes())
        .chain(objects.iter().map(Vec::as_slice));
    let mut file = b"%PDF-1.5\n".to_vec();
    let mut table = String::new();
    let mut count = 1;
    for object in all {
        table += &format!("{:010} 00000 n \n", file.len());
        file.extend(format!("{count} 0 obj\n").bytes());
        file.extend(object);
        file.extend(b"\nendobj\n");
        count += 1;
    }
    let start = file.len();
    let end = format!(
        "xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    );
    file.extend(end.bytes());
    file
}
