"""Quiz files and the registers beside them: YAML to models."""

from typing import Any

from pydantic import BaseModel, ValidationError

from edu_core.content.problems import Problem, problems_from
from edu_core.content.yaml_lines import Lined, YamlError, load_yaml, read_text
from edu_core.domain.items.base import Model
from edu_core.domain.quiz import Quiz
from edu_core.domain.register import Source, Topic


class SourceRegister(Model):
    """``lessons/sources.yaml``."""

    sources: tuple[Source, ...] = ()


class TopicRegister(Model):
    """``lessons/topics.yaml``."""

    topics: tuple[Topic, ...] = ()


class Unusable(Exception):
    """A file that cannot be used, with everything that is wrong with it."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


def read_yaml(raw: bytes, file: str) -> Lined:
    """The data of a YAML file; raises ``Unusable``."""
    try:
        lined = load_yaml(read_text(raw))
    except YamlError as error:
        raise Unusable([Problem(file, error.line, "E101", error.message)]) from error
    if not isinstance(lined.data, dict):
        message = "文件是空的。" if lined.data is None else "文件的最外层应该是“名字: 内容”。"
        raise Unusable([Problem(file, 1, "E101", message, "请对照写作手册里的例子。")])
    return lined


def validated(model: type[BaseModel], lined: Lined, file: str) -> Any:
    """The model made from the data; raises ``Unusable`` with line and suggestion for each mistake."""
    try:
        return model.model_validate(lined.data)
    except ValidationError as error:
        names = ("defaults", "questions") if model is Quiz else ()
        raise Unusable(problems_from(error, lined, file, model, names)) from error


def load_quiz(raw: bytes, file: str) -> tuple[Quiz, Lined]:
    """A quiz with the lines of its values; raises ``Unusable``.

    ``questions:`` at the top stands for one section; ``defaults:`` lie under every question;
    the band of the quiz is the band of its questions.
    """
    lined = _unfolded(read_yaml(raw, file))
    return validated(Quiz, lined, file), lined


def _unfolded(lined: Lined) -> Lined:
    assert isinstance(lined.data, dict)
    data, lines = dict(lined.data), dict(lined.lines)
    defaults: Any = data.pop("defaults", None)
    inherited: dict[str, Any] = {"band": data.get("band")} if data.get("band") else {}
    if isinstance(defaults, dict):
        inherited |= defaults
    if "questions" in data and "sections" not in data:
        data["sections"] = [{"questions": data.pop("questions")}]
        for location, line in lined.lines.items():
            if location[:1] == ("questions",):
                lines["sections", 0, *location] = line
        lines["sections",] = lines["sections", 0] = lined.lines["questions",]
    sections = data.get("sections")
    if isinstance(sections, list):
        data["sections"] = [_inheriting(section, inherited) for section in sections]
    return Lined(data, lines)


def _inheriting(section: Any, inherited: dict[str, Any]) -> Any:
    if not isinstance(section, dict) or not isinstance(section.get("questions"), list):
        return section
    questions = [
        {**inherited, **question} if isinstance(question, dict) else question
        for question in section["questions"]
    ]
    return {**section, "questions": questions}
