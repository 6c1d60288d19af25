"""Practising what a live game has shown to be missed: the same questions as an ordinary quiz."""

from edu_core.domain.game_standings import LEAST_RIGHT, distribution
from edu_core.domain.game_state import Game
from edu_core.domain.quiz import FeedbackRule, Quiz, QuizSection, Settings

_LONGEST_TITLE = 200


def missed_items(game: Game, least: float = LEAST_RIGHT) -> tuple[str, ...]:
    """The ids of the questions that fewer than ``least`` of those who answered had right, in the
    order of the quiz.

    Only rounds that count are looked at (not voided, not asked again), and only where somebody
    answered.
    """
    missed: set[str] = set()
    for number, current in enumerate(game.rounds):
        if current.counts:
            counts = distribution(game, number)
            if counts.answered and counts.right / counts.answered < least:
                missed.add(current.item_id)
    return tuple(item.id for item in game.quiz.items if item.id in missed)


def practice_quiz(game: Game, quiz_id: str) -> Quiz | None:
    """A quiz of the missed questions in the order and the sections of the game's quiz, to be
    tried any number of times, each answer explained at once; ``None`` when nothing was missed.

    It belongs to no lesson: practising it neither finishes a lesson nor counts as its quiz.
    """
    missed = set(missed_items(game))
    if not missed:
        return None
    kept = [
        (section.title, tuple(item for item in section.questions if item.id in missed))
        for section in game.quiz.sections
    ]
    return Quiz(
        id=quiz_id,
        title=f"再练一练：{game.quiz.title}"[:_LONGEST_TITLE],
        description=f"现场赛里答对的人还不多的 {len(missed)} 道题，答一题就能看到为什么。",
        band=game.quiz.band,
        settings=Settings(
            shuffle_questions=False,
            shuffle_options=game.quiz.settings.shuffle_options,
            feedback=FeedbackRule.EACH,
            pass_mark=game.quiz.settings.pass_mark,
        ),
        sections=tuple(
            QuizSection(title=title, questions=questions) for title, questions in kept if questions
        ),
    )
