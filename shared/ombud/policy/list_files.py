"""Putting the content of list files into a policy's text: done once, by the command line, before it is activated.

What is stored then is whole. The service reads no file that a policy names.
"""

import json
from hashlib import sha256
from pathlib import Path

import yaml

from ombud.policy.parse import parse_policy
from ombud.policy.phrase_lists import LONGEST_PHRASE, MOST_PHRASES, PhraseList
from ombud.policy.yaml_source import PolicyError

LARGEST_FILE = 4 * 1024 * 1024


def read_policy_file(path: Path) -> str:
    """Return the text of a policy file with its lists in it, checked; `PolicyError` names what is wrong and where."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise PolicyError(f"{path} cannot be read as a text in UTF-8: {error}") from None
    document = parse_policy(text, path.name)
    in_files = {name: phrases for name, phrases in document.lists.items() if phrases.terms is None}
    if not in_files:
        return text
    whole = _with_lists(text, {name: _read_list(path, name, phrases) for name, phrases in in_files.items()})
    parse_policy(whole, f"{path.name}, with its lists")
    return whole


def phrases_of(content: str) -> list[str]:
    """Return the phrases of a list file: one a line; empty lines and those that begin with `# ` say nothing."""
    lines = (line.strip() for line in content.splitlines())
    return list(dict.fromkeys(line for line in lines if line and line != "#" and not line.startswith("# ")))


def _read_list(policy: Path, name: str, phrases: PhraseList) -> PhraseList:
    where = f"{policy.name}: lists.{name}.file: '{phrases.file}'"
    raw = _inside(policy.parent, phrases.file or "", where).read_bytes()
    if len(raw) > LARGEST_FILE:
        raise PolicyError(f"{where} has more than {LARGEST_FILE} bytes")
    try:
        terms = phrases_of(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise PolicyError(f"{where} is not UTF-8: byte {error.start} cannot be read") from None
    if len(terms) > MOST_PHRASES:
        raise PolicyError(f"{where} has {len(terms)} phrases; a list has at most {MOST_PHRASES}")
    too_long = next((term for term in terms if len(term) > LONGEST_PHRASE), None)
    if too_long is not None:
        raise PolicyError(f"{where}: '{too_long[:30]}...' is longer than {LONGEST_PHRASE} characters")
    told = {"terms": tuple(terms), "sha256": sha256(raw).hexdigest()}
    return phrases.model_copy(update=told)


def _inside(folder: Path, name: str, where: str) -> Path:
    """Return the file's path; `PolicyError` unless it lies in the policy's folder, links followed."""
    wanted = Path(name)
    if wanted.is_absolute() or ".." in wanted.parts or "\\" in name or "\0" in name:
        raise PolicyError(f"{where} must name a file inside the policy's folder")
    found = (folder / wanted).resolve()
    if not found.is_relative_to(folder.resolve()):
        raise PolicyError(f"{where} leads out of the policy's folder")
    if not found.is_file():
        raise PolicyError(f"{where} is not there, or is no plain file")
    return found


def _with_lists(text: str, lists: dict[str, PhraseList]) -> str:
    """Replace each list's mapping by one that holds its terms. Whatever else stands in the text stays as it is."""
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    if root is None:
        raise AssertionError("unreachable: the text was parsed before")
    [at] = [value for key, value in root.value if key.value == "lists"]
    for key, value in reversed(at.value):
        if key.value in lists:
            begin, end = value.start_mark.index, value.end_mark.index
            # A block's end lies where the next key begins: the lines between belong to what follows.
            tail = text[begin:end]
            kept = "" if value.flow_style else tail[len(tail.rstrip()) :]
            text = text[:begin] + _as_flow(lists[key.value]) + kept + text[end:]
    return text


def _as_flow(phrases: PhraseList) -> str:
    # JSON is YAML too, and quotes whatever needs it.
    return json.dumps(phrases.model_dump(mode="json", exclude_none=True), ensure_ascii=False)
