//! Laws of the store: whatever the history of builds, a build is the set of quads that were put.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::levels::Levels;
use super::scan::{Quads, Scope};
use super::{Build, FOLDER, Lock, StoreError, lines, segment};

/// Subject, predicate, object and graph, as they are written.
type Quad = [String; 4];
/// Units with their quads, as lines.
type Units = BTreeMap<String, BTreeSet<Quad>>;

/// A fixed sequence of chance (splitmix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % most
    }

    fn iri(&mut self, kind: &str, most: u64) -> String {
        format!("<https://example.org/{kind}{}>", self.below(most))
    }

    fn object(&mut self) -> String {
        match self.below(6) {
            0 => format!("\"{}\"", self.below(20)),
            1 => format!("\"a\\n{}\"@en", self.below(5)),
            2 => format!(
                "\"0{}\"^^<http://www.w3.org/2001/XMLSchema#integer>",
                self.below(5)
            ),
            3 => format!(
                "<<( {} {} {} )>>",
                self.iri("e", 9),
                self.iri("p", 3),
                self.object()
            ),
            _ => self.iri("e", 30),
        }
    }

    fn quads(&mut self, most: u64) -> BTreeSet<Quad> {
        let count = self.below(most);
        let quad = |_| {
            [
                self.iri("e", 30),
                self.iri("p", 4),
                self.object(),
                self.iri("g", 4),
            ]
        };
        (0..count).map(quad).collect()
    }
}

fn text<'a>(quads: impl IntoIterator<Item = &'a Quad>) -> String {
    let lines = quads
        .into_iter()
        .map(|[s, p, o, g]| format!("{s} {p} {o} {g} .\n"));
    lines.collect::<BTreeSet<_>>().into_iter().collect()
}

/// Puts what is to be put, and removes what isn't there any more.
fn build(root: &Path, before: Option<&Build>, put: &Units, removed: &[String]) -> Build {
    build_apart(root, before, put, removed, 1 << 12)
}

/// The same, with levels that are not made one for being small.
fn build_apart(
    root: &Path,
    before: Option<&Build>,
    put: &Units,
    removed: &[String],
    small: u64,
) -> Build {
    let lock = Lock::take(root, || {}).unwrap();
    let mut writer = Build::writer(root, &lock, before).unwrap();
    writer.small = small;
    for name in removed {
        writer.remove(name);
    }
    for (name, quads) in put {
        let segment = segment(text(quads).as_bytes()).unwrap();
        writer.put(name, name.as_bytes(), &segment).unwrap();
    }
    writer.finish(Vec::new(), &Default::default()).unwrap()
}

