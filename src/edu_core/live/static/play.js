// The player's phone. The server is the record: every view can be drawn from nothing, and an
// answer is kept here with its id until the server says that it is stored.
(function () {
  'use strict';
  var make = Game.make;
  var root = document.getElementById('play');
  var code = root.getAttribute('data-code');
  var me = root.getAttribute('data-player');
  var KEEP = 'edu-answer-' + code + '-' + me;
  var DRAFT = 'edu-draft-' + code + '-' + me;
  var main = document.querySelector('main'), foot = document.querySelector('.foot');
  var net = document.querySelector('.net'), who = document.querySelector('.who');
  var view = null, drawn = '', drawnScene = '', draft = null, refused = '', link = null, clockTimer = 0;

  Game.theme();
  Game.stayAwake();

  function recall(name) { try { return JSON.parse(localStorage.getItem(name)); } catch (e) { return null; } }
  function keep(name, value) {
    try { if (value) localStorage.setItem(name, JSON.stringify(value)); else localStorage.removeItem(name); } catch (e) { /* a private window */ }
  }
  var unsent = recall(KEEP);

  function newId() {
    var text = '', bytes = new Uint8Array(12);
    (window.crypto || window.msCrypto).getRandomValues(bytes);
    for (var i = 0; i < bytes.length; i++) text += ('0' + bytes[i].toString(16)).slice(-2);
    return text;
  }

  function sendUnsent() {
    if (unsent) link.send({ do: 'answer', round: unsent.round, answer_id: unsent.answer_id, response: unsent.response });
  }

  // The answer of mine that the server has for the round on the screen.
  function stored() {
    var answer = view && view.me && view.me.answer;
    return answer && answer.round === view.round ? answer : null;
  }

  function submit() {
    if (!draft || unsent) return;
    unsent = { round: view.round, answer_id: newId(), response: draft };
    keep(KEEP, unsent);
    refused = '';
    sendUnsent();
    draw();
  }

  function settle(answerId, words) {
    if (!unsent || unsent.answer_id !== answerId) return;
    var was = unsent;
    unsent = null;
    keep(KEEP, null);
    keep(DRAFT, null);
    if (words) { refused = words; link.send({ do: 'hello' }); }
    else if (!stored() && view.round === was.round) view.me.answer = { round: was.round, response: was.response };
    draw();
  }

  function takeView(next) {
    var before = view;
    if (before && next.version < before.version) return; // asked for without the socket, and overtaken by it
    if (!next.me) next.me = before ? before.me : null;
    if (!next.me) { link.send({ do: 'hello' }); return; }
    view = next;
    if (!before || before.round !== view.round) {
      refused = '';
      var kept = recall(DRAFT);
      draft = kept && kept.round === view.round ? kept.response : null;
    }
    if (unsent && unsent.round === view.round && stored()) { unsent = null; keep(KEEP, null); }
    sendUnsent();
    draw();
  }

  function take(message) {
    if (message.ack !== undefined) settle(message.ack, '');
    else if (message.refused !== undefined) { if (message.code !== 'unavailable') settle(message.refused, message.words); }
    else if (message.gone) location.href = '/join/' + code;
    else if (message.view) takeView(message.view);
    else if (message.me && view) { view.me = message.me; draw(); }
  }

  function state(word) {
    net.className = word === 'here' ? 'net' : 'net away';
    net.lastChild.textContent = word === 'here' ? '已连接' : view ? '正在重新连接…' : '正在连接…';
  }

  function head(question) {
    var line = make('div', 'row', null,
      make('span', '', '第 ' + view.number + ' 题，共 ' + view.rounds + ' 题'),
      make('span', 'number left'));
    main.appendChild(line);
    var track = make('div', 'clock', null, make('i'));
    track.setAttribute('aria-hidden', 'true');
    main.appendChild(track);
    title(question.stem);
    if (question.image) {
      var image = make('img', 'picture');
      image.src = '/event/picture/' + question.image;
      image.alt = '题目的图';
      main.appendChild(image);
    }
  }

  function title(words) {
    var node = make('h1', '', words);
    node.tabIndex = -1;
    main.appendChild(node);
  }

  function drawQuestion() {
    var question = view.question, mine = stored(), given = mine ? mine.response : unsent && unsent.round === view.round ? unsent.response : null;
    head(question);
    if (given) {
      var box = make('div');
      main.appendChild(make('p', 'hint', '你的答案：'));
      Gestures.shown(box, question.interaction, given, null);
      main.appendChild(box);
      var saved = make('p', mine ? 'saved' : 'saved wait', mine ? '✓ 已保存，等大家答完' : '正在保存…请不要关闭这一页');
      saved.setAttribute('role', 'status');
      foot.appendChild(saved);
      return;
    }
    main.appendChild(make('p', 'hint', (view.again ? '讨论以后再答一次　' : '') + question.label + '　' + question.hint));
    if (refused) main.appendChild(make('p', 'said care', refused));
    var draws = Gestures[question.interaction.gesture];
    if (!draws) { main.appendChild(make('p', 'said', '这道题请看大屏幕，跟主持人一起完成。')); return; }
    var go = Game.button('go', '提交答案', submit);
    go.disabled = !draft;
    draws(main, question.interaction, draft, function (response) {
      draft = response;
      keep(DRAFT, response ? { round: view.round, response: response } : null);
      go.disabled = !response;
    });
    foot.appendChild(make('div', '', null, go));
  }

  function drawReveal() {
    var question = view.question, told = view.reveal || {}, mine = stored();
    main.appendChild(make('div', 'row', null, make('span', '', '第 ' + view.number + ' 题，共 ' + view.rounds + ' 题'), make('span', 'number', '我的总分 ' + Game.number(view.me.points || 0))));
    var kind = 'care', words = '这题你没有作答。看看为什么：';
    if (view.voided) { kind = ''; words = '这道题不计分。'; }
    else if (mine && mine.right === undefined) { kind = ''; words = '你的答案已经保存。'; }
    else if (mine) {
      if (mine.right) { kind = 'good'; words = (question.interaction.gesture === 'write' ? '✓ 写好了，得 ' : '✓ 答对了，得 ') + Game.number(mine.points) + ' 分'; }
      else if (mine.score) { words = '◐ 对了一部分，得 ' + Game.number(mine.points) + ' 分'; }
      else { words = '○ 还差一点。看看为什么：'; }
    }
    var row = view.me.streak > 1 ? make('span', 'streak', '连对 ' + view.me.streak + ' 题') : null;
    main.appendChild(make('p', 'said ' + kind, null, make('b', '', words), row));
    if (refused) main.appendChild(make('p', 'said care', refused));
    title(question.stem);
    var box = make('div');
    main.appendChild(make('p', 'hint'));
    Gestures.shown(box, question.interaction, mine ? mine.response : null, told.key);
    main.appendChild(box);
    main.appendChild(make('h2', '', '为什么'));
    main.appendChild(make('p', '', told.explanation || ''));
    ((mine && mine.remarks) || []).forEach(function (text) { main.appendChild(make('p', 'said', text)); });
    if (told.sources && told.sources.length) main.appendChild(make('p', 'sources', '依据：' + Game.sourceWords(told.sources)));
  }

  // The first vote is over: what is right is told after the second one.
  function drawDiscussion() {
    var question = view.question, mine = stored();
    main.appendChild(make('div', 'row', null, make('span', '', '第 ' + view.number + ' 题，共 ' + view.rounds + ' 题'), make('span', '', '正在讨论')));
    main.appendChild(make('p', 'said', null, make('b', '', '和旁边的人讨论'), make('br'), make('span', '', '说说你为什么这样选，听听对方的理由。过一会儿再答一次，第二次的答案计分。')));
    if (refused) main.appendChild(make('p', 'said care', refused));
    title(question.stem);
    main.appendChild(make('p', 'hint', mine ? '你第一次的答案：' : '第一次你没有作答，没关系。'));
    var box = make('div');
    Gestures.shown(box, question.interaction, mine ? mine.response : null, null, true);
    main.appendChild(box);
  }

  function drawLesson() {
    middle('看大屏幕：老师在讲课文', [
      make('p', '', '我的得分'), make('p', 'big number', Game.number(view.me.points || 0)),
      make('p', '', '可以锁屏，答题的时候再打开。')
    ], flower());
  }

  function middle(words, lines, flower) {
    var box = make('div', 'middle');
    if (flower) { var image = make('img'); image.src = flower; image.alt = ''; box.appendChild(image); }
    var node = make('h1', '', words);
    node.tabIndex = -1;
    box.appendChild(node);
    lines.forEach(function (line) { if (line) box.appendChild(line); });
    main.appendChild(box);
    return box;
  }

  function drawPlace() {
    var mine = view.me, last = view.phase === 'finished';
    middle(last ? '谢谢参加！' : '看大屏幕上的成绩', [
      make('p', '', '我的得分'), make('p', 'big number', Game.number(mine.points || 0)),
      make('p', '', '答对 ' + (mine.right || 0) + ' 题'),
      mine.team ? make('p', '', '我的队：' + mine.team) : null,
      last ? make('p', '', '分数不重要，记住的才是你的。可以关上这一页了。') : null
    ], flower());
  }

  function flower() { return '/event/flower/' + encodeURIComponent(view.game + ' ' + view.me.nickname) + '.svg'; }

  function drawLobby() {
    middle('你进来了，' + view.me.nickname, [
      view.me.team ? make('p', '', '你的队：' + view.me.team) : null,
      make('p', '', '这是你的窗花，它已经贴在大屏幕上。'),
      make('p', '', '等主持人开始。可以锁屏，回来还是你。'),
      make('p', '', '本场：' + view.title)
    ], flower());
  }

  function draw() {
    if (!view) return;
    var scene = view.phase + view.round + view.me.removed + view.slides;
    var name = JSON.stringify([scene, view.me, !!unsent, refused, view.voided, view.phase === 'reveal' && !!view.reveal]);
    if (name === drawn) { tick(); return; } // never under the thumb of somebody who is answering
    var moved = scene !== drawnScene;
    drawn = name;
    drawnScene = scene;
    main.textContent = '';
    foot.textContent = '';
    who.textContent = view.me.nickname + (view.me.team ? ' · ' + view.me.team : '');
    if (view.me.removed) middle('主持人请你先离开了比赛', [make('p', '', '之前的答案都还在。如果弄错了，请举手告诉主持人，恢复以后这一页会自己回来。')]);
    else if (view.slides) drawLesson();
    else if (view.phase === 'lobby') drawLobby();
    else if (view.phase === 'question' && view.question) drawQuestion();
    else if (view.phase === 'discussion' && view.question) drawDiscussion();
    else if (view.phase === 'reveal' && view.question) drawReveal();
    else drawPlace();
    foot.hidden = !foot.firstChild;
    if (moved) {
      window.scrollTo(0, 0);
      var heading = main.querySelector('h1');
      if (heading) heading.focus({ preventScroll: true });
    }
    tick();
  }

  function tick() {
    clearTimeout(clockTimer);
    var left = Game.secondsLeft(view, view && view.me.extra);
    var words = main.querySelector('.left'), bar = main.querySelector('.clock');
    if (!words || left === null) return;
    words.textContent = view.paused ? '暂停中' : left > 0 ? '还有 ' + Math.ceil(left) + ' 秒' : '时间到';
    bar.firstChild.style.transform = 'scaleX(' + Math.min(1, left / (view.seconds + (view.me.extra || 0))) + ')';
    bar.className = left < 6 ? 'clock soon' : 'clock';
    clockTimer = setTimeout(tick, 250);
  }

  setInterval(sendUnsent, 3000); // the server knows the id and takes it once
  link = Game.connect({ path: '/play/' + code + '/socket', poll: '/play/' + code, hello: function () { return { do: 'hello' }; }, take: take, state: state });
})();
