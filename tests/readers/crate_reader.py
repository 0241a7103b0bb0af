"""Has an RO-Crate validated and opened: crate_reader.py FOLDER

The validator would fetch the context of RO-Crate from the network; here it is the one that the library `rocrate` brings along.
Then the crate is spoilt, and the validator has to notice.
"""

import hashlib
import json
import shutil
import sys
import tempfile
from importlib.resources import files
from pathlib import Path

import rdflib.plugins.shared.jsonld.context as jsonld
import requests
from rocrate.rocrate import ROCrate
from rocrate_validator import models, services
from rocrate_validator.utils.http import HttpRequester

CONTEXT = (files("rocrate") / "data" / "ro-crate.jsonld").read_bytes()
PLACE = "https://w3id.org/ro/crate/"
fetch = jsonld.source_to_json


def from_library(source, *arguments, **keywords):
    if str(source).startswith(PLACE):
        return json.loads(CONTEXT), None
    return fetch(source, *arguments, **keywords)


def answer(self, url, *arguments, **keywords):
    response = requests.Response()
    response.status_code = 200 if url.startswith(PLACE) else 504
    response.headers["Content-Type"] = "application/ld+json"
    response._content = CONTEXT
    return response


jsonld.source_to_json = from_library
HttpRequester.get = answer

folder = Path(sys.argv[1])


def issues(folder):
    settings = services.ValidationSettings(
        rocrate_uri=str(folder),
        profile_identifier="ro-crate-1.2",
        requirement_severity=models.Severity.REQUIRED,
        offline=True,
    )
    return [issue.message for issue in services.validate(settings).get_issues()]


def spoilt(change):
    """The crate with other metadata."""
    with tempfile.TemporaryDirectory() as other:
        copy = Path(other) / "crate"
        shutil.copytree(folder, copy)
        path = copy / "ro-crate-metadata.json"
        metadata = json.loads(path.read_text())
        root = next(entity for entity in metadata["@graph"] if entity["@id"] == "./")
        change(root, copy)
        path.write_text(json.dumps(metadata))
        return issues(copy)


assert not (found := issues(folder)), found
for change in [
    lambda root, copy: root.pop("name"),
    lambda root, copy: root.pop("datePublished"),
    lambda root, copy: (copy / "citable.toml").unlink(),
]:
    assert spoilt(change), "the validator takes anything"

opened = ROCrate(str(folder))
assert opened.root_dataset["license"] and opened.root_dataset["hasPart"]
for entity in opened.data_entities:
    file = folder / entity.id
    if file.is_file():
        content = file.read_bytes()
        assert entity["sha256"] == hashlib.sha256(content).hexdigest(), entity.id
        assert int(entity["contentSize"]) == len(content), entity.id
parts = {entity.id for entity in opened.data_entities}
for file in folder.rglob("*"):
    name = file.relative_to(folder).as_posix()
    assert not file.is_file() or name in parts | {"ro-crate-metadata.json", "citable-export.sha256"}, name
