"""The labels and noisy names of a folder, and the answers as the benchmark reads them."""

from pathlib import Path


def labels(folder):
    lines = (Path(folder) / "labels.tsv").read_text(encoding="utf-8").split("\n")
    pairs = [line.split("\t", 1) for line in lines if line]
    return [int(record) for record, _ in pairs], [label for _, label in pairs]


def names(folder):
    lines = (Path(folder) / "queries.tsv").read_text(encoding="utf-8").split("\n")
    return [line.split("\t", 2)[2] for line in lines if line]


def write(folder, answers):
    """`answers`: for each name the records of its candidates, the most like first, perhaps more than once."""
    with open(Path(folder) / "answers.tsv", "w", encoding="utf-8") as file:
        for records in answers:
            file.write("\t".join(str(record) for record in list(dict.fromkeys(records))[:5]) + "\n")
