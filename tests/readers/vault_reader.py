"""Reads a vault of Obsidian with obsidiantools, and prints its notes and links as JSON. It fails if a link leads nowhere."""

import json
import sys
from pathlib import Path

import obsidiantools.api as obsidian

vault = obsidian.Vault(Path(sys.argv[1])).connect(show_nested_tags=False)
if vault.nonexistent_notes:
    sys.exit(f"links that lead nowhere: {vault.nonexistent_notes[:5]}")
links = {name: vault.get_wikilinks(name) for name in vault.md_file_index}
properties = {name: vault.get_front_matter(name) for name in vault.md_file_index}
print(json.dumps({"links": links, "properties": properties}, default=str))