fn dump(build: &Build, graph: Option<&str>) -> String {
    let mut bytes = Vec::new();
    build.write_nquads(graph, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// What the index finds, as it is written; with the graph where the scope tells them apart.
fn find(levels: &std::sync::Arc<Levels>, pattern: &[Option<String>; 3], scope: Scope) -> Vec<Quad> {
    let mut numbers = [None; 3];
    for (number, text) in numbers.iter_mut().zip(pattern) {
        if let Some(text) = text {
            match number_of(levels, text) {
                None => return Vec::new(),
                found => *number = found,
            }
        }
    }
    let is_named = matches!(scope, Scope::Named | Scope::Graph(_));
    let mut found = Vec::new();
    for quad in Quads::find(levels, numbers, scope).unwrap() {
        let ([s, p, o], graph) = quad.unwrap();
        let write = |number| {
            let mut text = String::new();
            lines::compose(levels, number, &mut text).unwrap();
            text
        };
        let graph = if is_named {
            write(graph)
        } else {
            String::new()
        };
        found.push([write(s), write(p), write(o), graph]);
    }
    found.sort();
    found
}

fn number_of(levels: &Levels, text: &str) -> Option<u32> {
    let quad = format!("<a:a> <a:a> {text} .");
    let mut quads = oxrdfio::RdfParser::from_format(oxrdfio::RdfFormat::NQuads).for_slice(&quad);
    let term = quads.next().unwrap().unwrap().object;
    super::dataset::Dataset::number(levels, &term).unwrap()
}

/// Holds every pattern that has an answer, and some that don't, against the set of quads.
fn compare_patterns(build: &Build, quads: &BTreeSet<Quad>, chance: &mut Chance) {
    let all: Vec<&Quad> = quads.iter().collect();
    for _ in 0..12 {
        let mut quad = [
            chance.iri("e", 30),
            chance.iri("p", 4),
            chance.object(),
            chance.iri("g", 5),
        ];
        if !all.is_empty() && chance.below(5) > 0 {
            quad = all[chance.below(all.len() as u64) as usize].clone();
        }
        for mask in 0..8u8 {
            let given = |at: usize| (mask & (1 << at) != 0).then(|| quad[at].clone());
            let pattern = [given(0), given(1), given(2)];
            let fits = |quad: &&Quad| {
                let mut pairs = pattern.iter().zip(quad.iter());
                pairs.all(|(given, term)| given.as_ref().is_none_or(|given| given == term))
            };
            compare_pattern(
                build,
                quads.iter().filter(fits).collect(),
                &pattern,
                &quad[3],
            );
        }
    }
}

fn compare_pattern(build: &Build, fitting: Vec<&Quad>, pattern: &[Option<String>; 3], graph: &str) {
    let levels = &build.levels;
    let merged: BTreeSet<Quad> = fitting
        .iter()
        .map(|[s, p, o, _]| [s.clone(), p.clone(), o.clone(), String::new()])
        .collect();
    assert_eq!(
        find(levels, pattern, Scope::Merged),
        Vec::from_iter(merged),
        "{pattern:?}"
    );
    let named: Vec<Quad> = fitting.iter().map(|quad| (*quad).clone()).collect();
    assert_eq!(find(levels, pattern, Scope::Named), named, "{pattern:?}");
    let of_graph: Vec<Quad> = named.into_iter().filter(|quad| quad[3] == graph).collect();
    let found = match number_of(levels, graph) {
        Some(number) => find(levels, pattern, Scope::Graph(number)),
        None => Vec::new(),
    };
    assert_eq!(found, of_graph, "{pattern:?} in {graph}");
}

fn compare(build: &Build, units: &Units, chance: &mut Chance) {
    let quads: BTreeSet<Quad> = units.values().flatten().cloned().collect();
    assert_eq!(dump(build, None), text(&quads));
    for graph in 0..4 {
        let iri = format!("https://example.org/g{graph}");
        let of_graph = quads.iter().filter(|quad| quad[3] == format!("<{iri}>"));
        assert_eq!(dump(build, Some(&iri)), text(of_graph));
    }
    let names: Vec<(&str, &[u8])> = units
        .keys()
        .map(|name| (name.as_str(), name.as_bytes()))
        .collect();
    assert_eq!(build.units().collect::<Vec<_>>(), names);
    assert_eq!(
        build.quads(),
        units.values().map(|quads| quads.len() as u64).sum::<u64>()
    );
    assert_eq!(
        build.graphs().iter().map(|(_, count)| count).sum::<u64>(),
        build.quads()
    );
    compare_patterns(build, &quads, chance);
}

#[test]
fn a_build_is_what_was_put_whatever_came_before() {
    let mut most = 0;
    for seed in 0..8 {
        let mut chance = Chance(seed);
        let root = tempfile::tempdir().unwrap();
        let mut units = Units::new();
        let mut before: Option<Build> = None;
        for round in 0..10 {
            // Less and less, so that levels stay apart.
            let mut put = Units::new();
            for _ in 0..if round == 0 { 12 } else { chance.below(4) } {
                let quads = chance.quads(600 >> round);
                put.insert(format!("unit {}", chance.below(12)), quads);
            }
            let mut removed: Vec<String> = units.keys().cloned().collect();
            removed.retain(|name| chance.below(20) == 0 && !put.contains_key(name));
            let small = if chance.below(6) == 0 { 4096 } else { 0 };
            let built = build_apart(root.path(), before.as_ref(), &put, &removed, small);
            most = most.max(built.levels.list.len());
            removed.iter().for_each(|name| drop(units.remove(name)));
            units.extend(put);
            compare(&built, &units, &mut chance);
            let clean = tempfile::tempdir().unwrap();
            assert_eq!(
                built.fingerprint,
                build(clean.path(), None, &units, &[]).fingerprint
            );
            assert!(
                files(root.path()).len() <= 9,
                "{:?}",
                files(root.path()).keys()
            );
            before = Some(built);
        }
    }
    assert!(most > 2, "there were never more than {most} levels");
}

/// Files of the build with their bytes, without the lock.
fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(root.join(FOLDER)).unwrap();
    let file = |entry: fs::DirEntry| {
        let name = entry.file_name().into_string().unwrap();
        (name, fs::read(entry.path()).unwrap())
    };
    let mut files: BTreeMap<_, _> = entries.map(|entry| file(entry.unwrap())).collect();
    files.retain(|name, _| name != "lock" && name != ".gitignore");
    files
}

/// Twenty units of a few hundred quads, so that levels stay apart.
fn large() -> Units {
    let mut chance = Chance(7);
    (0..20)
        .map(|number| (format!("unit {number:02}"), chance.quads(4000)))
        .collect()
}

#[test]
fn clean_builds_are_the_same_bytes() {
    let roots = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let [first, second] = roots.each_ref().map(|root| {
        build(root.path(), None, &large(), &[]);
        files(root.path())
    });
    assert!(first == second);
    assert_eq!(first.len(), 2);
}

#[test]
fn a_unit_is_replaced_without_the_rest() {
    let root = tempfile::tempdir().unwrap();
    let mut units = large();
    let first = build(root.path(), None, &units, &[]);
    let before = files(root.path());
    let quads = [("unit 03".to_owned(), Chance(9).quads(40))];
    let put = Units::from(quads);
    units.extend(put.clone());
    let second = build(root.path(), Some(&first), &put, &[]);
    let after = files(root.path());
    assert_eq!(after.len(), 3);
    let kept = before
        .iter()
        .filter(|(name, bytes)| after.get(*name) == Some(bytes));
    assert_eq!(kept.count(), 1);
    compare(&second, &units, &mut Chance(1));
    // The old build, which is open, is as it was.
    assert_eq!(dump(&first, None), text(large().values().flatten()));
    // The same again is nothing new.
    let third = build(root.path(), Some(&second), &put, &[]);
    assert!(files(root.path()) == after);
    assert_eq!(third.fingerprint, second.fingerprint);
}

#[test]
fn readers_see_the_old_build_or_the_new_one() {
    let root = tempfile::tempdir().unwrap();
    let versions = [1, 2].map(|seed| Units::from([("unit".to_owned(), Chance(seed).quads(99))]));
    let texts = versions
        .each_ref()
        .map(|units| text(units.values().flatten()));
    let mut before = build(root.path(), None, &versions[0], &[]);
    let is_done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !is_done.load(std::sync::atomic::Ordering::Relaxed) {
                let build = Build::open(root.path()).unwrap().unwrap();
                assert!(texts.contains(&dump(&build, None)));
            }
        });
        for round in 1..60 {
            before = build(root.path(), Some(&before), &versions[round % 2], &[]);
        }
        is_done.store(true, std::sync::atomic::Ordering::Relaxed);
    });
}

