"""Prints the mappings of a file as sssom-py reads them: a JSON list of objects, in which empty slots are left out."""

import json
import sys

from sssom.parsers import parse_sssom_table

table = parse_sssom_table(sys.argv[1]).df
rows = [
    {slot: str(value) for slot, value in row.items() if value == value and str(value) != ""}
    for row in table.to_dict("records")
]
json.dump(rows, sys.stdout)
