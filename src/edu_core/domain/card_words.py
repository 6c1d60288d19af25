"""Words for answer cards: what a photograph brought, how each pupil stands."""

from collections.abc import Collection, Sequence

from edu_core.domain.card import ABSENT, Side
from edu_core.domain.card_seat import PhotographReport, Seat, missing_of


def photograph_words(report: PhotographReport) -> str:
    """What one more photograph brought, and what to do about what it did not."""
    if report.turned:
        return (
            "这张照片好像是横着的，分不清哪边朝上，所以一张卡都没有计入；之前读到的都在。"
            "请直接用这里的拍照按钮重拍。如果照片没有转过，勾选“照片没有转过”再传一次。"
        )
    said = [f"这张照片读到 {report.read} 张卡，其中 {report.fresh} 张是新读到的。"]
    if report.read == 0:
        said.append("请站近一点，让方块完整、不反光，再拍一张。")
    if report.doubtful:
        said.append(f"有 {report.doubtful} 个号码在照片里出现了两次，算没读到，请看一看是谁。")
    if report.strangers:
        said.append(f"有 {report.strangers} 张卡不是这个班的，没有计入。")
    said.append("照片没有保存。")
    return "".join(said)


def seat_state(seat: Seat) -> str:
    """How a pupil stands, without what was chosen, so that the list may be on the shared screen."""
    if seat.by_hand == ABSENT:
        return "— 不答"
    if seat.answer is not None:
        return "✓ 手工" if seat.by_hand else "✓ 读到"
    return "？ 看不准" if seat.doubtful else "○ 没读到"


def seat_answer(seat: Seat) -> str:
    """What a pupil chose, for the teacher alone."""
    if seat.answer is not None:
        return str(seat.answer)
    return "/".join(sorted(seat.seen)) if 0 < len(seat.seen) < len(Side) else ""


def progress_words(seats: Sequence[Seat], done: Collection[int] = ()) -> str:
    """How many are read, and who is missing; ``done`` are the pupils whose answers are in."""
    left = [seat for seat in seats if seat.pupil.person_id not in done]
    missing = missing_of(left)
    read = sum(seat.answer is not None for seat in left)
    if not missing and not done:
        return f"全班 {len(seats)} 人都齐了，读到 {read} 人。"
    counted = f"已计入 {len(done)} 人，" if done else ""
    if not missing:
        return f"{counted}又读到 {read} 人，没有缺的人。" if read else f"{counted}没有缺的人。"
    if not read and not done:
        return f"还没有读到卡，全班还缺 {len(missing)} 人。"
    names = "、".join(f"{seat.pupil.number} {seat.pupil.name}" for seat in missing[:12])
    more = f"等 {len(missing)} 人" if len(missing) > 12 else ""
    return f"{counted}读到 {read} 人，还缺 {len(missing)} 人：{names}{more}"


def hand_words(choice: str | None) -> str:
    """What a choice of the correction by hand says."""
    if choice is None:
        return "以照片为准"
    return "不答" if choice == ABSENT else choice
