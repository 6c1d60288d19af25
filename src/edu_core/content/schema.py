"""JSON Schema for editors: completion and first checks while an author writes.

The schema describes what may be written, which is more than what the models hold: a quiz may
say things once under ``defaults``, and text may look like a number. The loader stays the judge.
"""

import json
from pathlib import Path
from typing import Any, cast

from edu_core.content.quiz_file import SHAREABLE
from edu_core.content.words import MEANINGS
from edu_core.domain.items import KINDS
from edu_core.domain.lesson import Lesson
from edu_core.domain.quiz import Quiz

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_INHERITED = frozenset({"band", "topic", "level", "reviewed_on", "sources"})
"""What a question need not say when the quiz, its defaults or the lesson say it."""

Schema = dict[str, Any]


def quiz_schema() -> Schema:
    """The schema of ``quizzes/<slug>.yaml``."""
    schema = _readable(Quiz.model_json_schema())
    definitions: dict[str, Schema] = schema["$defs"]
    properties: dict[str, Schema] = schema["properties"]
    section = definitions["QuizSection"]["properties"]["questions"]
    properties["questions"] = {**section, "description": MEANINGS["questions"]}
    shared: dict[str, Schema] = {}
    for kind in KINDS.values():
        for name, part in definitions[kind.__name__]["properties"].items():
            if name in SHAREABLE - {"options", "correct"}:
                shared.setdefault(name, part)
    properties["defaults"] = {
        "type": "object",
        "description": MEANINGS["defaults"],
        "properties": shared,
        "additionalProperties": False,
    }
    schema["required"] = ["id", "title", "band"]
    schema["oneOf"] = [{"required": ["sections"]}, {"required": ["questions"]}]
    return {"$schema": _DIALECT, **schema, "title": "测验"}


def lesson_schema() -> Schema:
    """The schema of the front matter of ``lessons/<slug>.md``."""
    schema = _readable(Lesson.model_json_schema())
    definitions: dict[str, Schema] = schema["$defs"]
    del schema["properties"]["sections"]  # they are Markdown
    schema["required"] = [name for name in schema["required"] if name != "sections"]
    schema["$defs"] = {
        name: definitions[name]
        for name in ("Band", "KeyWord", "Objective", "SourceReference")
        if name in definitions
    }
    return {"$schema": _DIALECT, **schema, "title": "课的信息"}


def write_schemas(folder: Path) -> tuple[Path, ...]:
    """Write both schemas into a folder, as ``quiz.schema.json`` and ``lesson.schema.json``."""
    written: list[Path] = []
    for name, schema in (("quiz", quiz_schema()), ("lesson", lesson_schema())):
        path = folder / f"{name}.schema.json"
        text = json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=False)
        path.write_text(text + "\n", encoding="utf-8")
        written.append(path)
    return tuple(written)


def _readable(schema: Schema) -> Schema:
    """The schema with Chinese descriptions, without what is inherited."""
    kinds = {kind.__name__ for kind in KINDS.values()}
    for name, definition in cast(dict[str, Schema], schema["$defs"]).items():
        if name in kinds:
            required = [field for field in definition["required"] if field not in _INHERITED]
            definition["required"] = [*required, "kind"]
    _walk(schema, None)
    return schema


def _walk(part: Any, field: str | None) -> None:
    if isinstance(part, list):
        for member in cast(list[Any], part):
            _walk(member, None)
    elif isinstance(part, dict):
        node = cast(Schema, part)
        properties = node.get("properties")
        node.pop("description", None)
        if not isinstance(properties, dict):
            node.pop("title", None)
        if field in MEANINGS:
            node["description"] = MEANINGS[field]
        if node.get("type") == "string" and not {"pattern", "format", "enum", "const"} & set(node):
            node["type"] = ["string", "number"]  # 110 is text where text is asked for
        for name, member in list(node.items()):
            if name == "properties":
                for inner, inner_part in cast(Schema, member).items():
                    _walk(inner_part, inner)
            elif name not in ("discriminator", "required", "enum", "default"):
                _walk(member, None)
