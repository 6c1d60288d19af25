"""A new lesson to start from: files with a comment at every place an author has to think."""

import re
from datetime import date
from pathlib import Path

from edu_core.content.library import load_library
from edu_core.domain.errors import BadInput, Conflict

SLUG_PATTERN = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
"""An id with room for the endings that the questions of a lesson get."""

_LESSON = """\
---
# 课的信息。井号后面是说明，学生看不到；写好以后可以删掉。
id: {slug}                # 编号，和文件名相同；有人学过以后不要再改
title: 课的标题
summary: 用一两句话说这一课讲什么、对学生有什么用。
band: junior              # primary 小学高年级，junior 初中，senior 高中
order: 100                # 课的先后，数小的在前
minutes: 6                # 学生大约要读几分钟
quiz: {slug}              # 这一课的测验，见 quizzes 文件夹里的同名文件
before: {slug}-before     # 课前小测，和课后的题平行；不要就删掉这一行和那个文件
objectives:               # 学完能做到什么；第一条的知识点也是小练习的知识点
  - {{id: {slug}-o1, text: 学完能做到的一件事, topic: {topic}}}
key_words:                # 学生可能不懂的词
  - {{word: 关键词, meaning: 用学生的话解释它。}}
what_you_can_do:          # 总要给出路：能做什么、找谁
  - 写一件学生自己能做到的事。
sources: [{{id: {source}}}]     # 出处，写 sources.yaml 里登记的 id，有条文再加 article
reviewed_on: {today}   # 内容最近一次和出处核对的日期
teacher_notes: |
  怎样只用一块共享的屏幕上这一课。
---

## 第一节的标题 {{#first-idea{facts_behind} sources="{source}"}}

一节只讲一个意思。写短句，用学生的话。需要强调时用**加粗**，标点放在星号外面。

![说清画里有什么、想说什么，看不见图的学生靠它]({slug}/first.svg "图注")

## 第二节的标题 {{#second-idea{facts_behind} sources="{source}"}}

再讲一个意思。

![第二幅图画了什么、想说什么]({slug}/second.svg)

```check
id: {slug}-check-1
kind: true_false
stem: 一句可以判断对错的话。
correct: false
feedback: 回应答错的同学是怎么想的。
explanation: 说清为什么，再说可以怎么做、可以找谁。
```

```check
id: {slug}-check-2
kind: single_choice
stem: 一个可以选择的小情景，怎么做最好？
options:
  - {{text: 常见的误解, feedback: 回应选它的同学是怎么想的。}}
  - {{text: 妥当的做法, correct: true}}
explanation: 说清为什么这样做。
```
"""

_BEFORE = """\
# 课前小测：不计入成绩。每道题和课后的一道题平行：同一个学习目标，同样的难度。
id: {slug}-before
title: 课前小测的标题
band: junior
lesson: {slug}
settings: {{attempts: 1, counts: first, feedback: end}}
defaults:
  topic: {topic}
  role: pre               # pre 课前，post 课后，practice 练习
  reviewed_on: {today}
  sources: [{{id: {source}}}]
{facts_shared}questions:
  - id: {slug}-b1
    kind: true_false
    stem: 一句可以判断对错的话，换一个说法。
    correct: false
    feedback: 回应答错的同学是怎么想的。
    explanation: 说清为什么。
    level: understand
    difficulty: 1
    objective: {slug}-o1
"""

