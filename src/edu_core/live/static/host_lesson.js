// The lesson on the host's page: what is on the shared screen, what comes next, and the keys of a
// clicker, which turn slides while they are on. Every command names the slide that was seen, so
// that a second click, or a second host's, turns no further page.
(function () {
  'use strict';
  var make = Game.make;
  var slides = JSON.parse(document.getElementById('host').getAttribute('data-slides') || '[]');
  var send = null;

  function at(place) { return slides[place] || { title: '第 ' + (place + 1) + ' 页', note: '', asks: false }; }
  function show(view, place) {
    if (place < 0 || place >= slides.length) return;
    send('slide', { round: view.round, slide: place, seen: view.slides ? view.slide.place : null });
  }
  function leave(view) { send('leave_slides', { slide: view.slide.place }); }
  function reveal(view) { send('reveal_slide', { slide: view.slide.place }); }
  function hidden(view) { return at(view.slide.place).asks && !view.slide.revealed; }
  function isLast(view) { return view.slide.place >= slides.length - 1; }
  function forward(view) {
    if (hidden(view)) reveal(view);
    else if (isLast(view)) leave(view);
    else show(view, view.slide.place + 1);
  }
  function canShow(view) {
    return slides.length > 0 && ['lobby', 'reveal', 'standings'].indexOf(view.phase) >= 0;
  }

  // While the quiz is on: where the lesson would go on.
  function invitation(view) {
    if (!canShow(view)) return null;
    var place = Math.min(view.slide.place, slides.length - 1);
    var words = place ? '上次讲到第 ' + (place + 1) + ' 页：' + at(place).title : '课文一共 ' + slides.length + ' 页，放在大屏幕上讲。';
    var tools = make('div', 'tools', null, Game.button('', place ? '接着讲课文（K）' : '讲课文（K）', function () { show(view, place); }));
    if (place && !isLast(view)) tools.appendChild(Game.button('', '讲下一页', function () { show(view, place + 1); }));
    return make('section', 'card', null, make('h2', '', '讲课文'), make('p', 'second', words), tools);
  }

  // While slides are on.
  function controls(view) {
    var place = view.slide.place, here = at(place), following = isLast(view) ? null : at(place + 1);
    var words = hidden(view) ? '显示答案' : following ? '下一页' : '回到答题';
    var go = Game.button('go', words, function () { forward(view); });
    go.id = 'forward';
    go.appendChild(make('small', '', following ? '接着：' + (following.title === here.title ? following.note : following.title) : '这是最后一页', make('span', 'keys', '　（空格、→ 或翻页笔）')));
    var tools = make('div', 'tools'), back = Game.button('', '上一页（←）', function () { show(view, place - 1); });
    back.disabled = place === 0;
    tools.appendChild(back);
    if (hidden(view) && following) tools.appendChild(Game.button('', '不显示答案，下一页', function () { show(view, place + 1); }));
    if (following) tools.appendChild(Game.button('', '回到答题（K）', function () { leave(view); }));
    return make('section', 'card', null, make('h2', '', '讲课文　第 ' + (place + 1) + ' 页，共 ' + slides.length + ' 页'),
      make('p', 'stem', here.title), make('p', 'second', here.note), go, tools);
  }

  function keys(view) {
    if (!view.slides) return { k: canShow(view) ? function () { show(view, Math.min(view.slide.place, slides.length - 1)); } : null };
    function on() { forward(view); }
    function back() { show(view, view.slide.place - 1); }
    function out() { leave(view); }
    return { ' ': on, Enter: on, ArrowRight: on, ArrowDown: on, PageDown: on, ArrowLeft: back, ArrowUp: back, PageUp: back, Backspace: back, k: out, Escape: out };
  }

  window.Lesson = { start: function (command) { send = command; }, invitation: invitation, controls: controls, keys: keys };
})();
