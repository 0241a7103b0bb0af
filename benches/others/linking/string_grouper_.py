"""string-grouper: cosine of TF-IDF vectors of trigrams, with its defaults but for the number of matches."""

import sys

import pandas as pd
from string_grouper import match_strings

import files

folder = sys.argv[1]
records, labels = files.labels(folder)
names = files.names(folder)
found = match_strings(
    pd.Series(labels, name="label"),
    pd.Series(names, name="name"),
    max_n_matches=10,
    min_similarity=0.3,
    number_of_processes=2,
)
answers = [[] for _ in names]
for similarity, name, label in sorted(
    zip(found["similarity"], found["right_index"], found["left_index"]), key=lambda row: (-row[0], row[1], row[2])
):
    answers[name].append(records[label])
files.write(folder, answers)
