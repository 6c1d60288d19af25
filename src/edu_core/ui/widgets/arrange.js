// Parts to put in order, or things to put into places. Works by tap, by drag and by keyboard.
// It knows only the numbered parts it was given, never the key.

const make = (tag, className, text) => {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
};

const makeButton = (className, text, label, act) => {
  const node = make("button", className, text);
  node.type = "button";
  if (label) node.setAttribute("aria-label", label);
  node.addEventListener("click", act);
  return node;
};

const textOf = (list, id) => list.find((part) => part.id === id).text;

// Follows one pointer from a press to its release. ``begin`` is called once it has really moved,
// so that a tap stays a tap; a click that ends a drag is swallowed.
function follow(handle, { accepts, begin, move, end }) {
  handle.addEventListener("pointerdown", (pressed) => {
    if (pressed.button !== 0 || !accepts(pressed)) return;
    const start = { x: pressed.clientX, y: pressed.clientY };
    let dragging = false;
    const onMove = (moved) => {
      if (moved.pointerId !== pressed.pointerId) return;
      const by = { x: moved.clientX - start.x, y: moved.clientY - start.y };
      if (!dragging && Math.hypot(by.x, by.y) < 6) return;
      if (!dragging) {
        dragging = true;
        handle.setPointerCapture(pressed.pointerId);
        begin();
      }
      moved.preventDefault();
      move(by, moved);
    };
    const stop = (finished) => {
      if (finished.pointerId !== pressed.pointerId) return;
      handle.removeEventListener("pointermove", onMove);
      handle.removeEventListener("pointerup", stop);
      handle.removeEventListener("pointercancel", stop);
      if (!dragging) return;
      const swallow = (click) => { click.stopPropagation(); click.preventDefault(); };
      handle.addEventListener("click", swallow, { capture: true, once: true });
      setTimeout(() => handle.removeEventListener("click", swallow, { capture: true }), 0);
      end(finished.type === "pointerup", finished);
    };
    handle.addEventListener("pointermove", onMove);
    handle.addEventListener("pointerup", stop);
    handle.addEventListener("pointercancel", stop);
  });
}

