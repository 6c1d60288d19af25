"""The registers beside the lessons, as files hold them."""

from edu_core.domain.items.base import Model
from edu_core.domain.lesson import Lesson
from edu_core.domain.quiz import Quiz
from edu_core.domain.register import Fact, Reading, Source, Topic


class SourceRegister(Model):
    """``lessons/sources.yaml``."""

    sources: tuple[Source, ...] = ()


class TopicRegister(Model):
    """``lessons/topics.yaml``."""

    topics: tuple[Topic, ...] = ()


class FactRegister(Model):
    """``lessons/facts.yaml``."""

    facts: tuple[Fact, ...] = ()


class ReadingRegister(Model):
    """``lessons/readings.yaml``."""

    readings: tuple[Reading, ...] = ()


ALL_MODELS = (Lesson, Quiz, SourceRegister, TopicRegister, FactRegister, ReadingRegister)
"""Everything a content file can hold."""
