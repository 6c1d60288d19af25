"""What a player may be called on the shared screen of a hall.

A name is cleaned, held against names that look the same, and held against a list of words that
hurt or that stand for somebody else. What is refused is told in a sentence and never repeated.
"""

import random
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable

from edu_core.domain.errors import BadInput, Conflict
from edu_core.domain.normalise import simplified

LONGEST_NICKNAME = 20
"""Characters of a typed name, counted after it was cleaned."""
_MOST_TYPED = 200
"""Characters that are looked at at all; what is longer is no name."""

Reading = Callable[[str], str]
"""Chinese text to its pinyin without tones, syllables joined (傻瓜 to ``shagua``)."""

_LOOK_ALIKES = str.maketrans(
    "аеорсухкмтвніјѕԁɡпгьԛԝ" + "αορνκτιυεχβμηζγω" + "ɑıłøʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀᴛᴜᴠᴡʏᴢ" + "|!¡$@€",
    "aeopcyxkmtbhijsdgnrbqw" + "aopvktiuexbuhzyw" + "ailobcdeghijklmnoprtuvwyz" + "lils" + "ae",
)
"""Cyrillic, Greek, small capitals and signs that pass for Latin letters."""
_DIGITS_FOR_LETTERS = str.maketrans("0134578", "oieastb")
"""How digits are used for letters (``sh1t``), only where a whole name is read as letters."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_HURTFUL = _words(
    """
    傻逼 傻b 煞笔 沙雕 傻叉 傻吊 智障 脑残 弱智 废物 贱人 贱货 贱种 婊子 妓女 鸡巴 屌 尼玛
    你妈 他妈 妈的 操你 草泥马 日你 王八 杂种 混蛋 滚蛋 去死 狗屎 吃屎 屎 畜生 人渣 死全家
    丑八怪 死胖 强奸 色情 黄片 约炮 裸聊 自杀 杀人 吸毒 贩毒 制毒 毒贩 毒枭 毒虫 瘾君子 冰毒
    海洛因 大麻 摇头丸 k粉 嗑药 纳粹 希特勒
    """
)
"""Found anywhere in a name. None of these is part of an ordinary word or name."""
_BY_SOUND = _words(
    """
    shabi caonima nimabi tamade zazhong wangbadan jianhuo biaozi jiba xidu fandu cnmb wocao
    """
)
"""Pinyin of hurtful words, found in names typed in letters; and by sound in Chinese ones."""
_SHORT = _words(
    """
    sb nmsl cnm wcnm tmd nmb mlgb rnm zz nc djb ass sex hoe kys
    """
)
"""Abbreviations: hurtful only where they stand alone."""
_ENGLISH = _words(
    """
    fuck shit bitch cunt dick pussy whore slut nigger nigga faggot asshole bastard porn hitler
    nazi rapist cocaine heroin
    """
)
_SOMEBODY_ELSE = _words(
    """
    老师 班主任 校长 主任 主持人 主持 管理员 系统 官方 裁判 警察 民警 青窗 admin host system
    teacher
    """
)
"""Words that would speak with another's voice; refused as a whole name or at its end."""
_HARMLESS = ("scunthorpe", "dickens", "dickson", "shitake", "cocktail", "屎壳郎", "王八路")
"""Longer words that hold one of the others."""

_WHO = "请换一个别的名字，或者点“换一个”让程序帮你起一个。"
_REFUSED = f"这个名字不适合放上大屏幕，没有保存。{_WHO}"
_EMPTY = "名字里没有能看见的字，没有保存。请写一个名字，例如“李雷”。"
_TOO_LONG = f"名字太长了，最多 {LONGEST_NICKNAME} 个字，没有保存。请写短一点。"
_PRIVATE = "名字里好像有电话、证件号或网址。为了保护你，没有保存，请换一个名字。"
_TAKEN = "已经有人用了这个名字（或者看起来一样的名字）。请加一个字，或者换一个。"

_PRIVATE_PATTERN = re.compile(r"\d{7,}|https?:|www\.|\.(?:com|cn|net)\b", re.IGNORECASE)


def clean_nickname(text: str) -> str:
    """A name as it is shown: NFKC, nothing invisible, at most one mark on a letter, single spaces.

    Raises ``BadInput`` for a name without a visible sign, or with more than ``LONGEST_NICKNAME``
    characters.
    """
    if len(text) > _MOST_TYPED:
        raise BadInput(_TOO_LONG, code="nickname-long")
    kept: list[str] = []
    marks = 0
    for sign in unicodedata.normalize("NFKC", text):
        category = unicodedata.category(sign)
        if sign.isspace():
            kept.append(" ")
        elif category[0] == "M":
            marks += 1
            if kept and marks == 1 and kept[-1] != " ":
                kept.append(sign)
            continue
        elif category[0] != "C" and sign not in _BLANK_LETTERS:
            kept.append(sign)
        marks = 0
    name = " ".join("".join(kept).split())
    if not any(unicodedata.category(sign) in _VISIBLE for sign in name):
        raise BadInput(_EMPTY, code="nickname-empty")
    if len(name) > LONGEST_NICKNAME:
        raise BadInput(_TOO_LONG, code="nickname-long")
    return name


_VISIBLE = frozenset({"Lu", "Ll", "Lo", "Nd", "Nl", "So", "Sm"})
"""Categories of signs that make a name."""
_BLANK_LETTERS = "\u115f\u1160\u3164\uffa0\u2800"
"""Signs that count as letters and are drawn as nothing."""