#[test]
fn a_writer_that_is_dropped_leaves_all_as_it_was() {
    let root = tempfile::tempdir().unwrap();
    build(root.path(), None, &large(), &[]);
    let before = files(root.path());
    let lock = Lock::take(root.path(), || {}).unwrap();
    let mut writer = Build::writer(root.path(), &lock, None).unwrap();
    writer
        .put("new", b"", &segment(b"<a:a> <a:b> <a:c> <a:g> .").unwrap())
        .unwrap();
    drop(writer);
    assert!(files(root.path()) == before);
}

/// As a file that is compiled again because of another one may be.
#[test]
fn a_unit_that_is_put_twice_and_ends_as_it_was_is_as_it_was() {
    let root = tempfile::tempdir().unwrap();
    let quads = segment(text(&Chance(8).quads(4000)).as_bytes()).unwrap();
    let other = segment(b"<a:a> <a:b> <a:c> <a:g> .\n").unwrap();
    let lock = Lock::take(root.path(), || {}).unwrap();
    let built = |before: Option<&Build>, put: &[(&[u8], &super::Segment)]| {
        let mut writer = Build::writer(root.path(), &lock, before).unwrap();
        for (record, segment) in put {
            writer.put("0", record, segment).unwrap();
        }
        writer.finish(Vec::new(), &Default::default()).unwrap()
    };
    let first = built(None, &[(b"as it was", &quads)]);
    let second = built(
        Some(&first),
        &[(b"for now", &other), (b"as it was", &quads)],
    );
    assert_eq!(second.record("0"), Some(&b"as it was"[..]));
    assert_eq!(dump(&second, None), dump(&first, None));
}

