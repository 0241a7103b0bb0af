"""splink on DuckDB: blocked by words and their beginnings, levels of Jaro-Winkler and Jaccard, fitted by expectation maximisation."""

import sys

import pandas as pd
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

import files


def frame(keys, texts):
    plain = pd.Series(texts).str.lower().str.replace(r"[^\w ]", " ", regex=True)
    words = plain.str.split().map(lambda words: sorted(words, key=lambda word: (-len(word), word)))
    at = lambda place: words.map(lambda words: words[place] if len(words) > place else None)
    return pd.DataFrame({
        "unique_id": keys,
        "name": words.map(lambda words: " ".join(sorted(words))),
        "longest": at(0),
        "second": at(1),
        "begin": words.map(lambda words: "".join(sorted(word[:3] for word in words[:2]))),
        "end": words.map(lambda words: "".join(sorted(word[-3:] for word in words[:2]))),
    })


folder = sys.argv[1]
records, labels = files.labels(folder)
names = files.names(folder)
settings = SettingsCreator(
    link_type="link_only",
    comparisons=[
        cl.JaroWinklerAtThresholds("name", [0.97, 0.94, 0.9, 0.85]),
        cl.JaroWinklerAtThresholds("longest", [0.95, 0.88]),
        cl.JaroWinklerAtThresholds("second", [0.95, 0.88]),
    ],
    blocking_rules_to_generate_predictions=[
        block_on("longest", "substr(second, 1, 1)"),
        block_on("second", "substr(longest, 1, 1)"),
        block_on("begin"),
        block_on("end"),
    ],
)
api = DuckDBAPI()
tables = [api.register(frame(range(len(labels)), labels), dataset_display_name="labels"),
          api.register(frame(range(len(names)), names), dataset_display_name="names")]
linker = Linker(tables, settings)
linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
linker.training.estimate_parameters_using_expectation_maximisation(block_on("begin"), estimate_without_term_frequencies=True)
found = linker.inference.predict(threshold_match_probability=0.0001).as_pandas_dataframe()
found = found.sort_values(["match_weight", "unique_id_l", "unique_id_r"], ascending=[False, True, True])
answers = [[] for _ in names]
for one, source, other in zip(found["unique_id_l"], found["source_dataset_l"], found["unique_id_r"]):
    label, name = (one, other) if source == "labels" else (other, one)
    answers[name].append(records[label])
files.write(folder, answers)