function arranger(root, data, say, store) {
  let order = data.value.slice();
  let held = null;
  let before = null;

  const name = (id) => "“" + textOf(data.parts, id) + "”";
  const focusOn = (id, what) => {
    const row = root.querySelector('[data-id="' + id + '"]');
    const target = row.querySelector(what + ":not([disabled])") || row.querySelector(".grip");
    target.focus({ preventScroll: true });
  };
  const moveTo = (id, place) => {
    const to = Math.max(0, Math.min(order.length - 1, place));
    order = order.filter((other) => other !== id);
    order.splice(to, 0, id);
    say(name(id) + "，现在排第 " + (to + 1) + "，共 " + order.length + " 项");
  };
  const nudge = (id, by, what) => {
    moveTo(id, order.indexOf(id) + by);
    draw();
    focusOn(id, what);
    store(order.slice());
  };
  const pickUp = (id) => {
    held = id;
    before = order.slice();
    draw();
    focusOn(id, ".grip");
    say("拿起了" + name(id) + "。点要放的位置，或按上下方向键移动，再按回车放下，按 Esc 放回原处。");
  };
  const putDown = (id, place) => {
    if (place !== undefined) moveTo(id, place);
    held = null;
    draw();
    focusOn(id, ".grip");
    say(name(id) + "放在了第 " + (order.indexOf(id) + 1));
    store(order.slice());
  };
  const putBack = (id) => {
    held = null;
    order = before;
    draw();
    focusOn(id, ".grip");
    say("放回了原处");
  };
  const tap = (id) => {
    if (held === null) pickUp(id);
    else putDown(held, held === id ? undefined : order.indexOf(id));
  };
  const onKey = (id, event) => {
    if (held !== id) return;
    if (event.key === "Escape") { event.preventDefault(); putBack(id); }
    if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      event.preventDefault();
      moveTo(id, order.indexOf(id) + (event.key === "ArrowUp" ? -1 : 1));
      draw();
      focusOn(id, ".grip");
    }
  };

  function drag(row, id) {
    let rows, from, to, step;
    follow(row, {
      accepts: (event) => !event.target.closest(".step")
        && (event.pointerType === "mouse" || Boolean(event.target.closest(".grip"))),
      begin: () => {
        held = null;
        rows = Array.from(row.parentElement.children);
        from = to = rows.indexOf(row);
        step = row.getBoundingClientRect().height + 8;
        row.classList.add("dragging");
      },
      move: (by) => {
        row.style.transform = "translateY(" + by.y + "px)";
        const middle = row.offsetTop + by.y + row.offsetHeight / 2;
        to = rows.filter((other) => other !== row && other.offsetTop + other.offsetHeight / 2 < middle).length;
        rows.forEach((other, place) => {
          if (other === row) return;
          const aside = place > from && place <= to ? -step : place < from && place >= to ? step : 0;
          other.style.transform = aside ? "translateY(" + aside + "px)" : "";
        });
      },
      end: (finished) => {
        if (finished && to !== from) putDown(id, to);
        else draw();
      },
    });
  }

  function draw() {
    const list = make("ol", held === null ? "parts" : "parts choosing");
    order.forEach((id, place) => {
      const text = textOf(data.parts, id);
      const row = make("li", id === held ? "part held" : "part");
      row.dataset.id = id;
      const grip = makeButton("grip", undefined, "第 " + (place + 1) + " 项，“" + text + "”，"
        + (held === id ? "已拿起，按回车放下" : held === null ? "按回车拿起" : "按回车放到这里"), (event) => {
        event.stopPropagation();
        tap(id);
      });
      grip.setAttribute("aria-pressed", String(held === id));
      grip.append(make("span", "number", String(place + 1)), make("span", "dots", "⠿"));
      grip.addEventListener("keydown", (event) => onKey(id, event));
      const up = makeButton("step up", "▲", "把“" + text + "”往前移", (event) => {
        event.stopPropagation();
        nudge(id, -1, ".up");
      });
      const down = makeButton("step down", "▼", "把“" + text + "”往后移", (event) => {
        event.stopPropagation();
        nudge(id, 1, ".down");
      });
      up.disabled = place === 0;
      down.disabled = place === order.length - 1;
      row.append(grip, make("span", "text", text), up, down);
      row.addEventListener("click", () => { if (held !== null) tap(id); });
      drag(row, id);
      list.append(row);
    });
    root.querySelector(".board").replaceChildren(
      make("p", "hint", held === null ? "拖动左边的号码，或按箭头，排好顺序。" : "拿起了" + name(held) + "，点要放的位置。"),
      list,
    );
  }
  draw();
}

