// How a question is answered with one thumb: choose, arrange by taps, pair by taps, fill, write.
// Each function draws into `box` and calls `changed(response or null)` whenever the answer changes.
(function () {
  'use strict';
  var make = Game.make, badge = Game.badge;

  function item(list, node) { list.appendChild(make('li', '', null, node)); }

  function choice(mark, text, act) {
    var node = Game.button('choice', '', act);
    node.appendChild(mark);
    node.appendChild(make('span', '', text));
    node.setAttribute('aria-pressed', 'false');
    return node;
  }

  function press(node, on) { node.setAttribute('aria-pressed', on ? 'true' : 'false'); }

  function choose(box, asked, given, changed) {
    var list = make('ul', 'stack'), chosen = given ? given.options.slice() : [], nodes = {};
    function draw() { asked.options.forEach(function (o) { press(nodes[o.id], chosen.indexOf(o.id) >= 0); }); }
    asked.options.forEach(function (option, place) {
      nodes[option.id] = choice(badge(place), option.text, function () {
        var at = chosen.indexOf(option.id);
        if (!asked.multiple) chosen = [option.id];
        else if (at >= 0) chosen.splice(at, 1);
        else chosen.push(option.id);
        draw();
        changed(chosen.length ? { gesture: 'choose', options: chosen.slice() } : null);
      });
      nodes[option.id].classList.add('k' + (place % 6 + 1));
      item(list, nodes[option.id]);
    });
    draw();
    box.appendChild(list);
  }

  function arrange(box, asked, given, changed) {
    var list = make('ul', 'stack'), order = given ? given.order.slice() : [], rows = {};
    var told = make('p', 'hint');
    told.setAttribute('aria-live', 'polite');
    function draw() {
      asked.parts.forEach(function (part) {
        var at = order.indexOf(part.id);
        press(rows[part.id], at >= 0);
        rows[part.id].firstChild.textContent = at >= 0 ? String(at + 1) : '';
      });
      told.textContent = order.length < asked.parts.length
        ? '按先后顺序点：现在点第 ' + (order.length + 1) + ' 个。点错了再点一下就取消。'
        : '顺序排好了。想改就点一下数字取消。';
    }
    asked.parts.forEach(function (part) {
      rows[part.id] = choice(make('span', 'place'), part.text, function () {
        var at = order.indexOf(part.id);
        if (at >= 0) order.splice(at, 1); else order.push(part.id);
        draw();
        changed(order.length === asked.parts.length ? { gesture: 'arrange', order: order.slice() } : null);
      });
      item(list, rows[part.id]);
    });
    draw();
    box.appendChild(told);
    box.appendChild(list);
  }

  // Things into groups: the groups stand under each thing, so that nothing is out of sight.
  function sort(box, asked, given, changed) {
    var pairs = {}, list = make('ul', 'stack');
    if (given) Object.keys(given.pairs).forEach(function (k) { pairs[k] = given.pairs[k]; });
    asked.left.forEach(function (part) {
      var groups = make('div', 'groups'), nodes = {};
      groups.setAttribute('role', 'group');
      groups.setAttribute('aria-label', part.text);
      function draw() { asked.right.forEach(function (group) { press(nodes[group.id], pairs[part.id] === group.id); }); }
      asked.right.forEach(function (group, place) {
        nodes[group.id] = choice(badge(place), group.text, function () {
          pairs[part.id] = group.id;
          draw();
          var copy = {};
          Object.keys(pairs).forEach(function (k) { copy[k] = pairs[k]; });
          changed(Object.keys(copy).length === asked.left.length ? { gesture: 'pair', pairs: copy } : null);
        });
        nodes[group.id].classList.add('k' + (place % 6 + 1));
        groups.appendChild(nodes[group.id]);
      });
      draw();
      item(list, make('div', 'sort', null, make('p', '', part.text), groups));
    });
    box.appendChild(list);
  }

  function pair(box, asked, given, changed) {
    if (asked.reuse) { sort(box, asked, given, changed); return; }
    var pairs = {}, active = null, lefts = {}, rights = {};
    if (given) Object.keys(given.pairs).forEach(function (k) { pairs[k] = given.pairs[k]; });
    var list = make('ul', 'stack pair'), tray = make('ul', 'stack');
    var told = make('p', '');
    told.setAttribute('aria-live', 'polite');
    function textOf(parts, id) { return parts.filter(function (p) { return p.id === id; })[0].text; }
    function nextEmpty() {
      var empty = asked.left.filter(function (p) { return !pairs[p.id]; })[0];
      return empty ? empty.id : null;
    }
    function draw() {
      asked.left.forEach(function (part) {
        var other = lefts[part.id].querySelector('.partner');
        press(lefts[part.id], active === part.id);
        other.textContent = pairs[part.id] ? '→ ' + textOf(asked.right, pairs[part.id]) : '还没选';
        other.className = 'partner' + (pairs[part.id] ? '' : ' none');
      });
      asked.right.forEach(function (part) {
        var used = Object.keys(pairs).some(function (k) { return pairs[k] === part.id; });
        press(rights[part.id], active !== null && pairs[active] === part.id);
        rights[part.id].lastChild.textContent = used ? '已用' : '';
      });
      told.textContent = active ? '给“' + textOf(asked.left, active) + '”选一个：' : '都选好了。想改就点上面的一行。';
    }
    asked.left.forEach(function (part, place) {
      var node = choice(make('span', 'place', String(place + 1)), '', function () { active = part.id; draw(); });
      node.childNodes[1].appendChild(document.createTextNode(part.text));
      node.childNodes[1].appendChild(make('span', 'partner'));
      lefts[part.id] = node;
      item(list, node);
    });
    asked.right.forEach(function (part, place) {
      var node = choice(badge(place), part.text, function () {
        if (!active) return;
        Object.keys(pairs).forEach(function (k) { if (pairs[k] === part.id) delete pairs[k]; });
        pairs[active] = part.id;
        active = nextEmpty();
        draw();
        var copy = {};
        Object.keys(pairs).forEach(function (k) { copy[k] = pairs[k]; });
        changed(active === null ? { gesture: 'pair', pairs: copy } : null);
      });
      node.appendChild(make('span', 'state'));
      node.classList.add('k' + (place % 6 + 1));
      rights[part.id] = node;
      item(tray, node);
    });
    active = nextEmpty();
    draw();
    box.appendChild(list);
    box.appendChild(make('div', 'tray', null, told, tray));
  }

  function fill(box, asked, given, changed) {
    var fields = [];
    function tell() {
      var texts = {}, any = false;
      fields.forEach(function (field) { texts[field.name] = field.value; any = any || field.value.trim() !== ''; });
      changed(any ? { gesture: 'fill', texts: texts } : null);
    }
    asked.blanks.forEach(function (blank, place) {
      var label = make('label', '', blank.label || (asked.blanks.length > 1 ? '第 ' + (place + 1) + ' 空' : '你的答案'));
      var field = make('input');
      field.id = 'blank-' + place;
      field.name = blank.id;
      field.maxLength = 200;
      field.autocomplete = 'off';
      if (blank.numeric) field.inputMode = 'decimal';
      field.value = given ? given.texts[blank.id] || '' : '';
      label.htmlFor = field.id;
      field.addEventListener('input', tell);
      fields.push(field);
      box.appendChild(label);
      box.appendChild(make('div', 'with-unit', null, field, blank.unit ? make('span', '', blank.unit) : null));
    });
  }

  function write(box, asked, given, changed) {
    var label = make('label', '', '写下你的想法' + (asked.least ? '（至少 ' + asked.least + ' 个字）' : ''));
    var field = make('textarea');
    field.id = 'written';
    label.htmlFor = 'written';
    field.maxLength = Math.min(asked.most || 1000, 1000);
    field.value = given ? given.text : '';
    field.addEventListener('input', function () {
      var length = field.value.trim().length;
      changed(length >= Math.max(asked.least || 0, 1) ? { gesture: 'write', text: field.value } : null);
    });
    box.appendChild(label);
    box.appendChild(field);
  }

  // What was given, or what is right, in words and badges, without anything to press; with `all`
  // the options that nobody chose here too. `own` is a longer answer of one's own under the text.
  function shown(box, asked, given, key, all) {
    var list = make('ul', 'stack');
    function row(mark, text, state, kind, own) {
      var words = make('span', '', text, own ? make('span', 'own', own) : null);
      item(list, make('div', 'choice' + (kind ? ' ' + kind : ''), null, mark, words, state ? make('span', 'state', state) : null));
    }
    function name(parts, id) { var found = parts.filter(function (p) { return p.id === id; })[0]; return found ? found.text : ''; }
    if (asked.gesture === 'choose') {
      asked.options.forEach(function (option, place) {
        var mine = given && given.options.indexOf(option.id) >= 0;
        var right = key && key.options.indexOf(option.id) >= 0;
        if (!key && !mine && !all) return;
        var words = (right ? '✓ 正确' : '') + (right && mine ? ' · ' : '') + (mine ? '你选的' : '');
        row(badge(place), option.text, words, right ? 'key' : key && mine ? 'off' : '');
      });
    } else if (asked.gesture === 'arrange') {
      ((key || given || {}).order || []).forEach(function (id, place) {
        var mine = given ? given.order.indexOf(id) : -1;
        var same = mine === place;
        row(make('span', 'place', String(place + 1)), name(asked.parts, id), key && given ? (same ? '✓' : '你排第 ' + (mine + 1)) : '', key && given ? (same ? 'key' : 'off') : '');
      });
    } else if (asked.gesture === 'pair') {
      asked.left.forEach(function (part, place) {
        var best = key && key.pairs[part.id], mine = given && given.pairs[part.id];
        var text = part.text + ' → ' + name(asked.right, best || mine);
        var same = best && best === mine;
        if (best || mine) row(make('span', 'place', String(place + 1)), text, key && given && same ? '✓' : '', key && given ? (same ? 'key' : 'off') : '', key && given && !same ? '你选：' + name(asked.right, mine) : '');
      });
    } else if (asked.gesture === 'fill') {
      asked.blanks.forEach(function (blank, place) {
        if (key) row(make('span', 'place', String(place + 1)), (key.texts[blank.id] || '') + (blank.unit || ''), '✓ 正确', 'key');
        if (given) row(make('span', 'place', String(place + 1)), (given.texts[blank.id] || '—') + (blank.unit || ''), '你写的');
      });
    } else if (asked.gesture === 'write' && given) {
      row(make('span', 'place', '✎'), given.text);
    }
    if (list.children.length) box.appendChild(list);
  }

  window.Gestures = { choose: choose, arrange: arrange, pair: pair, fill: fill, write: write, shown: shown };
})();
