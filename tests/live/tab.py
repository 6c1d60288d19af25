"""A browser tab without a browser: speaks Streamlit's socket and keeps every frame, both ways."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from edu_core.config import SESSION_COOKIE


class Tab:
    """One open page. ``elements`` are those of the latest run, in order; ``frames`` all bytes."""

    def __init__(self, socket: ClientConnection, page: str, query: str) -> None:
        self._socket = socket
        self._page, self._query, self._page_hash = page, query, ""
        self._values: dict[str, bool | str] = {}
        self.elements: list[Any] = []
        self.frames: list[bytes] = []

    def run(self, *, click: str = "") -> None:
        """Run the page with what was filled in, pressing the button with this id."""
        message = BackMsg()
        message.rerun_script.query_string = self._query
        message.rerun_script.page_name = self._page
        message.rerun_script.page_script_hash = self._page_hash
        for name, value in self._values.items():
            state = message.rerun_script.widget_states.widgets.add()
            state.id = name
            if isinstance(value, bool):
                state.bool_value = value
            else:
                state.string_value = value
        if click:
            state = message.rerun_script.widget_states.widgets.add()
            state.id = click
            state.trigger_value = True
        self._send(message)
        while not self._take(self._socket.recv(timeout=60)):
            pass

    def _send(self, message: BackMsg) -> None:
        self.frames.append(message.SerializeToString())
        self._socket.send(self.frames[-1])

    def _take(self, frame: str | bytes) -> bool:
        """Keep one frame; says whether the run is over."""
        raw = frame.encode() if isinstance(frame, str) else frame
        self.frames.append(raw)
        forward = ForwardMsg()
        forward.ParseFromString(raw)
        kind = forward.WhichOneof("type")
        if kind == "new_session":
            self._page_hash = forward.new_session.page_script_hash
            self.elements = []
        elif kind == "navigation":
            self._page_hash = forward.navigation.page_script_hash
        elif kind == "page_info_changed":
            self._query = forward.page_info_changed.query_string
        elif kind == "delta" and forward.delta.HasField("new_element"):
            self.elements.append(forward.delta.new_element)
        return kind == "script_finished" and (
            forward.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
        )

    def find(self, kind: str) -> list[Any]:
        """The elements of one kind (``radio``, ``button``), in order."""
        return [getattr(one, kind) for one in self.elements if one.WhichOneof("type") == kind]

    def text(self) -> str:
        """All running text."""
        parts = [one.body for one in self.find("markdown")]
        parts += [one.body for one in self.find("alert")] + [
            one.body for one in self.find("heading")
        ]
        return "\n".join(parts)

    def keep_from(self, stem: str) -> None:
        """Look only at what stands below this text: what is above was taken off the page."""
        places = [
            place
            for place, one in enumerate(self.elements)
            if one.WhichOneof("type") == "markdown" and stem in one.markdown.body
        ]
        self.elements = self.elements[places[-1] :]

    def fill(self, widget: Any, value: bool | str) -> None:
        """Put a value into a widget; the next run sends it."""
        self._values[widget.id] = value

    def click(self, label: str) -> None:
        """Press the last button with this label; raises ``LookupError``."""
        found = [button for button in self.find("button") if button.label == label]
        if not found:
            raise LookupError(f"no {label!r} among {[one.label for one in self.find('button')]}")
        self.run(click=found[-1].id)


@contextmanager
def tab(
    port: int, page: str = "", query: str = "", *, token: str = "", origin: str = ""
) -> Iterator[Tab]:
    """Open a page and draw it for the first time."""
    headers = {"Cookie": f"{SESSION_COOKIE}={token}"} if token else {}
    with connect(
        f"ws://127.0.0.1:{port}/_stcore/stream",
        additional_headers=headers,
        subprotocols=["streamlit"],  # type: ignore[list-item]
        origin=origin or f"http://127.0.0.1:{port}",  # type: ignore[arg-type]
        compression=None,
        max_size=64 * 1024 * 1024,
    ) as socket:
        opened = Tab(socket, page, query)
        opened.run()
        yield opened
