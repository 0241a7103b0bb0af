"""rapidfuzz: every name against every label, on all cores, words in any order, case and signs dropped."""

import sys

import numpy as np
from rapidfuzz import fuzz, process, utils

import files

folder = sys.argv[1]
records, labels = files.labels(folder)
names = [utils.default_process(name) for name in files.names(folder)]
labels = [utils.default_process(label) for label in labels]
answers = []
for start in range(0, len(names), 100):
    part = names[start : start + 100]
    scores = process.cdist(part, labels, scorer=fuzz.token_sort_ratio, score_cutoff=50, workers=2, dtype=np.uint8)
    for row in scores:
        best = np.argpartition(-row.astype(np.int16), 10)[:10]
        best = sorted(best, key=lambda at: (-int(row[at]), at))
        answers.append([records[at] for at in best if row[at]])
files.write(folder, answers)