function pairer(root, data, say, store) {
  const pairs = Object.assign({}, data.value);
  let held = null;

  const keep = () => store(Object.assign({}, pairs));
  const focusOn = (selector) => {
    const target = root.querySelector(selector);
    if (target) target.focus({ preventScroll: true });
  };
  const chipOf = (left) => '[data-left="' + left + '"]';
  const hold = (left) => {
    held = held === left ? null : left;
    draw();
    focusOn(chipOf(left));
    say(held ? "拿起了“" + textOf(data.left, left) + "”，请选它该去的地方。" : "放下了。");
  };
  const place = (left, right) => {
    if (!data.reuse) for (const other in pairs) if (pairs[other] === right) delete pairs[other];
    pairs[left] = right;
    held = null;
    draw();
    const next = data.left.find((part) => !(part.id in pairs));
    focusOn(chipOf(next ? next.id : left));
    say("“" + textOf(data.left, left) + "”放到了“" + textOf(data.right, right) + "”。" + (next ? "" : "都放好了。"));
    keep();
  };
  const takeBack = (left) => {
    delete pairs[left];
    held = left;
    draw();
    focusOn(chipOf(left));
    say("拿回了“" + textOf(data.left, left) + "”，请重新选它该去的地方。");
    keep();
  };

  function drag(chip, left) {
    const slotUnder = (event) => {
      const slots = Array.from(root.querySelectorAll(".slot"));
      return slots.find((slot) => {
        const box = slot.getBoundingClientRect();
        return event.clientX >= box.left && event.clientX <= box.right
          && event.clientY >= box.top && event.clientY <= box.bottom;
      });
    };
    const mark = (slot) => root.querySelectorAll(".slot").forEach((other) => other.classList.toggle("over", other === slot));
    follow(chip, {
      accepts: () => true,
      begin: () => chip.classList.add("dragging"),
      move: (by, event) => {
        chip.style.transform = "translate(" + by.x + "px," + by.y + "px)";
        mark(slotUnder(event));
      },
      end: (finished, event) => {
        const slot = finished ? slotUnder(event) : undefined;
        if (slot) place(left, slot.dataset.right);
        else draw();
      },
    });
  }

  function chipFor(part, right) {
    const label = right
      ? part.text + "，放在“" + right.text + "”，按回车拿回来"
      : part.text + (held === part.id ? "，已拿起" : "，按回车拿起");
    const chip = makeButton(right ? "chip placed" : "chip", undefined, label, (event) => {
      event.stopPropagation();
      if (right && held !== null) place(held, right.id);
      else if (right) takeBack(part.id);
      else hold(part.id);
    });
    chip.append(make("span", "text", part.text));
    if (right) chip.append(make("span", "back", "↩"));
    chip.dataset.left = part.id;
    if (!right) chip.setAttribute("aria-pressed", String(held === part.id));
    chip.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && held === part.id) { event.preventDefault(); hold(part.id); }
    });
    drag(chip, part.id);
    return chip;
  }

  function slotFor(right) {
    const slot = make("section", "slot" + (held ? " open" : "") + (data.reuse ? " group" : ""));
    slot.dataset.right = right.id;
    const inside = data.left.filter((left) => pairs[left.id] === right.id);
    const head = makeButton("head", right.text, held ? "放到“" + right.text + "”" : "“" + right.text + "”，里面有 " + inside.length + " 项", (event) => {
      event.stopPropagation();
      if (held) place(held, right.id);
      else say("请先拿起上面的一项。");
    });
    slot.append(head);
    const content = make("div", "content");
    if (inside.length === 0) content.append(make("span", "empty", held ? "点这里放下" : data.reuse ? "还没有" : "　"));
    inside.forEach((left) => content.append(chipFor(left, right)));
    slot.append(content);
    slot.addEventListener("click", () => { if (held) place(held, right.id); });
    return slot;
  }

  function draw() {
    const free = data.left.filter((part) => !(part.id in pairs));
    const tray = make("div", "tray");
    tray.append(make("p", "hint", free.length === 0
      ? "都放好了。可以提交；想改的话，点一下放好的那一项。"
      : held ? "再点它该去的地方。" : "先点一项（或直接拖动），再点它该去的地方。还有 " + free.length + " 项。"));
    free.forEach((part) => tray.append(chipFor(part, null)));
    const slots = make("div", data.reuse ? "slots groups" : "slots");
    data.right.forEach((right) => slots.append(slotFor(right)));
    root.querySelector(".board").replaceChildren(tray, slots);
  }
  draw();
}

export default function (component) {
  const { data, parentElement, setStateValue } = component;
  const root = parentElement.querySelector(".edu-move");
  root.eduStore = (value) => setStateValue("value", value);
  if (root.dataset.signature === data.signature) return;
  root.dataset.signature = data.signature;
  const board = make("div", "board");
  const live = make("p", "live");
  live.setAttribute("role", "status");
  live.setAttribute("aria-live", "polite");
  root.replaceChildren(board, live);
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", data.label);
  const say = (words) => { live.textContent = words; };
  const store = (value) => root.eduStore(value);
  (data.parts ? arranger : pairer)(root, data, say, store);
}
