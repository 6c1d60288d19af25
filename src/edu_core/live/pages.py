"""Plain HTML pages of our own: the forms of the doors, and the words for what went wrong."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, select_autoescape
from starlette.responses import HTMLResponse

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=select_autoescape(["html"]),
)

WORDS = {
    400: "这次请求不完整，没有做任何改动。请回到页面再试一次。",
    403: "这里不能这样打开，没有做任何改动。请回到首页。",
    404: "没有这个页面，可能地址输错了一点。请回到首页。",
    405: "这个地址不能这样打开，没有做任何改动。请回到首页。",
    413: "提交的内容太大了，没有保存。请改短一些再试。",
    500: (
        "程序出了一点问题，刚才这一步没有做成；之前提交的答案都保存好了。"
        "请再试一次，还是不行请告诉老师。"
    ),
    503: "程序现在忙不过来，刚才这一步没有做成；之前提交的答案都保存好了。请过一会儿再试。",
}
"""What is said for a status; any other one is told in the words of 400 or 500."""


def html_page(template: str, status: int, **shown: object) -> HTMLResponse:
    """A page that nobody keeps a copy of."""
    text = _TEMPLATES.get_template(template).render(**shown)
    return HTMLResponse(text, status_code=status, headers={"Cache-Control": "no-store"})


def message_page(
    status: int, message: str = "", *, link: str = "/", link_text: str = "回首页"
) -> HTMLResponse:
    """A page that only says what happened and leads back."""
    words = message or WORDS.get(status) or WORDS[500 if status >= 500 else 400]
    return html_page(
        "message.html",
        status,
        title="请注意",
        error="",
        message=words,
        link=link,
        link_text=link_text,
    )
