// The host's page. Every button and key sends one command with the round it means, so that a
// second click, or a second host's, changes nothing.
(function () {
  'use strict';
  var make = Game.make;
  var root = document.getElementById('host');
  var main = document.querySelector('main'), net = document.querySelector('.net'), toast = document.querySelector('.toast');
  var view = null, drawn = '', timer = 0, toastTimer = 0, open = {}, typing = null, link = null;
  var KEEP = 'edu-host-theme', kept = null;
  try { kept = localStorage.getItem(KEEP); } catch (e) { /* no store */ }
  Game.theme(kept);

  var FORWARD = {
    start: ['开始，出第 1 题', '大家都进来了再点'], reveal: ['公布答案', '现在就结束作答'],
    discuss: ['先讨论', '结束第一次作答，大屏幕只显示怎么选的，不公布答案'], ask_again: ['再答一次', '讨论好了再点，第二次的答案计分'],
    standings: ['看成绩', ''], next: ['下一题', '']
  };

  function say(words) {
    toast.textContent = words;
    toast.hidden = false;
    clearTimeout(toastTimer);
    toastTimer = setTimeout(function () { toast.hidden = true; }, 6000);
  }
  function command(name, fields) {
    var message = { do: 'command', name: name };
    Object.keys(fields || {}).forEach(function (key) { message[key] = fields[key]; });
    if (!link.send(message)) say('还没有连上，刚才这一步没有做成。请等“已连接”以后再点。');
  }
  function here(more) {
    var fields = { round: view.round };
    Object.keys(more || {}).forEach(function (key) { fields[key] = more[key]; });
    return fields;
  }
  function forward() {
    if (!view || !view.forward) return;
    if (view.forward.name === 'reveal' && view.cards.out && !window.confirm('还有 ' + view.cards.out + ' 个班没有收卡。现在公布答案，这些班这道题就没有答案。要公布吗？')) return;
    var fields = {};
    Object.keys(view.forward).forEach(function (key) { if (key !== 'name') fields[key] = view.forward[key]; });
    command(view.forward.name, fields);
  }
  function tool(text, act, pressed) {
    var node = Game.button('', text, act);
    if (pressed !== undefined) node.setAttribute('aria-pressed', pressed ? 'true' : 'false');
    return node;
  }
  function card(title) {
    var node = make('section', 'card', null, make('h2', '', title));
    for (var i = 1; i < arguments.length; i++) if (arguments[i]) node.appendChild(arguments[i]);
    return node;
  }
  function asked(words, act) { return function () { if (window.confirm(words)) act(); }; }

  // What the shared screen will show between two questions.
  function standingWords() {
    if (view.team_mode !== 'none') return '大屏幕显示各队平均分';
    return view.rules.podium === 'players' && view.rules.names_shown ? '大屏幕显示前五名' : '大屏幕显示中场页';
  }
  function onward() {
    var name = view.forward.name, words = FORWARD[name], told = name === 'standings' ? standingWords() : words[1];
    var go = Game.button('go', name === 'next' && view.last ? '结束，看颁奖' : words[0], forward);
    go.appendChild(make('small', '', told, make('span', 'keys', (told ? '　' : '') + '（空格、→ 或翻页笔）')));
    return go;
  }
  function results() {
    var go = make('a', 'go', '看结果', make('small', '', '比赛结束了，结果已经进入老师的页面'));
    go.href = root.getAttribute('data-results');
    return go;
  }

  function controls() {
    var go = view.forward ? onward() : results();
    go.id = 'forward';
    var tools = make('div', 'tools'), playing = view.phase === 'question';
    if (playing) tools.appendChild(view.rules.discuss_first && view.forward.name === 'discuss' ? tool('不讨论，直接公布答案（R）', reveal) : tool('先讨论，再答一次（D）', discuss));
    if (view.phase === 'discussion') tools.appendChild(tool('不再答了，公布答案（R）', reveal));
    if (view.phase !== 'finished') tools.appendChild(tool(view.paused ? '继续（P）' : '暂停（P）', pause, view.paused));
    if (playing) tools.appendChild(tool('加 15 秒（T）', moreTime));
    if (playing || view.phase === 'reveal' || view.phase === 'discussion') tools.appendChild(tool('跳过这题，不计分（S）', asked('跳过这道题？它不计分，马上进入下一题。', skip)));
    if (view.phase === 'reveal' && view.forward && view.forward.name === 'standings') tools.appendChild(tool('不看成绩，直接下一题（N）', next));
    if (view.phase !== 'lobby' && view.phase !== 'finished') tools.appendChild(tool('提前结束', asked('现在结束比赛？答过的都计分，没出的题不再出。', function () { command('end'); })));
    return make('section', 'card', null, go, tools);
  }

  function now() {
    var words = { lobby: '大家正在进来', question: '第 ' + view.number + ' 题，共 ' + view.rounds + ' 题', discussion: '正在讨论第 ' + view.number + ' 题', reveal: '第 ' + view.number + ' 题的答案', standings: '成绩', finished: '颁奖' }[view.phase];
    var line = make('p', 'now', null, make('span', '', words));
    line.appendChild(make('span', 'number', null, make('b', '', String(view.players)), make('span', '', ' 人')));
    if (view.phase === 'question') {
      line.appendChild(make('span', 'number', null, make('span', '', '已作答 '), make('b', 'answered', '')));
      line.appendChild(make('span', 'number', null, make('span', '', '剩 '), make('b', 'left', '')));
    }
    var node = card('现在', line), question = view.question;
    if (!question) return node;
    node.appendChild(make('p', 'stem', question.stem));
    var list = make('ul', 'options'), spread = view.distribution || view.votes, first = view.before, counts = spread ? spread.options : {}, key = view.reveal && view.reveal.key;
    (question.interaction.options || []).forEach(function (option, place) {
      var right = key && key.options.indexOf(option.id) >= 0;
      list.appendChild(make('li', right ? 'key' : '', null, Game.badge(place), make('span', '', option.text + (right ? ' ✓' : '')), spread ? make('span', 'number', (first ? '第一次 ' + (first.options[option.id] || 0) + ' 人，第二次 ' : '') + (counts[option.id] || 0) + ' 人') : null));
    });
    node.appendChild(list);
    if (view.distribution) node.appendChild(make('p', 'number', '✓ 答对 ' + spread.right + '　◐ 对一部分 ' + spread.partly + '　○ 还差一点 ' + spread.wrong));
    if (view.reveal) node.appendChild(make('p', 'second', view.reveal.explanation));
    if (view.phase === 'question' && question.interaction.options) node.appendChild(hands(question.interaction.options));
    return node;
  }

  function hands(options) {
    var box = make('details'), fields = [];
    box.open = !!open.hands;
    box.addEventListener('toggle', function () { open.hands = box.open; });
    box.appendChild(make('summary', '', '没有手机：数举手的人数'));
    var line = make('div', 'tools');
    options.forEach(function (option, place) {
      var field = make('input');
      field.type = 'number'; field.min = 0; field.max = 2000; field.inputMode = 'numeric'; field.name = option.id;
      field.setAttribute('aria-label', '选 ' + Game.letters[place] + ' 的人数');
      fields.push(field);
      line.appendChild(make('label', '', Game.letters[place] + ' ', field));
    });
    line.appendChild(tool('保存人数', function () {
      var counts = {};
      fields.forEach(function (field) { counts[field.name] = Math.max(0, parseInt(field.value, 10) || 0); });
      command('hands', here({ counts: counts }));
    }));
    box.appendChild(line);
    return box;
  }

  function cards() {
    var lobby = view.phase === 'lobby';
    if (!lobby && !view.cards.fits) return null;
    var words = lobby ? '没有手机的班可以举卡：每人举一张印好的卡，老师拍照。' : view.cards.out ? '还有 ' + view.cards.out + ' 个班没有收卡，收完才会自己公布答案。' : view.rules.card_classes.length ? '举卡的班都收好了。' : '没有手机的班，可以举卡作答。';
    var link = make('a', '', lobby ? '选举卡的班，打印答题卡' : '拍照收卡');
    link.href = root.getAttribute('data-cards');
    link.target = '_blank';
    link.rel = 'noopener';
    return card('举卡', make('p', 'second', words), make('div', 'tools', null, link));
  }

  function claims() {
    if (!view.claims || !view.claims.length) return null;
    var node = card('换手机的同学');
    view.claims.forEach(function (claim) {
      node.appendChild(make('p', 'claim', null, make('b', 'number', claim.code), make('span', '', claim.nickname), Game.button('plain', '是这个人，让他接着答', function () { command('confirm_claim', { code: claim.code }); })));
    });
    return node;
  }

  function person(one) {
    var name = one.nickname + (one.team ? ' · ' + one.team : '');
    var box = make('details', '', null, make('summary', '', null, make('span', 'name' + (one.removed ? ' gone' : ''), name), make('span', 'second', (view.phase === 'question' && one.answered ? '已答　' : '') + (one.by_card ? '举卡　' : one.known ? '已登录　' : '') + Game.number(one.points) + ' 分')));
    box.open = !!open[one.id];
    box.addEventListener('toggle', function () { if (box.open) open[one.id] = true; else delete open[one.id]; });
    var acts = make('div', 'acts');
    acts.appendChild(Game.button('plain', '改名字', function () {
      var text = window.prompt('新的名字', one.nickname);
      if (text) command('rename', { player: one.id, nickname: text });
    }));
    acts.appendChild(Game.button('plain', one.extra ? '取消加时（+' + one.extra + ' 秒）' : '每题给他加 15 秒', function () { command('extra_time', { player: one.id, seconds: one.extra ? 0 : 15 }); }));
    acts.appendChild(one.removed ? Game.button('plain', '请回来', function () { command('restore', { player: one.id }); }) : Game.button('plain careful', '请出去', function () { command('remove', { player: one.id }); }));
    box.appendChild(acts);
    return make('li', '', null, box);
  }

  function people() {
    var list = make('ul', 'people'), rows = (view.people || []).slice().reverse();
    list.tabIndex = 0;
    list.setAttribute('aria-label', '名单');
    rows.slice(0, 300).forEach(function (one) { list.appendChild(person(one)); });
    var tools = make('div', 'tools', null,
      tool(view.locked ? '入口关着（L）' : '关上入口（L）', lock, view.locked),
      tool(view.rules.names_shown ? '隐藏名字' : '显示名字', function () { command('adjust', { names_shown: !view.rules.names_shown }); }, !view.rules.names_shown));
    var node = card('名单（' + rows.filter(function (one) { return !one.removed; }).length + ' 人）', tools);
    node.appendChild(rows.length ? list : make('p', 'second', '还没有人进来。请大家打开大屏幕上的网址，填比赛码。'));
    return node;
  }

  function rules() {
    var r = view.rules, tools = make('div', 'tools',  null,
      tool('显示成绩', function () { command('adjust', { standings_shown: !r.standings_shown }); }, r.standings_shown),
      tool('颁奖台排个人（只显示昵称）', function () { command('adjust', { podium: r.podium === 'players' ? 'teams' : 'players' }); }, r.podium === 'players'),
      tool('手机上显示连对', function () { command('adjust', { streaks: !r.streaks }); }, r.streaks),
      tool('每题先讨论，再公布答案', function () { command('adjust', { discuss_first: !r.discuss_first }); }, r.discuss_first),
      tool('自动往下走', function () { command('adjust', { auto_advance: !r.auto_advance }); }, r.auto_advance),
      tool('声音', function () { command('adjust', { muted: !r.muted }); }, !r.muted));
    return card('怎么比', make('p', 'second', view.formula), tools);
  }

  function done() {
    if (!view.done || !view.done.length) return null;
    var list = make('ul');
    view.done.forEach(function (one, place) {
      if (one.replaced) return;
      list.appendChild(make('li', 'claim', null, make('span', one.voided ? 'second' : '', (place + 1) + '. ' + one.stem), Game.button('plain', one.voided ? '恢复计分' : '这题作废', asked(one.voided ? '恢复这道题的分数？' : '这道题作废？所有人的分数马上重算。', function () { command('void', { round: one.round, voided: !one.voided }); }))));
    });
    return card('答过的题', list);
  }

  function pause() { command(view.paused ? 'resume' : 'pause'); }
  function moreTime() { command('more_time', here({ seconds: 15 })); }
  function skip() { command('skip', here()); }
  function again() { command('ask_again', here()); }
  function discuss() { command('discuss', here()); }
  function reveal() { command(view.phase === 'discussion' ? 'end_discussion' : 'reveal', here()); }
  function next() { command('next', here()); }
  function lock() { command('lock', { locked: !view.locked }); }

  function draw() {
    var name = JSON.stringify([view.version, view.phase, view.round, view.paused]);
    if (name !== drawn) {
      if (main.contains(document.activeElement) && document.activeElement.tagName === 'INPUT') { typing = setTimeout(draw, 1500); tick(); return; }
      drawn = name;
      var held = document.activeElement && document.activeElement.textContent, scroll = main.querySelector('.people') ? main.querySelector('.people').scrollTop : 0;
      main.textContent = '';
      var left = view.slides ? make('div', '', null, claims(), Lesson.controls(view)) : make('div', '', null, claims(), controls(), Lesson.invitation(view), now(), cards()), right = make('div', '', null, people(), rules(), done());
      main.appendChild(left);
      main.appendChild(right);
      if (main.querySelector('.people')) main.querySelector('.people').scrollTop = scroll;
      if (held) [].some.call(main.querySelectorAll('button'), function (node) { if (node.textContent === held) { node.focus({ preventScroll: true }); return true; } return false; });
    }
    tick();
  }

  function tick() {
    clearTimeout(timer);
    var left = Game.secondsLeft(view), at = main.querySelector('.left'), count = main.querySelector('.answered');
    if (count) count.textContent = view.answered + ' / ' + view.of;
    if (!at || left === null) return;
    at.textContent = view.paused ? '暂停中' : view.cards_only ? '0 秒，等收卡' : Math.ceil(left) + ' 秒';
    timer = setTimeout(tick, 250);
  }

  document.addEventListener('keydown', function (event) {
    var tag = event.target.tagName;
    if (!view || event.ctrlKey || event.metaKey || event.altKey || event.repeat || tag === 'INPUT' || tag === 'TEXTAREA' || tag === 'SELECT') return;
    var key = event.key;
    if ((key === ' ' || key === 'Enter') && (tag === 'BUTTON' || tag === 'SUMMARY' || tag === 'A')) return;
    var playing = view.phase === 'question', talking = view.phase === 'discussion';
    var acts = view.slides ? Lesson.keys(view) : {
      ' ': forward, Enter: forward, ArrowRight: forward, PageDown: forward, p: pause, '.': pause, b: pause,
      t: moreTime, l: lock, k: Lesson.keys(view).k, d: playing ? discuss : null, r: playing || talking ? reveal : null,
      a: talking ? again : null, n: view.phase === 'reveal' ? next : null,
      s: playing ? asked('跳过这道题？它不计分，马上进入下一题。', skip) : null
    };
    var act = acts[key.length === 1 ? key.toLowerCase() : key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  document.querySelector('.dark').addEventListener('click', function () {
    kept = document.documentElement.getAttribute('data-edu-theme') === 'dark' ? 'light' : 'dark';
    Game.theme(kept);
    try { localStorage.setItem(KEEP, kept); } catch (e) { /* no store */ }
  });

  Lesson.start(command);
  link = Game.connect({
    path: root.getAttribute('data-socket'),
    hello: function () { return { do: 'hello' }; },
    state: function (word) { net.textContent = word === 'here' ? '已连接' : '正在重新连接，比赛照常…'; net.className = word === 'here' ? 'net' : 'net away'; },
    take: function (message) {
      if (message.count && view) { view.answered = message.count.answered; view.of = message.count.of; tick(); }
      if (message.words) say(message.words);
      if (message.view) { view = message.view; clearTimeout(typing); draw(); }
    }
  });
})();
