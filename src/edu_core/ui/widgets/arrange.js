// One list to put in order, or things to put into slots. Works by tap, drag and keyboard.
// It knows only the numbered parts it was given, never the key.
export default function (component) {
  const { data, parentElement, setStateValue } = component;
  const root = parentElement.querySelector(".edu-move");
  const signature = JSON.stringify(data.signature);
  if (root.dataset.signature === signature) return;
  root.dataset.signature = signature;
  const live = document.createElement("p");
  live.className = "live"; live.setAttribute("aria-live", "polite");
  let order = data.value.slice ? data.value.slice() : null;
  let pairs = order ? null : Object.assign({}, data.value);
  let held = null;

  const make = (tag, className, text) => {
    const node = document.createElement(tag);
    node.className = className; if (text !== undefined) node.textContent = text;
    return node;
  };
  const say = (words) => { live.textContent = words; };
  const textOf = (list, id) => list.find((part) => part.id === id).text;
  const button = (className, text, label, act, off) => {
    const node = make("button", className, text);
    node.type = "button"; node.setAttribute("aria-label", label); node.disabled = !!off;
    node.addEventListener("click", act);
    return node;
  };

  function move(from, to) {
    if (to < 0 || to >= order.length || from === to) return;
    const [part] = order.splice(from, 1);
    order.splice(to, 0, part);
    say(textOf(data.parts, part) + "，现在排第 " + (to + 1));
    draw(part); setStateValue("value", order.slice());
  }

  function drawOrder(focus) {
    const list = make("ol", "parts");
    order.forEach((id, place) => {
      const row = make("li", "part"); row.dataset.id = id;
      const text = textOf(data.parts, id);
      const grip = make("span", "grip", "⠿"); grip.setAttribute("aria-hidden", "true");
      row.append(make("span", "place", String(place + 1)), make("span", "text", text),
        button("up", "▲", "把“" + text + "”往前移", () => move(order.indexOf(id), order.indexOf(id) - 1), place === 0),
        button("down", "▼", "把“" + text + "”往后移", () => move(order.indexOf(id), order.indexOf(id) + 1), place === order.length - 1),
        grip);
      drag(row, grip, list, id);
      list.append(row);
    });
    root.replaceChildren(list, live);
    if (focus) {
      const row = root.querySelector('[data-id="' + focus + '"]');
      const target = row && (row.querySelector("button:not([disabled])"));
      if (target && root.contains(root.getRootNode().activeElement) === false) target.focus({ preventScroll: true });
    }
  }

  function drag(row, grip, list, id) {
    grip.addEventListener("pointerdown", (event) => {
      event.preventDefault(); grip.setPointerCapture(event.pointerId);
      row.classList.add("dragging");
      const onMove = (moved) => {
        const rows = Array.from(list.children);
        const over = rows.findIndex((other) => {
          const box = other.getBoundingClientRect();
          return moved.clientY < box.top + box.height / 2;
        });
        rows.forEach((other) => other.classList.remove("before"));
        if (over >= 0) rows[over].classList.add("before");
        grip.dataset.over = String(over);
      };
      const onUp = () => {
        grip.removeEventListener("pointermove", onMove);
        const from = order.indexOf(id);
        let to = grip.dataset.over === undefined ? from : Number(grip.dataset.over);
        if (to < 0) to = order.length;
        if (to > from) to -= 1;
        row.classList.remove("dragging");
        if (to === from) drawOrder(); else move(from, to);
      };
      grip.addEventListener("pointermove", onMove);
      grip.addEventListener("pointerup", onUp, { once: true });
      grip.addEventListener("pointercancel", onUp, { once: true });
    });
  }

  function place(left, right) {
    if (!data.reuse) for (const other in pairs) if (pairs[other] === right) delete pairs[other];
    pairs[left] = right; held = null;
    say("“" + textOf(data.left, left) + "”放到了“" + textOf(data.right, right) + "”");
    drawPairs(); setStateValue("value", Object.assign({}, pairs));
  }
  function takeBack(left) {
    delete pairs[left]; held = left;
    drawPairs(); setStateValue("value", Object.assign({}, pairs));
  }
  function hold(left) {
    held = held === left ? null : left;
    say(held ? "已拿起“" + textOf(data.left, left) + "”，请选要放的地方" : "已放下");
    drawPairs();
  }
  function drawPairs() {
    const free = data.left.filter((part) => !(part.id in pairs));
    const tray = make("div", "tray");
    tray.append(make("p", "hint", free.length ? "先点一项，再点它该去的地方：" : "都放好了，可以提交，也可以点一下再换。"));
    free.forEach((part) => {
      const chip = button("chip", part.text, part.text + (held === part.id ? "，已拿起" : "，点一下拿起"), () => hold(part.id));
      chip.setAttribute("aria-pressed", String(held === part.id));
      tray.append(chip);
    });
    const slots = make("div", "slots");
    data.right.forEach((part) => {
      const slot = make("section", held ? "slot open" : "slot");
      const head = button("head", part.text, held ? "放到“" + part.text + "”" : part.text, () => {
        if (held) place(held, part.id); else say("请先点上面的一项");
      });
      slot.append(head);
      data.left.filter((left) => pairs[left.id] === part.id).forEach((left) => {
        const chip = button("chip placed", left.text + " ✕", "从“" + part.text + "”拿回“" + left.text + "”", () => takeBack(left.id));
        slot.append(chip);
      });
      slots.append(slot);
    });
    root.replaceChildren(tray, slots, live);
  }
  const draw = (focus) => (order ? drawOrder(focus) : drawPairs());
  draw();
}
