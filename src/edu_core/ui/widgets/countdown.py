"""The time left, counted down in the browser; the server decides what is too late."""

from streamlit.components.v2 import component

from edu_core.domain.attempt import GRACE

_AFTER_GRACE = GRACE.total_seconds() + 1
"""Seconds after zero when nothing more is taken: the page runs again and finds the attempt closed.
Sooner it would find it still open."""

_COUNTDOWN = component(
    "edu_countdown",
    html='<p class="edu-countdown" role="timer"></p>',
    css="""
.edu-countdown { margin: 0; text-align: right; font: 600 1rem/1.75 var(--edu-sans, sans-serif);
  font-variant-numeric: tabular-nums; color: var(--edu-ink); }
.edu-countdown.short { color: var(--edu-amber); }
""",
    js="""
export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const node = parentElement.querySelector(".edu-countdown");
  const end = performance.now() + data.seconds * 1000;
  let handedIn = data.seconds <= 0;
  const tick = () => {
    const left = (end - performance.now()) / 1000;
    const whole = Math.max(0, Math.ceil(left));
    node.classList.toggle("short", whole < 60);
    node.textContent = whole > 0
      ? "还剩 " + Math.floor(whole / 60) + ":" + String(whole % 60).padStart(2, "0")
      : "时间到，正在交卷…";
    const over = left <= -data.after;
    if (whole === 0 && !handedIn && !over) {
      handedIn = true;  // what stands on the page is sent off; the server still takes it
      const submit = document.querySelector(".stFormSubmitButton button");
      if (submit) submit.click();
    }
    // a phone that slept past both sends one run, not two that cut each other short
    if (over) { clearInterval(timer); setTriggerValue("over", true); }
  };
  const timer = setInterval(tick, 500);
  tick();
  return () => clearInterval(timer);
}
""",
)


def draw_countdown(seconds: float, key: str) -> None:
    """Show the time left. At zero what is on the page is handed in; a little later the page runs
    again and finds the attempt closed.
    """
    _COUNTDOWN(key=key, data={"seconds": seconds, "after": _AFTER_GRACE}, on_over_change=_run_again)


def _run_again() -> None:
    """Nothing to do: the run itself closes what is overdue."""
