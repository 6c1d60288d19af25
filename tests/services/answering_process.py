"""A program of its own that answers everything rightly and says each answer once it is stored.

``python -m tests.services.answering_process <database> <content> <person> …``; run by
``test_at_once.py``, which kills it at any moment.
"""

import sys
from pathlib import Path

from edu_core.bootstrap import build
from edu_core.config import Settings
from edu_core.domain.errors import Conflict
from edu_core.domain.interaction import Written
from edu_core.services import sitting
from edu_core.services.context import Edu
from edu_core.storage import people

QUIZ = "every-kind"


def answer_all(edu: Edu, person_id: int) -> None:
    """Sit the quiz until no try is left, going on where a former process was killed."""
    with edu.store.read() as transaction:
        me = people.get_person(transaction, person_id)
    while True:
        try:
            attempt = sitting.begin_attempt(edu, me, QUIZ)
        except Conflict:
            return
        while (item_id := attempt.next_item_id()) is not None:
            response = attempt.item(item_id).correct_response() or Written(text="言之有理就可以")
            try:
                attempt = sitting.submit_response(edu, me, attempt.id, item_id, response)
            except Conflict:  # another process was first
                attempt = sitting.get_attempt(edu, me, attempt.id)
                continue
            print(attempt.id, item_id, flush=True)


if __name__ == "__main__":
    database, content, *pupils = sys.argv[1:]
    program = build(Settings(database_url=database, content=Path(content)))
    for pupil in pupils:
        answer_all(program, int(pupil))
    program.store.close()
