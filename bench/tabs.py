"""A browser tab without a browser: speaks Streamlit's socket as its page does."""

import time
from typing import Any, Self

import websockets.asyncio.client
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


class Tab:
    """One open page. ``elements`` are the widgets of the latest run by kind, in order."""

    def __init__(self, socket: Any, query: str, page: str) -> None:
        self._socket = socket
        self._query, self._page, self._page_hash = query, page, ""
        self.elements: list[Any] = []
        self.bytes = 0

    @classmethod
    async def open(cls, port: int, page: str = "", query: str = "", cookie: str = "") -> Self:
        """Connect and draw the page for the first time."""
        headers = {"Cookie": f"edu_session={cookie}"} if cookie else {}
        socket = await websockets.asyncio.client.connect(
            f"ws://127.0.0.1:{port}/_stcore/stream",
            additional_headers=headers,
            subprotocols=["streamlit"],  # type: ignore[list-item]
            origin=f"http://127.0.0.1:{port}",  # type: ignore[arg-type]
            max_size=64 * 1024 * 1024,
        )
        tab = cls(socket, query, page)
        await tab.run()
        return tab

    async def run(self, states: dict[str, str | bool] | None = None) -> float:
        """Send widget states (id to text, or True for a click), wait for the page; seconds."""
        message = BackMsg()
        message.rerun_script.query_string = self._query
        message.rerun_script.page_name = self._page
        message.rerun_script.page_script_hash = self._page_hash
        for name, value in (states or {}).items():
            state = message.rerun_script.widget_states.widgets.add()
            state.id = name
            if isinstance(value, bool):
                state.trigger_value = value
            else:
                state.string_value = value
        begun = time.perf_counter()
        await self._socket.send(message.SerializeToString())
        self.elements = []
        while True:
            frame = await self._socket.recv()
            self.bytes += len(frame)
            forward = ForwardMsg()
            forward.ParseFromString(frame)
            kind = forward.WhichOneof("type")
            if kind == "new_session":
                self._page_hash = forward.new_session.page_script_hash
                self.elements = []
            elif kind == "navigation":
                self._page_hash = forward.navigation.page_script_hash
            elif kind == "delta" and forward.delta.HasField("new_element"):
                self.elements.append(forward.delta.new_element)
            elif kind == "page_info_changed":
                self._query = forward.page_info_changed.query_string
            elif kind == "script_finished" and forward.script_finished in (
                ForwardMsg.FINISHED_SUCCESSFULLY,
                ForwardMsg.FINISHED_WITH_COMPILE_ERROR,
            ):
                return time.perf_counter() - begun

    def find(self, kind: str) -> list[Any]:
        """The widgets of one kind (``radio``, ``button``) on the page now."""
        return [
            getattr(element, kind)
            for element in self.elements
            if element.WhichOneof("type") == kind
        ]

    def button(self, label: str) -> Any:
        """The button with this label; raises ``LookupError``."""
        for button in self.find("button"):
            if button.label == label:
                return button
        shown = [button.label for button in self.find("button")]
        raise LookupError(f"no button {label!r} among {shown}")

    async def click(self, label: str) -> float:
        """Press a button."""
        return await self.run({self.button(label).id: True})

    async def answer(self, choice: int) -> float:
        """Choose an option of the only radio and submit; seconds until the next screen."""
        radio = self.find("radio")[0]
        option = radio.options[choice % len(radio.options)]
        return await self.run({radio.id: option, self.button("提交答案").id: True})

    async def close(self) -> None:
        """Close the tab."""
        await self._socket.close()
