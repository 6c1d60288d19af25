"""Say clearly when Python is too old; runs on old versions too, so nothing modern in here."""

import sys

if sys.version_info < (3, 11):
    found = ".".join(str(part) for part in sys.version_info[:3])
    sys.exit("青窗需要 Python 3.11 或更新的版本，这里是 " + found + "。请先安装新版本的 Python。")
