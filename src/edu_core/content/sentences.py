"""The sentences in which authors read what pydantic and the rules of the models object to."""

WORDS: dict[str, tuple[str, str, str]] = {
    "missing": ("E201", "缺少 {field}。", "请补上一行“{name}: …”。"),
    "string_type": ("E203", "{field} 应该是文字。", "在冒号后面写文字。"),
    "int_parsing": ("E203", "{field} 应该是整数，这里写的是“{given}”。", "只写数字，不写单位。"),
    "int_type": ("E203", "{field} 应该是整数。", "只写数字，不写单位。"),
    "int_parsing_size": ("E203", "{field} 的数字太大了。", "检查是不是多按了几下。"),
    "decimal_parsing": ("E203", "{field} 应该是数，这里写的是“{given}”。", "单位写在 unit 里。"),
    "decimal_type": ("E203", "{field} 应该是数。", "单位写在 unit 里。"),
    "finite_number": ("E203", "{field} 应该是一个有限的数。", "只写数字。"),
    "bool_parsing": (
        "E203",
        "{field} 只能是 true 或 false，这里写的是“{given}”。",
        "改成 true 或 false。",
    ),
    "bool_type": ("E203", "{field} 只能是 true 或 false。", "改成 true 或 false。"),
    "date_type": ("E203", "{field} 应该是日期。", "写成 2026-11-24 的样子。"),
    "tuple_type": ("E203", "{field} 应该是一个列表。", "每一项另起一行，以“- ”开头。"),
    "model_type": ("E203", "{field} 应该是几行“名字: 内容”。", "对照写作手册里的例子。"),
    "dict_type": ("E203", "{field} 应该是几行“名字: 内容”。", "对照写作手册里的例子。"),
    "string_too_short": ("E204", "{field} 是空的。", "写上内容，不需要就删掉这一行。"),
    "string_too_long": (
        "E204",
        "{field} 太长，最多 {max_length} 个字。",
        "写短一些，或者分成几处。",
    ),
    "too_short": ("E204", "{field} 至少要有 {min_length} 项。", "再加几项。"),
    "too_long": ("E204", "{field} 最多 {max_length} 项。", "删去几项，或者分成两道题。"),
    "greater_than_equal": ("E204", "{field} 至少是 {ge}，这里写的是“{given}”。", "改成允许的数。"),
    "less_than_equal": ("E204", "{field} 最多是 {le}，这里写的是“{given}”。", "改成允许的数。"),
    "string_pattern_mismatch": (
        "E206",
        "{field} 写成“{given}”不行。",
        "只用小写字母、数字和连字符，以字母或数字开头，最长 64 个字符。",
    ),
    "union_tag_not_found": (
        "E201",
        "缺少 {kind_words}。",
        "请补上一行“kind: single_choice”或别的题型。",
    ),
}
"""pydantic's kind of mistake to code, message and suggestion."""

OTHER = ("E203", "{field} 的内容不合要求。", "对照写作手册里的例子。")

RULES: tuple[tuple[str, str, str, str], ...] = (
    (
        "exactly one option must be correct",
        "E210",
        "单选题要有一个正确项，不能没有，也不能有几个。",
        "只在一个选项上写 correct: true；有几个正确项就用 multiple_choice。",
    ),
    (
        "at least one option must be correct",
        "E210",
        "多选题没有正确项。",
        "在正确的选项上写 correct: true。",
    ),
    ("two options have the same id", "E207", "有两个选项的 id 相同。", "改掉一个，或者都不写 id。"),
    (
        "two parts have the same text",
        "E207",
        "有两项的文字完全相同，学生分不清。",
        "改成不同的说法。",
    ),
    ("one thing stands in two groups", "E207", "同一项放进了两个组。", "只留在一个组里。"),
    ("two groups have the same name", "E207", "有两个组同名。", "改掉一个组名。"),
    (
        "give either accept",
        "E207",
        "填空题的答案没有写，或者写了两遍。",
        "一个空写 accept，几个空写 blanks，只用一种。",
    ),
    (
        "an accepted answer is only punctuation",
        "E207",
        "有一个可接受的答案只有标点或空格。",
        "写上文字。",
    ),
    ("these ids stand twice", "E401", "这些题目的 id 重复：{detail}。", "给每道题一个自己的 id。"),
    (
        "every question is retired",
        "E208",
        "这份测验的题全都停用了（retired）。",
        "至少留一道在用的题，或者删掉这份测验。",
    ),
    (
        "draw: asks for",
        "E208",
        "draw 要抽的题比这一部分在用的题还多。",
        "把 draw 改小，或者再写几道题。",
    ),
    ("does not exist", "E209", "情景里没有这个时刻：{detail}。", "检查 start 和 to 写的名字。"),
    (
        "no way leads to",
        "E209",
        "情景里这些时刻走不到：{detail}。",
        "让某一步的 to 指向它，或者删掉它。",
    ),
    (
        "a way leads back",
        "E209",
        "情景绕回了走过的时刻，永远走不完：{detail}。",
        "让每条路都走到一个没有 steps 的时刻。",
    ),
    (
        "no step carries credit",
        "E209",
        "情景里没有一步写了 credit，没法计分。",
        "在合适的做法上写 credit: 1 或更多。",
    ),
    ("a block is text", "E310", "这一处既不是文字，也不是图或小练习。", "对照写作手册里的例子。"),
)
"""What the rules of the models say in English, and what authors read instead."""
