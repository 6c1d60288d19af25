"""Scenario: a branching scene with consequences, credit by path."""

from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from edu_core.domain.interaction import Branch, Response, SceneChoice, SceneNode, Walked
from edu_core.domain.items.base import ItemBase, LocalIdentifier, Model, Remark, Text


class Step(Model):
    """One thing the pupil can do. ``credit`` counts towards the path; ``feedback`` is said at the
    end.
    """

    id: LocalIdentifier = ""
    text: Text
    to: LocalIdentifier
    credit: int = Field(default=0, ge=0, le=10)
    feedback: Text | None = None


class Moment(Model):
    """What happens, and what can be done about it. Without steps the scene ends."""

    text: Text
    steps: tuple[Step, ...] = Field(default=(), max_length=5)


class Scenario(ItemBase):
    """A scene from ``start``; every path ends, and its credit is its steps' sum over the best
    path's.
    """

    LABEL: ClassVar[str] = "情景"
    HINT: ClassVar[str] = "一步一步选你会怎么做，走过的一步不能收回。"

    kind: Literal["scenario"] = "scenario"
    start: LocalIdentifier = "start"
    scene: dict[LocalIdentifier, Moment] = Field(min_length=2, max_length=40)

    SAMPLE: ClassVar[dict[str, object]] = {
        "scene": {
            "start": {
                "text": "有人递来一包东西。",
                "steps": [
                    {"text": "说“不用，谢谢”", "to": "leave", "credit": 2},
                    {"text": "先收下", "to": "keep"},
                ],
            },
            "keep": {
                "text": "你拿着它，不知道怎么办。",
                "steps": [{"text": "交给老师", "to": "leave", "credit": 1}],
            },
            "leave": {"text": "老师谢谢你。"},
        },
    }

    @model_validator(mode="after")
    def _a_scene_that_can_be_walked(self) -> Self:
        scene = {
            name: moment.model_copy(
                update={
                    "steps": tuple(
                        step if step.id else step.model_copy(update={"id": f"{name}-{place}"})
                        for place, step in enumerate(moment.steps, start=1)
                    )
                }
            )
            for name, moment in self.scene.items()
        }
        object.__setattr__(self, "scene", scene)
        if self.start not in scene:
            raise ValueError(f"scene: the start {self.start!r} does not exist")
        for name, moment in scene.items():
            if len({step.id for step in moment.steps}) != len(moment.steps):
                raise ValueError(f"scene: two steps of {name!r} have the same id")
            for step in moment.steps:
                if step.to not in scene:
                    raise ValueError(f"scene: {name!r} leads to {step.to!r}, which does not exist")
        bests = self._bests()
        if lost := [name for name in scene if name not in bests]:
            raise ValueError(f"scene: no way leads to {'、'.join(lost)}")
        if bests[self.start] == 0:
            raise ValueError("scene: no step carries credit")
        return self

    def _bests(self) -> dict[str, int]:
        """The most that can still be earned from each moment that can be reached.

        Every moment is looked at once: the number of paths may be astronomical.
        """
        bests: dict[str, int] = {}
        above: list[str] = []

        def visit(name: str) -> int:
            if name in above:
                raise ValueError(f"scene: a way leads back to {name!r}; every scene must end")
            if name not in bests:
                above.append(name)
                steps = self.scene[name].steps
                bests[name] = max((step.credit + visit(step.to) for step in steps), default=0)
                above.pop()
            return bests[name]

        visit(self.start)
        return bests

    def interaction(self) -> Branch:
        return Branch(
            start=self.start,
            nodes=tuple(
                SceneNode(
                    id=name,
                    text=moment.text,
                    choices=tuple(
                        SceneChoice(id=step.id, text=step.text, to=step.to) for step in moment.steps
                    ),
                )
                for name, moment in self.scene.items()
            ),
        )

    def correct_response(self) -> Response:
        path: list[str] = []
        bests = self._bests()
        name = self.start
        while self.scene[name].steps:
            best = max(self.scene[name].steps, key=lambda step: step.credit + bests[step.to])
            path.append(best.id)
            name = best.to
        return Walked(path=tuple(path))

    def _taken(self, response: Response) -> list[Step]:
        if not isinstance(response, Walked):
            return []
        taken: list[Step] = []
        name = self.start
        for choice in response.path:
            step = next((step for step in self.scene[name].steps if step.id == choice), None)
            if step is None:
                return []
            taken.append(step)
            name = step.to
        return taken

    def credit(self, response: Response) -> float:
        return sum(step.credit for step in self._taken(response)) / self._bests()[self.start]

    def remarks(self, response: Response) -> tuple[Remark, ...]:
        return tuple(
            Remark(part=step.id, text=step.feedback)
            for step in self._taken(response)
            if step.feedback
        )