def nickname_key(name: str) -> str:
    """What two names have in common when a person in the tenth row cannot tell them apart.

    Case, width, spaces, punctuation, traditional characters and look-alike letters do not count.
    """
    folded = simplified(unicodedata.normalize("NFKC", name).casefold()).translate(_LOOK_ALIKES)
    bare = unicodedata.normalize("NFKD", folded)
    kept = "".join(sign for sign in bare if unicodedata.category(sign)[0] in "LN")
    return kept or folded


def check_nickname(
    text: str,
    taken: Collection[str] = (),
    *,
    more_words: Iterable[str] = (),
    reading: Reading | None = None,
) -> str:
    """The cleaned name, if it may stand on the screen.

    ``taken`` are the ``nickname_key`` of the other players; ``more_words`` is a school's own list.
    Raises ``BadInput`` for a name that may not be shown and ``Conflict`` for one that is taken.
    """
    name = clean_nickname(text)
    if _PRIVATE_PATTERN.search(name):
        raise BadInput(_PRIVATE, code="nickname-private")
    if is_hurtful(name, more_words=more_words, reading=reading) or _is_somebody_else(name):
        raise BadInput(_REFUSED, code="nickname-refused")
    if nickname_key(name) in taken:
        raise Conflict(_TAKEN, code="nickname-taken")
    return name


def is_hurtful(
    name: str, *, more_words: Iterable[str] = (), reading: Reading | None = None
) -> bool:
    """Whether the name holds a word of the lists, also spaced out, in look-alikes or in pinyin."""
    key = _without(nickname_key(name), _HARMLESS)
    letters = key.translate(_DIGITS_FOR_LETTERS)
    words = [*_HURTFUL, *_ENGLISH, *(nickname_key(word) for word in more_words)]
    if any(word and (word in key or word in letters) for word in words):
        return True
    parts = {part.casefold() for part in re.split(r"[\W\d_]+", name)} | {key.strip("0123456789")}
    if parts & set(_SHORT):
        return True
    squeezed = re.sub(r"(.)\1+", r"\1", letters)  # fuuuck
    if any(word in squeezed for word in (*_ENGLISH, *_BY_SOUND) if _is_plain(word)):
        return True
    return _sounds_hurtful(key, reading)


def _is_plain(word: str) -> bool:
    """Whether squeezing doubled letters leaves the word as it is."""
    return re.search(r"(.)\1", word) is None


def _sounds_hurtful(key: str, reading: Reading | None) -> bool:
    """Pinyin in letters, or the characters of the whole name read aloud."""
    latin = "".join(sign for sign in key if sign.isascii() and sign.isalpha())
    if latin == key and any(word in latin for word in _BY_SOUND):
        return True
    if reading is None or latin == key:
        return False
    return reading(key) in _BY_SOUND


def _is_somebody_else(name: str) -> bool:
    key = nickname_key(name).rstrip("0123456789")
    return any(
        key == word or (len(key) > len(word) and key.endswith(word) and len(key) <= 6)
        for word in _SOMEBODY_ELSE
    )


def _without(key: str, words: Iterable[str]) -> str:
    for word in words:
        key = key.replace(word, "")
    return key


_HOW = _words(
    """
    勤快 安静 爱笑 勇敢 细心 温暖 清醒 机灵 稳重 晴朗 认真 快乐 好奇 灵巧 明亮 大方 耐心 踏实
    早起 爱唱歌
    """
)
_WHAT = _words(
    """
    喜鹊 枣树 窗花 石榴 核桃 小米 山桃花 黄河鲤 剪刀 灯笼 风筝 麻雀 牡丹 伞头 腰鼓 毛驴 松鼠
    燕子 红枣 向日葵
    """
)


def suggest_nickname(seed: str, taken: Collection[str] = ()) -> str:
    """A friendly name from nothing but the seed, for example 爱笑的石榴; numbered where all that
    were tried are taken.
    """
    chance = random.Random(f"nickname/{seed}")
    name = ""
    for _ in range(40):
        name = f"{chance.choice(_HOW)}的{chance.choice(_WHAT)}"
        if nickname_key(name) not in taken:
            return name
    number = 2
    while nickname_key(f"{name}{number}") in taken:
        number += 1
    return f"{name}{number}"


_CLASS_AND_NUMBER = re.compile(
    r"^\s*(?P<room>[^\s班\-—－.,，、]{0,8}?(?:[(（]\d{1,2}[)）]|\d{1,3}|[一二三四五六七八九十]{1,3}))\s*"
    r"(?:班\s*|[\-—－.,，、\s]+)(?P<number>\d{1,3})\s*号?\s*$"
)


def class_and_number(text: str) -> tuple[str, int]:
    """The class and the number of a pupil who is called by them: 3班12号, 3-12, 初二（3）班 7.

    Returns the class as shown (初二（3）班) and the number. Raises ``BadInput``.
    """
    found = _CLASS_AND_NUMBER.match(unicodedata.normalize("NFKC", text[:_MOST_TYPED]))
    number = int(found["number"]) if found else 0
    if found is None or not 1 <= number <= 199:
        raise BadInput("没有看懂班级和学号，没有保存。请写成“3班12号”这样。", code="nickname-class")
    room = found["room"].replace("(", "（").replace(")", "）")
    return f"{room}班", number
