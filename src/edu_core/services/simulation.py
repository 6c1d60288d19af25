"""Simulated pupils: plausible responses from an ability and a seed, for demonstration and benches.

A pupil answers a question right with the probability of the two-parameter logistic model
(A. Birnbaum, in Lord & Novick, "Statistical Theories of Mental Test Scores", 1968); a wrong
answer is one that a real pupil could give: another option, a neighbour swapped, a slip.
"""

import math
import random
from dataclasses import dataclass

from edu_core.domain.interaction import (
    Arrange,
    Arranged,
    Branch,
    Choose,
    Chosen,
    Fill,
    Filled,
    Interaction,
    Pair,
    Paired,
    Response,
    Walked,
    Write,
    Written,
)
from edu_core.domain.items import Item
from edu_core.domain.normalise import number_from

_LOCATION = {1: -1.2, 2: -0.3, 3: 0.6}
"""Where on the ability scale a question of this expected difficulty lies."""

_SENTENCES = (
    "我会先想清楚自己要什么，再把理由好好说给对方听。",
    "我会去问信得过的大人，因为一个人想不周全。",
    "如果同学遇到这样的事，我会陪他一起去找老师。",
    "我觉得最重要的是先保护好自己，再想办法帮助别人。",
)


@dataclass(frozen=True)
class SimulatedPupil:
    """``ability`` is on the logistic scale: 0 is average, 1 is one standard deviation above."""

    ability: float
    chance: random.Random

    def answer(self, item: Item, practice: float = 0.0) -> Response:
        """A response; ``practice`` is added to the ability on later attempts."""
        location = _LOCATION[item.difficulty] + _wobble(item.id)
        steep = 0.8 + abs(_wobble(item.id + "/slope"))
        distance = steep * (self.ability + practice - location)
        knows = self.chance.random() < 1 / (1 + math.exp(-distance))
        right = item.correct_response()
        if right is not None and knows and not isinstance(right, Written):
            return right
        return self._slip(item.interaction(), right)

    def _slip(self, interaction: Interaction, right: Response | None) -> Response:
        chance = self.chance
        match interaction:
            case Choose():
                return self._choose_wrong(interaction, right)
            case Arrange():
                order = list(right.order) if isinstance(right, Arranged) else []
                place = chance.randrange(max(1, len(order) - 1))
                order[place : place + 2] = reversed(order[place : place + 2])
                return Arranged(order=tuple(order))
            case Pair():
                return self._pair_wrong(interaction, right)
            case Fill():
                known = right.texts if isinstance(right, Filled) else {}
                return Filled(
                    texts={
                        blank.id: self._misremembered(known.get(blank.id, ""))
                        for blank in interaction.blanks
                    }
                )
            case Write():
                return Written(text=chance.choice(_SENTENCES) * max(1, interaction.least // 20))
            case Branch():
                path: list[str] = []
                node = interaction.node(interaction.start)
                while node.choices:
                    step = chance.choice(node.choices)
                    path.append(step.id)
                    node = interaction.node(step.to)
                return Walked(path=tuple(path))

    def _misremembered(self, right: str) -> str:
        """A number close to the right one; instead of a word, only that it is forgotten."""
        value = number_from(right)
        if value is None:
            return self.chance.choice(("不知道", "想不起来了", "忘了"))
        return str(int(value) + self.chance.choice((-2, -1, 1, 2, 10)))

    def _choose_wrong(self, interaction: Choose, right: Response | None) -> Chosen:
        key = set(right.options) if isinstance(right, Chosen) else set[str]()
        wrong = sorted(option.id for option in interaction.options if option.id not in key)
        if interaction.multiple:
            kept = [name for name in sorted(key) if self.chance.random() < 0.6]
            extra = [self.chance.choice(wrong)] if wrong and self.chance.random() < 0.5 else []
            return Chosen(options=tuple(kept + extra) or (sorted(key)[0],))
        # the first distractor attracts most, as a common misconception does
        weights = [3.0] + [1.0] * (len(wrong) - 1)
        return Chosen(options=(self.chance.choices(wrong, weights)[0],))

    def _pair_wrong(self, interaction: Pair, right: Response | None) -> Paired:
        pairs = dict(right.pairs) if isinstance(right, Paired) else {}
        lefts = sorted(pairs)
        if interaction.reuse:
            for name in self.chance.sample(lefts, k=min(2, len(lefts))):
                pairs[name] = self.chance.choice([part.id for part in interaction.right])
        elif len(lefts) > 1:
            one, other = self.chance.sample(lefts, k=2)
            pairs[one], pairs[other] = pairs[other], pairs[one]
        return Paired(pairs=pairs)


def _wobble(text: str) -> float:
    """A number around 0 that belongs to a text: questions differ, and always in the same way."""
    return random.Random(f"wobble/{text}").gauss(0, 0.45)
