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
    "empty": ("E204", "{field} 是空的。", "在冒号后面写上内容，不需要就删掉这一行。"),
    "no_date": (
        "E203",
        "{field} 里的“{given}”不是日期。",
        "写成 2026-11-24 的样子，月和日都写两位。",
    ),
    "no_reason": (
        "E203",
        "{field} 要写停用的原因。",
        "写成“retired: 法律修改，第几条已变”的样子；没有停用就删掉这一行。",
    ),
    "no_blocks": ("E204", "这一节里什么都没有。", "在标题下面写一段文字，或者删掉这个标题。"),
    "no_sections": (
        "E204",
        "文件里还没有内容：缺少小节或题目。",
        "课文写“## 小标题 {{#编号}}”，测验在 questions 下面写题目。",
    ),
    "missing_sections": (
        "E201",
        "这份测验里没有 questions（题目）。",
        "写一行“questions:”，下面每道题以“- id: …”开头；要分几个部分时才写 sections。",
    ),
    "union_tag_not_found": (
        "E201",
        "缺少 {kind_words}。",
        "请补上一行“kind: single_choice”或别的题型。",
    ),
}
"""pydantic's kind of mistake to code, message and suggestion."""

EXAMPLES: dict[str, str] = {
    "options": "每个选项一行，写成“- {text: 文字, correct: true}”的样子。",
    "sources": "写成“sources: [{id: anti-drug-law, article: 第二条}]”的样子。",
    "questions": "每道题以“- id: 编号”开头，下面几行和 id 对齐。",
    "sections": "每个部分以“- title: 名称”开头，题目写在它的 questions 下面。",
    "accept": "写成“accept: [答案, 别的写法]”的样子。",
    "facts": "写成“facts: [D-001, D-002]”的样子。",
    "order": "写成“order: [第一步, 第二步, 第三步]”的样子。",
    "pairs": "每一对一行，写成“- {left: 左边, right: 右边}”的样子。",
    "extra": "写成“extra: [多出来的一项]”的样子。",
    "groups": "每一组写成“- {name: 组名, members: [一项, 另一项]}”的样子。",
    "members": "写成“members: [一项, 另一项]”的样子。",
    "blanks": "每个空一行，写成“- {label: 提示, accept: [答案]}”的样子。",
    "steps": "每一步一行，写成“- {text: 做法, to: 下一个时刻, credit: 1}”的样子。",
    "objectives": "每个目标一行，写成“- {id: 编号, text: 能……, topic: 知识点}”的样子。",
    "key_words": "每个词一行，写成“- {word: 词, meaning: 意思}”的样子。",
    "what_you_can_do": "每件事一行，以“- ”开头。",
    "settings": "写成“settings: {attempts: 3, feedback: each}”的样子。",
}
"""How a field that holds more than a sentence is written, where it was written otherwise."""

CHOICES: dict[str, str] = {
    "primary": "小学高年级",
    "junior": "初中",
    "senior": "高中",
    "remember": "识记",
    "understand": "理解",
    "apply": "应用",
    "analyse": "分析",
    "pre": "课前",
    "post": "课后",
    "practice": "练习",
    "best": "最好",
    "first": "第一次",
    "last": "最后一次",
    "each": "每题后",
    "end": "交卷后",
    "partial": "部分得分",
    "exact": "全对才有分",
    "done": "写够就得分",
    "teacher": "老师评分",
    "verified": "已核对",
    "common": "公认的常识",
}
"""What the words that may be chosen mean; authors tend to write the meaning instead."""

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
    (
        "cannot be typed as plain digits",
        "E207",
        "value（正确的数）要写成普通的数字，学生才能填得出来。",
        "写成 1200 或 0.5 的样子，不写 1e3，也不写太长的数。",
    ),
    ("two blanks have the same id", "E207", "有两个空的 id 相同。", "改掉一个，或者都不写 id。"),
    (
        "two steps of",
        "E209",
        "情景的这个时刻里有两步的 id 相同：{detail}。",
        "改掉一个，或者都不写 id。",
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
    (
        "one syllable for each character",
        "E207",
        "拼音的个数和字数对不上。",
        "一个字写一个音节，音节之间用空格分开，例如“zhǎng dà”。",
    ),
    ("a block is text", "E310", "这一处既不是文字，也不是图或小练习。", "对照写作手册里的例子。"),
)
"""What the rules of the models say in English, and what authors read instead."""
