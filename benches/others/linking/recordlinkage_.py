"""recordlinkage: candidates that share a long word or are neighbours in the order of the alphabet, compared by Jaro-Winkler in one process, as it works."""

import sys

import pandas as pd
import recordlinkage

import files


def frame(texts):
    plain = pd.Series(texts).str.lower().str.replace(r"[^\w ]", " ", regex=True)
    words = plain.str.split().map(lambda words: sorted(words, key=lambda word: (-len(word), word)))
    return pd.DataFrame({
        "name": words.map(lambda words: " ".join(sorted(words))),
        "longest": words.map(lambda words: words[0] if words else None),
        "second": words.map(lambda words: words[1] if len(words) > 1 else None),
    })


folder = sys.argv[1]
records, labels = files.labels(folder)
known, asked = frame(labels), frame(files.names(folder))
indexer = recordlinkage.Index()
indexer.block("longest")
indexer.block("second")
indexer.sortedneighbourhood("name", window=9)
pairs = indexer.index(asked, known)
compare = recordlinkage.Compare(n_jobs=2)
compare.string("name", "name", method="jarowinkler", label="name")
scores = compare.compute(pairs, asked, known)["name"]
scores = scores[scores > 0.6].reset_index()
scores.columns = ["asked", "known", "score"]
scores = scores.sort_values(["asked", "score", "known"], ascending=[True, False, True])
answers = [[] for _ in range(len(asked))]
for name, label in zip(scores["asked"], scores["known"]):
    answers[name].append(records[label])
files.write(folder, answers)