#[test]
fn units_without_quads_are_kept_too() {
    let root = tempfile::tempdir().unwrap();
    let empty = Units::from([("empty".to_owned(), BTreeSet::new())]);
    let built = build(root.path(), None, &empty, &[]);
    assert_eq!(built.record("empty"), Some(&b"empty"[..]));
    compare(&built, &empty, &mut Chance(3));
    let none = build(
        root.path(),
        Some(&built),
        &Units::new(),
        &["empty".to_owned()],
    );
    compare(&none, &Units::new(), &mut Chance(4));
    assert_eq!(files(root.path()).len(), 1);
}

/// Everything that can be read of a build: an error, or what was put.
fn read_all(root: &Path, expected: &str) -> Result<(), StoreError> {
    let Some(build) = Build::open(root)? else {
        return Ok(()); // it is taken for another version's
    };
    for (_, record) in build.units() {
        assert!(record.is_empty() || record.starts_with(b"unit"));
    }
    let mut bytes = Vec::new();
    build.write_nquads(None, &mut bytes)?;
    assert!(bytes == expected.as_bytes());
    let mut found = 0;
    for scope in [Scope::Merged, Scope::Named] {
        for pattern in [
            [None; 3],
            [Some(1), None, None],
            [None, Some(2), None],
            [None, None, Some(3)],
        ] {
            for quad in Quads::find(&build.levels, pattern, scope.clone())? {
                let ([s, p, o], graph) = quad?;
                for number in [s, p, o, graph] {
                    lines::compose(&build.levels, number, &mut String::new())?;
                }
                found += 1;
            }
        }
    }
    assert!(found > 0);
    Ok(())
}

#[test]
fn damage_is_an_error_or_makes_no_difference() {
    let root = tempfile::tempdir().unwrap();
    let mut units = large();
    let first = build(root.path(), None, &units, &[]);
    let put = Units::from([("unit 03".to_owned(), Chance(9).quads(40))]);
    units.extend(put.clone());
    drop(build(root.path(), Some(&first), &put, &[]));
    drop(first);
    let expected = text(units.values().flatten());
    read_all(root.path(), &expected).unwrap();
    let mut errors = 0;
    for (name, whole) in files(root.path()) {
        let path = root.path().join(FOLDER).join(&name);
        let mut damage = |bytes: &[u8]| {
            fs::remove_file(&path).unwrap();
            fs::write(&path, bytes).unwrap();
            errors += usize::from(read_all(root.path(), &expected).is_err());
        };
        for at in (0..whole.len())
            .step_by(whole.len() / 25 + 1)
            .chain([whole.len() - 1])
        {
            let mut changed = whole.clone();
            changed[at] ^= 1 << (at % 8);
            damage(&changed);
            damage(&whole[..at]);
        }
        damage(&[&whole[..], b"more"].concat());
        damage(&whole);
    }
    assert!(errors > 100, "{errors}");
    read_all(root.path(), &expected).unwrap();
}
