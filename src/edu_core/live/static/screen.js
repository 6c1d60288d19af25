// The shared screen: drawn from the latest view alone, so that it may be closed, opened twice or
// reloaded at any time. It shows how many have answered, never what, until the reveal.
(function () {
  'use strict';
  var make = Game.make;
  var root = document.getElementById('screen');
  var main = document.querySelector('main'), net = document.querySelector('.net');
  var address = root.getAttribute('data-address'), qr = root.getAttribute('data-qr');
  var view = null, drawn = '', timer = 0;
  var KEEP = 'edu-screen-theme', kept = null;
  try { kept = localStorage.getItem(KEEP); } catch (e) { /* no store */ }
  Game.theme(kept);
  Game.stayAwake();

  function picture(source, className, words) {
    var node = make('img', className);
    node.src = source;
    node.alt = words || '';
    return node;
  }
  function flower(name) { return '/event/flower/' + encodeURIComponent(view.game + ' ' + name) + '.svg'; }
  function image(question) { return question.image ? picture('/event/picture/' + question.image, 'picture', '题目的图') : null; }
  function column(className) {
    var node = make('section', 'column ' + (className || 'grow'));
    for (var i = 1; i < arguments.length; i++) if (arguments[i]) node.appendChild(arguments[i]);
    return node;
  }
  function percent(part, of) { return of ? Math.round(part / of * 100) + '%' : '0%'; }

  // Small enough to clip nothing, as large as can be: every column by itself, so that a long
  // explanation makes no question small. What stands beside the question is no larger than that.
  function fit(largest) {
    [].forEach.call(main.querySelectorAll('.column'), function (node) {
      var scale = node.previousSibling ? 1.2 : largest || 1.5;
      function over() { return node.scrollHeight > node.clientHeight + 2 || node.scrollWidth > node.clientWidth + 1; }
      node.style.setProperty('--scale', String(scale));
      while (over() && scale > 0.45) {
        scale -= 0.05;
        node.style.setProperty('--scale', String(scale));
      }
    });
  }

  function drawLobby() {
    var frame = make('div', 'qr', null, picture(qr, '', '扫码加入'));
    main.appendChild(column('invite', frame, make('p', '', '扫码，或打开'), make('p', 'address', address.replace(/^http:\/\//, '')), make('p', 'code number', view.code), make('p', 'second', '手机和这台电脑要连同一个 Wi-Fi')));
    var people = view.names || [], box = make('div', 'window');
    var names = view.names_shown !== false, shown = people.slice(-200);
    if (!names) for (var n = 0; n < Math.min(view.players, 200); n++) shown.push('第 ' + (n + 1) + ' 朵');
    var line = make('div', 'people', null, make('b', 'number', String(view.players)), make('span', '', '朵窗花贴上来了'), make('span', 'second', view.locked ? '入口已关上' : ''));
    main.appendChild(column('grow', line, box));
    var unit = parseFloat(getComputedStyle(document.documentElement).fontSize);
    var width = box.clientWidth - 2.2 * unit, height = box.clientHeight - 2.2 * unit, gap = 0.3 * unit;
    var count = Math.max(shown.length, 12), best = { size: 0, columns: 6 };
    for (var columns = 3; columns <= 40; columns++) {
      var rows = Math.ceil(count / columns);
      var size = Math.min((width - gap * (columns - 1)) / columns, (height - gap * (rows - 1)) / rows / 1.09);
      if (size > best.size) best = { size: size, columns: columns };
    }
    // The lattice fills the window; a last row that is not full has empty panes.
    count = best.columns * Math.ceil(count / best.columns);
    var cell = best.size, roomy = names && cell > 5.7 * unit;
    box.style.gridTemplateColumns = 'repeat(' + best.columns + ',minmax(0,1fr))';
    box.style.gridTemplateRows = 'repeat(' + count / best.columns + ',minmax(0,1fr))';
    box.style.fontSize = Math.max(0.8 * unit, Math.min(2.3 * unit, cell * 0.15)) + 'px';
    box.setAttribute('role', 'list');
    for (var i = 0; i < count; i++) {
      var pane = make('div', 'pane');
      pane.setAttribute('role', 'listitem');
      if (shown[i]) {
        pane.appendChild(picture(flower(shown[i]), '', roomy ? '' : shown[i]));
        if (roomy) {
          var label = make('span', '', shown[i]);
          label.style.fontSize = Math.min(1, Math.sqrt(9 / shown[i].length)) + 'em';
          pane.appendChild(label);
        }
      } else pane.setAttribute('aria-hidden', 'true');
      box.appendChild(pane);
    }
  }

  function heading(question) {
    var again = view.again ? '　（讨论以后再答一次）' : '';
    var line = make('p', 'second', '第 ' + view.number + ' 题，共 ' + view.rounds + ' 题　' + question.label + again);
    return [line, make('h1', '', question.stem), image(question)];
  }

  function listOf(asked) {
    var rows = asked.options || asked.parts || asked.left || [];
    var longest = rows.reduce(function (most, part) { return Math.max(most, part.text.length); }, 0);
    return make('ul', 'options' + (longest > 26 && rows.length < 5 ? ' one' : ''));
  }

  function partsOf(asked) {
    var list = listOf(asked);
    if (asked.options) asked.options.forEach(function (option, place) {
      list.appendChild(make('li', 'option k' + (place % 6 + 1), null, Game.badge(place), make('span', 'words', option.text)));
    });
    else (asked.parts || asked.left || []).forEach(function (part, place) {
      list.appendChild(make('li', 'option', null, asked.left ? make('span', 'place', String(place + 1)) : null, make('span', 'words', part.text)));
    });
    (asked.right || []).forEach(function (part, place) {
      list.appendChild(make('li', 'option k' + (place % 6 + 1), null, Game.badge(place), make('span', 'words', part.text)));
    });
    return list;
  }

  function drawQuestion() {
    var question = view.question;
    var left = column.apply(null, ['grow'].concat(heading(question), [partsOf(question.interaction), make('p', 'second', question.hint)]));
    var ring = make('div', 'ring');
    ring.innerHTML = '<svg viewBox="0 0 100 100" aria-hidden="true"><circle cx="50" cy="50" r="44"/><circle class="run" cx="50" cy="50" r="44" stroke-dasharray="276.5"/></svg>';
    ring.appendChild(make('b', 'number'));
    ring.setAttribute('role', 'timer');
    var count = make('p', 'count', null, make('span', '', '已作答'), make('br'), make('b', 'number answered', ''));
    main.appendChild(left);
    main.appendChild(column('side', ring, count));
    showCount();
    tick();
  }

  function showCount() {
    var node = main.querySelector('.answered');
    if (node) node.textContent = view.answered + ' / ' + view.of;
  }

  // Both votes of a question that was asked again stand in one row, the first above the second.
  function chosenRows(list, asked, key, spread, first) {
    var counts = spread.options || {}, of = spread.answered || 0, before = first ? first.options || {} : null;
    asked.options.forEach(function (option, place) {
      var n = counts[option.id] || 0, right = key && key.options.indexOf(option.id) >= 0;
      var row = make('li', 'option k' + (place % 6 + 1) + (right ? ' key' : '') + (before ? ' two' : ' counted'), null, Game.badge(place), make('span', 'words', option.text), right ? make('span', 'tick', '✓ 正确') : null);
      var share = make('span', 'share number', null, before ? make('small', '', '第一次 ' + percent(before[option.id] || 0, first.answered)) : null);
      share.appendChild(make('span', '', (before ? '第二次 ' : '') + percent(n, of)));
      if (!before) share.appendChild(make('small', '', n + ' 人'));
      row.appendChild(share);
      if (before) row.appendChild(bar('fill before', before[option.id] || 0, first.answered));
      row.appendChild(bar('fill', n, of));
      list.appendChild(row);
    });
  }

  function bar(className, part, of) {
    var node = make('span', className);
    node.style.width = percent(part, of);
    return node;
  }

  // After the first vote: how it was answered, and no word on what is right.
  function drawDiscussion() {
    var question = view.question, asked = question.interaction, votes = view.votes || {}, list;
    if (asked.options) { list = make('ul', 'options one'); chosenRows(list, asked, null, votes, null); } else list = partsOf(asked);
    main.appendChild(column.apply(null, ['grow'].concat(heading(question), [list])));
    var steps = make('ol', '', null, make('li', '', '说说你选了什么，为什么这样选。'), make('li', '', '听听对方的理由。'), make('li', '', '再答一次，第二次的答案计分。'));
    main.appendChild(column('why talk', make('h2', '', '和旁边的人讨论'), steps, make('p', 'second', '第一次有 ' + (votes.answered || 0) + ' 人作答')));
  }

  // A slide comes as HTML from the server, which alone knows whether its answer is out. What is on
  // stays until the next one is here.
  function drawSlide() {
    var asked = drawn;
    function again() { setTimeout(function () { if (drawn === asked) drawSlide(); }, 1000); }
    fetch(location.pathname + '/slide/' + view.slide.place, { cache: 'no-store' }).then(function (answer) {
      if (!answer.ok) throw new Error();
      return answer.text();
    }).then(function (text) {
      if (drawn !== asked) return;
      main.textContent = '';
      main.appendChild(column('grow', new DOMParser().parseFromString(text, 'text/html').body.firstChild));
      fit(2);
    }).catch(again);
  }

  function keyRows(list, asked, key) {
    function name(parts, id) { var found = parts.filter(function (p) { return p.id === id; })[0]; return found ? found.text : ''; }
    function row(place, text) { list.appendChild(make('li', 'option key', null, make('span', 'place', String(place + 1)), make('span', 'words', text))); }
    if (!key) return;
    if (key.order) key.order.forEach(function (id, place) { row(place, name(asked.parts, id)); });
    if (key.pairs) asked.left.forEach(function (part, place) { row(place, part.text + ' → ' + name(asked.right, key.pairs[part.id])); });
    if (key.texts) asked.blanks.forEach(function (blank, place) { row(place, (blank.label ? blank.label + ' ' : '') + (key.texts[blank.id] || '') + (blank.unit || '')); });
  }

  function drawReveal() {
    var question = view.question, told = view.reveal || {}, asked = question.interaction, spread = view.distribution || {};
    var list = make('ul', 'options' + (asked.options || (asked.left || asked.parts || []).length < 5 ? ' one' : ''));
    if (asked.options) chosenRows(list, asked, told.key, spread, view.before); else keyRows(list, asked, told.key);
    var tally = make('p', 'tally number', null,
      make('span', '', '✓ 答对 ' + (spread.right || 0) + (view.before ? '（第一次 ' + view.before.right + '）' : '')),
      spread.partly ? make('span', '', '◐ 对一部分 ' + spread.partly) : null,
      make('span', '', '○ 还差一点 ' + (spread.wrong || 0)), make('span', 'second', '共 ' + (spread.answered || 0) + ' 人作答'));
    var left = column.apply(null, ['grow'].concat(heading(question), [list, tally]));
    var sources = told.sources && told.sources.length ? make('p', 'sources', '依据：' + Game.sourceWords(told.sources)) : null;
    main.appendChild(left);
    main.appendChild(column('why', make('h2', '', view.voided ? '这道题不计分' : '为什么'), make('p', '', told.explanation || ''), sources));
  }

  function rankRows(rows, teams) {
    var list = make('ol', 'ranks'), most = rows.reduce(function (m, r) { return Math.max(m, r.points); }, 0);
    rows.slice(0, 8).forEach(function (row) {
      list.appendChild(make('li', '', null, make('span', 'number', '第 ' + row.rank + ' 名'), make('span', 'name', row.name + (teams ? '（' + row.members + ' 人）' : '')), make('span', 'points number', Game.number(row.points) + ' 分'), bar('fill', row.points, most)));
    });
    return list;
  }

  // Teams where there are some; single players on the podium where the host turned that on.
  function rows(podium) {
    var s = view.standings || {}, teams = (s.teams || []).length > 0 && !(podium && (s.players || []).length);
    var found = teams ? s.teams.map(function (t) { return { rank: t.rank, name: t.team, points: t.points, members: t.members }; })
      : (s.players || []).map(function (p) { return { rank: p.rank, name: p.nickname, points: p.points }; });
    return { teams: teams, list: found };
  }

  function drawStandings() {
    var found = rows();
    if (!found.list.length) {
      var words = view.last ? view.rounds + ' 题都答完了，马上就到最后。' : '一共 ' + view.rounds + ' 题，已经答了 ' + view.number + ' 题。马上继续。';
      main.appendChild(column('grow calm', picture(flower(view.title), ''), make('h1', '', view.last ? '答完了' : '中场'), make('p', '', words)));
      return;
    }
    main.appendChild(column('grow', make('h1', '', found.teams ? '各队平均分' : '现在的分数'), found.teams ? make('p', 'second', '按在场同学的平均分排，人多人少一样公平。') : null, rankRows(found.list, found.teams)));
  }

  function drawFinished() {
    var found = rows(true), steps = make('div', 'podium');
    var top = found.list.filter(function (row) { return row.rank <= 3; }).slice(0, 5);
    function ranked(rank) { return top.filter(function (row) { return row.rank === rank; }); }
    var order = ranked(2).slice(0, 1).concat(ranked(1), ranked(2).slice(1), ranked(3)); // the first in the middle
    order.forEach(function (row) {
      var block = make('div', 'block', '第 ' + row.rank + ' 名', make('small', 'number', Game.number(row.points) + ' 分'));
      var label = make('div', 'name', row.name);
      label.style.fontSize = Math.min(1, Math.sqrt(14 / row.name.length)) + 'em';
      steps.appendChild(make('div', 'step r' + row.rank, null, row.rank === 1 ? picture(flower(row.name), '') : null, label, block));
    });
    main.appendChild(top.length ? column('grow', make('h1', '', '恭喜！'), steps)
      : column('grow calm', picture(flower(view.title), ''), make('h1', '', '谢谢大家！'), make('p', '', '每个人的得分在自己的手机上。')));
    var list = make('ol');
    (view.see_again || []).slice(0, 5).forEach(function (one) { list.appendChild(make('li', '', Game.topicTitle(one.topic) + '（答对 ' + Math.round(one.right * 100) + '%）')); });
    main.appendChild(column('topics', make('h2', '', list.children.length ? '回去可以再看看' : '大家都掌握得很好'), list.children.length ? list : null, make('p', 'second', '需要帮助：', make('span', 'number', '110 · 120 · 12355 · 12356'))));
  }

  function draw() {
    var name = JSON.stringify([view.slides && view.slide, view.votes, view.phase, view.round, view.names, view.phase === 'lobby' && view.players, view.standings, view.reveal, view.distribution, view.voided, view.names_shown, view.locked, view.see_again]);
    document.querySelector('.halt').hidden = !view.paused;
    document.querySelector('.top .code-now').textContent = view.code;
    if (name === drawn) { showCount(); tick(); return; }
    drawn = name;
    clearTimeout(timer);
    if (!view.slides) main.textContent = '';
    main.className = view.slides ? 'slides' : view.phase;
    document.querySelector('.top .join').style.visibility = view.phase === 'lobby' && !view.slides ? 'hidden' : 'visible';
    if (view.slides) { drawSlide(); return; }
    if (view.phase === 'lobby') drawLobby();
    else if (view.phase === 'question') drawQuestion();
    else if (view.phase === 'discussion') drawDiscussion();
    else if (view.phase === 'reveal') drawReveal();
    else if (view.phase === 'standings') drawStandings();
    else drawFinished();
    if (view.phase !== 'lobby') fit();
  }

  function tick() {
    clearTimeout(timer);
    var ring = main.querySelector('.ring'), left = Game.secondsLeft(view);
    if (!ring || left === null || view.phase !== 'question') return;
    ring.className = 'ring' + (view.paused ? ' still' : left < 6 ? ' soon' : '');
    ring.querySelector('b').textContent = view.paused ? '暂停' : view.cards_only ? '收卡' : String(Math.ceil(left));
    ring.querySelector('.run').style.strokeDashoffset = String(276.5 * (1 - Math.min(1, left / view.seconds)));
    timer = setTimeout(tick, 200);
  }

  // Sounds only where the host turned them on; the browser wants one click on this page before.
  var audio = null, sounded = '';
  function sound() {
    var scene = view.phase + view.round, tone = { question: 523, reveal: 659, finished: 784 }[view.phase];
    if (scene === sounded) return;
    sounded = scene;
    if (view.muted || !tone || !window.AudioContext) return;
    audio = audio || new AudioContext();
    var swing = audio.createOscillator(), loud = audio.createGain();
    swing.frequency.value = tone;
    loud.gain.setValueAtTime(0.2, audio.currentTime);
    loud.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + 0.6);
    swing.connect(loud);
    loud.connect(audio.destination);
    swing.start();
    swing.stop(audio.currentTime + 0.6);
  }

  function enlarge() {
    var veil = document.querySelector('.veil');
    veil.hidden = !veil.hidden;
  }
  document.querySelector('.top .qr').addEventListener('click', enlarge);
  document.querySelector('.veil').addEventListener('click', enlarge);
  document.querySelector('.dark').addEventListener('click', function () {
    kept = document.documentElement.getAttribute('data-edu-theme') === 'dark' ? 'light' : 'dark';
    Game.theme(kept);
    try { localStorage.setItem(KEEP, kept); } catch (e) { /* no store */ }
  });
  document.querySelector('.full').addEventListener('click', function () {
    if (document.fullscreenElement) document.exitFullscreen();
    else if (document.documentElement.requestFullscreen) document.documentElement.requestFullscreen();
  });
  // The two buttons are there while somebody moves the mouse or presses a key.
  var sleeping = 0;
  function wake() {
    document.body.classList.add('awake');
    clearTimeout(sleeping);
    sleeping = setTimeout(function () { document.body.classList.remove('awake'); }, 4000);
  }
  ['mousemove', 'keydown', 'touchstart'].forEach(function (name) { document.addEventListener(name, wake); });
  window.addEventListener('resize', function () { drawn = ''; if (view) draw(); });

  Game.connect({
    path: root.getAttribute('data-socket'),
    hello: function () { return { do: 'hello' }; },
    state: function (word) { net.textContent = word === 'here' ? '' : '正在重新连接…'; },
    take: function (message) {
      if (message.count && view) { view.answered = message.count.answered; view.of = message.count.of; showCount(); }
      if (message.view) { view = message.view; draw(); sound(); }
    }
  });
})();
