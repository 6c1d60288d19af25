"""Sign-in slips: a sheet to print and cut, shown once, because PINs are stored only as hashes."""

from html import escape

import segno
import streamlit as st

from edu_core.network import addresses
from edu_core.services.classes import Slip
from edu_core.services.context import Edu
from edu_core.ui.tables import draw_table


def app_address(edu: Edu) -> str:
    """What pupils type or scan: the public address, else the first one on the network."""
    if edu.settings.public_address:
        return edu.settings.public_address.rstrip("/")
    found = addresses()
    host = found[0] if found else "localhost"
    return f"http://{host}:{edu.settings.port}"


def draw_slips(edu: Edu, slips: list[Slip]) -> None:
    """Draw all slips and a button that downloads the sheet for printing."""
    address = app_address(edu)
    st.success(f"生成了 {len(slips)} 张登录条。PIN 只在这里显示一次，请现在打印。")
    st.download_button(
        "下载可以打印的登录条（用浏览器打开后打印）",
        slips_page(slips, address),
        file_name=f"登录条-{slips[0].classroom}.html",
        mime="text/html",
        type="primary",
        key="download-slips",
    )
    draw_table(
        {
            "学号": [slip.number for slip in slips],
            "姓名": [slip.name for slip in slips],
            "班级码": [slip.code for slip in slips],
            "PIN": [slip.pin for slip in slips],
        },
    )


def slips_page(slips: list[Slip], address: str) -> str:
    """A page of its own, two slips a row on A4, each with a QR code."""
    cells = "".join(_slip(slip, address) for slip in slips)
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>登录条</title><style>'
        "@page{size:A4;margin:10mm}body{font:14px/1.6 'Noto Sans SC','Microsoft YaHei',sans-serif;"
        "color:#2a211c;margin:0}main{display:grid;grid-template-columns:1fr 1fr}"
        "article{border:1px dashed #8a7a6a;padding:5mm;display:flex;gap:5mm;break-inside:avoid;"
        "align-items:center}article svg{width:28mm;height:28mm;flex:none}b{font-size:17px}"
        "code{font:700 17px/1.5 Consolas,monospace;letter-spacing:.08em}p{margin:0}"
        "</style></head><body><main>" + cells + "</main></body></html>"
    )


def _slip(slip: Slip, address: str) -> str:
    code = segno.make(f"{address}/slip/{slip.token}", error="m", micro=False)
    picture = code.svg_inline(scale=3, border=2, svgclass=None, lineclass=None)
    return (
        f"<article>{picture}<div><p><b>{escape(slip.number)}　{escape(slip.name)}</b></p>"
        f"<p>{escape(slip.classroom)}</p><p>网址 {escape(address)}</p>"
        f"<p>班级码 <code>{escape(slip.code)}</code></p><p>PIN <code>{escape(slip.pin)}</code></p>"
        "<p>扫码也能登录，请不要给别人看。</p></div></article>"
    )