_QUIZ = """\
# 测验。每道题的 id 在所有文件里都不能重复；有人答过以后不要再改。
id: {slug}
title: 测验的标题
description: 用一句话说这份测验看什么。
band: junior
lesson: {slug}
settings: {{time_limit: 15, attempts: 3, feedback: each, pass_mark: 60}}
defaults:                 # 每道题都一样的内容写在这里
  topic: {topic}
  reviewed_on: {today}
  sources: [{{id: {source}}}]
  level: understand       # remember 识记，understand 理解，apply 应用，analyse 分析
{facts_shared}questions:
  - id: {slug}-1
    kind: single_choice   # 单选题：只有一个选项写 correct: true
    stem: 问题写在这里？
    options:
      - {{text: 正确的说法, correct: true}}
      - {{text: 常见的误解, feedback: 回应选它的同学是怎么想的。}}
      - {{text: 另一种误解, feedback: 说一句有帮助的话。}}
    explanation: 说清为什么这样选。
    difficulty: 1         # 1 易，2 中，3 难
    objective: {slug}-o1  # 对应课里的哪一个学习目标

  - id: {slug}-2
    kind: fill_in         # 填空题：列出所有可以接受的答案
    stem: 遇到紧急情况，报警电话是多少？
    accept: [110]
    explanation: 说清为什么。
    objective: {slug}-o1
"""

_PICTURE = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 200">
  <title>{title}</title>
  <path fill="#B4161B" fill-rule="evenodd" d="{path}"/>
</svg>
"""

_FLOWER = (
    "M160 20 C190 60 230 70 260 100 C230 130 190 140 160 180 C130 140 90 130 60 100 "
    "C90 70 130 60 160 20 Z M160 70 C172 88 184 92 196 100 C184 108 172 112 160 130 "
    "C148 112 136 108 124 100 C136 92 148 88 160 70 Z"
)
_DROP = (
    "M160 30 C190 80 220 110 160 170 C100 110 130 80 160 30 Z "
    "M160 80 C172 100 182 115 160 140 C138 115 148 100 160 80 Z"
)


def new_lesson(
    slug: str, *, topic: str, source: str, today: date, fact: str | None = None
) -> dict[str, str]:
    """The files of a new lesson by their paths below the content root.

    ``fact`` is one to name as an example, where facts are registered. Raises ``BadInput`` for
    a slug that cannot be an id.
    """
    if not SLUG_PATTERN.fullmatch(slug):
        raise BadInput(
            f"“{slug}”不能作编号。请只用小写字母、数字和连字符，最长 40 个字符。", code="bad-slug"
        )
    values = {
        "slug": slug,
        "topic": topic,
        "source": source,
        "today": today.isoformat(),
        "facts_behind": f' facts="{fact}"' if fact else "",
        "facts_shared": f"  facts: [{fact}]           # 依据的事实，见 facts.yaml\n"
        if fact
        else "",
    }
    return {
        f"lessons/{slug}.md": _LESSON.format_map(values),
        f"lessons/{slug}/first.svg": _PICTURE.format(title="第一幅图", path=_FLOWER),
        f"lessons/{slug}/second.svg": _PICTURE.format(title="第二幅图", path=_DROP),
        f"quizzes/{slug}.yaml": _QUIZ.format_map(values),
        f"quizzes/{slug}-before.yaml": _BEFORE.format_map(values),
    }


def write_new_lesson(root: Path, slug: str, today: date) -> tuple[Path, ...]:
    """Write the files of a new lesson, with the first topic and source of the registers.

    Raises ``Conflict`` when one of them exists, before anything is written.
    """
    library = load_library(root)
    if not library.topics or not library.sources:
        raise Conflict(
            "还没有登记知识点或出处，没有写任何文件。请先写好 lessons/topics.yaml 和 "
            "lessons/sources.yaml。",
            code="registers-empty",
        )
    current = [name for name, source in library.sources.items() if source.replaced_by is None]
    source = next(iter(current or library.sources))
    fact = next(
        (
            (fact.id, fact.sources[0].id)
            for fact in library.facts.values()
            if fact.sources[0].id in current
        ),
        (None, source),
    )
    files = new_lesson(
        slug, topic=next(iter(library.topics)), source=fact[1], today=today, fact=fact[0]
    )
    for name in files:
        if (root / name).exists():
            raise Conflict(f"{name} 已经有了，没有写任何文件。请换一个编号。", code="file-exists")
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return tuple(root / name for name in files)
