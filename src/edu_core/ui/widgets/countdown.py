"""The time left, counted down in the browser; the server decides what is too late."""

from streamlit.components.v2 import component

_COUNTDOWN = component(
    "edu_countdown",
    html='<p class="edu-countdown" role="timer"></p>',
    css="""
.edu-countdown { margin: 0; text-align: right; font: 600 1rem/1.75 var(--st-font, sans-serif);
  font-variant-numeric: tabular-nums; color: var(--st-text-color); }
.edu-countdown.short { color: #9a5b00; }
""",
    js="""
export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const node = parentElement.querySelector(".edu-countdown");
  const end = performance.now() + data.seconds * 1000;
  const tick = () => {
    const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    node.textContent = "还剩 " + Math.floor(left / 60) + ":" + String(left % 60).padStart(2, "0");
    node.classList.toggle("short", left < 60);
    if (left === 0) { clearInterval(timer); setTriggerValue("over", true); }
  };
  const timer = setInterval(tick, 500);
  tick();
  return () => clearInterval(timer);
}
""",
)


def draw_countdown(seconds: float, key: str) -> None:
    """Show the time left; at zero the page runs again and finds the attempt closed."""
    _COUNTDOWN(key=key, data={"seconds": seconds}, on_over_change=_run_again)


def _run_again() -> None:
    """Nothing to do: the run itself closes what is overdue."""
