"""Reads answer cards in a process of its own: ``python -m edu_core.exchange.card_process``.

Searching a photograph would keep the phones of a whole hall waiting: what OpenCV hands over to
Python is made in one go, in which no other thread of the program runs. The process begins when
somebody opens a page that takes photographs, gives way to the others, takes one photograph after
another, and ends with the program. Pictures go through a pipe and are never written anywhere.
"""

import atexit
import contextlib
import os
import pickle
import subprocess
import sys
import threading
from functools import cache

from edu_core.domain.card_seat import CardReading
from edu_core.domain.errors import BadInput

_GIVES_WAY = 5
"""What is added to the niceness of the process, where the system knows such a thing."""

_Told = CardReading | tuple[str, str, dict[str, object]]
"""What the photograph says, or the message, code and facts with which it is refused."""


class CardProcess:
    """The process that reads, from the program's side; it is begun anew when it has died."""

    def __init__(self) -> None:
        self._one_at_a_time = threading.Lock()  # a picture takes 60 MB, and half a second
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, data: bytes, *, surely_upright: bool) -> CardReading:
        """All cards in a photograph, as ``card_reader.read_cards`` finds them.

        Raises ``BadInput`` for a file that cannot be read, and when the process dies over it.
        """
        with self._one_at_a_time:
            try:
                told = self._asked(data, surely_upright)
            except (OSError, EOFError, pickle.UnpicklingError) as error:
                self._end()
                raise BadInput(
                    "这张照片没有读成，已经读到的都在。请再拍一张。", code="photo-broken"
                ) from error
        if isinstance(told, CardReading):
            return told
        message, code, facts = told
        raise BadInput(message, code=code, **facts)

    def begin(self) -> None:
        """Begin the process, so that it is ready when the first photograph comes."""
        if self._one_at_a_time.acquire(blocking=False):  # else it is at work already
            try:
                self._alive()
            finally:
                self._one_at_a_time.release()

    def close(self) -> None:
        """End the process, if there is one."""
        with self._one_at_a_time:
            self._end()

    def _alive(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "edu_core.exchange.card_process"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
        return self._process

    def _asked(self, data: bytes, surely_upright: bool) -> _Told:
        process = self._alive()
        question, answer = process.stdin, process.stdout
        assert question is not None
        assert answer is not None
        pickle.dump((data, surely_upright), question)
        question.flush()
        return pickle.load(answer)

    def _end(self) -> None:
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            with contextlib.suppress(OSError):  # what was not sent yet goes nowhere
                pipe.close()
        self._process = None


@cache
def _card_process() -> CardProcess:
    process = CardProcess()
    atexit.register(process.close)
    return process


def expect_photographs() -> None:
    """Be ready: somebody is about to take one."""
    _card_process().begin()


def read_cards_aside(data: bytes, *, surely_upright: bool = False) -> CardReading:
    """All cards in a photograph, read in the one process that this program has for it.

    ``surely_upright`` is said by the teacher: do not guess whether the picture lies on its side.
    Raises ``BadInput`` for a file that cannot be read.
    """
    return _card_process().read(data, surely_upright=surely_upright)


def _serve() -> None:
    """Answer whatever comes until the program is gone."""
    from edu_core.exchange.card_reader import read_cards

    if hasattr(os, "nice"):
        os.nice(_GIVES_WAY)
    while True:
        try:
            data, surely_upright = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        try:
            told: _Told = read_cards(data, surely_upright=surely_upright)
        except BadInput as error:
            told = (error.message, error.code, error.facts)
        pickle.dump(told, sys.stdout.buffer)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    _serve()
