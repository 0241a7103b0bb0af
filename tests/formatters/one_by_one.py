"""Formats the Markdown files of a folder by mdformat, each by itself, on all cores: what the program `mdformat` does with a
file, in few processes and without the end that one bad file makes to all. Prints a line of JSON for each file that it
refuses: its path, and why.
"""

import contextlib
import io
import json
import multiprocessing
import sys
from pathlib import Path

from mdformat import _cli


def refusal(path):
    """Why a file is refused; nothing if it isn't."""
    told = io.StringIO()
    try:
        with contextlib.redirect_stderr(told):
            code = _cli.run([str(path)])
    except (Exception, SystemExit) as error:
        return {"path": str(path), "why": f"{type(error).__name__}: {error}"}
    if code:
        # The file has the first line of a message, the reason the rest, as far as its first sentence.
        words = " ".join(told.getvalue().splitlines()[1:]).split()
        return {"path": str(path), "why": " ".join(words).split(". ")[0]}
    return None


if __name__ == "__main__":
    files = sorted(Path(sys.argv[1]).rglob("*.md"))
    with multiprocessing.Pool() as pool:
        for refused in pool.imap(refusal, files, chunksize=16):
            if refused:
                print(json.dumps(refused))
