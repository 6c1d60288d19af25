// What the phone, the screen and the host's page share: the socket that comes back by itself, the
// clock of the server, small builders, and badges of colour, shape and letter. ES2017, no library.
(function () {
  'use strict';

  var SHAPES = [
    ['triangle', 'M50 6 96 92H4Z'], ['diamond', 'M50 2 98 50 50 98 2 50Z'],
    ['circle', 'M50 4a46 46 0 1 0 .1 0Z'], ['square', 'M8 8H92V92H8Z'],
    ['hexagon', 'M27 8H73L98 50 73 92H27L2 50Z'], ['house', 'M50 3 95 38V95H5V38Z']
  ];
  var LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
  var SVG = 'http://www.w3.org/2000/svg';

  function make(tag, className, text) {
    var node = document.createElement(tag);
    if (className) node.className = className;
    if (text !== undefined && text !== null) node.textContent = text;
    for (var i = 3; i < arguments.length; i++) if (arguments[i]) node.appendChild(arguments[i]);
    return node;
  }

  // The key in brackets at the end is for whoever has a keyboard.
  function button(className, text, act) {
    var key = /（[A-Z←]）$/.exec(text);
    var node = make('button', className, key ? text.slice(0, key.index) : text, key ? make('span', 'keys', key[0]) : null);
    node.type = 'button';
    node.addEventListener('click', act);
    return node;
  }

  function badge(place) {
    var shape = SHAPES[place % SHAPES.length];
    var node = make('span', 'badge ' + shape[0] + ' k' + (place % 6 + 1));
    var svg = document.createElementNS(SVG, 'svg');
    svg.setAttribute('viewBox', '0 0 100 100');
    svg.setAttribute('aria-hidden', 'true');
    var path = document.createElementNS(SVG, 'path');
    path.setAttribute('d', shape[1]);
    svg.appendChild(path);
    node.appendChild(svg);
    node.appendChild(make('b', '', LETTERS[place]));
    return node;
  }

  // The shortest way there and back that was measured, in milliseconds.
  var trip = Infinity;
  function halfTrip() { return trip === Infinity ? 0 : trip / 2; }

  // opts: hello() -> message, take(message), state(words)
  function connect(opts) {
    var socket = null, tries = 0, timer = 0, heard = 0, open = false, over = false;
    var scheme = location.protocol === 'https:' ? 'wss://' : 'ws://';
    function say(state) { if (opts.state) opts.state(state); }
    // Networks that break sockets: after some vain tries the page asks and answers by plain requests.
    var failed = 0, polling = 0;
    function polls() { return !open && opts.poll && failed >= 3; }
    function give(message) {
      if (message.view) {
        var left = message.view.left;
        message.view.ends = left === null || left === undefined ? null : Date.now() + left * 1000 - halfTrip();
        say('here');
      }
      opts.take(message);
    }
    function ask(address, body) {
      var options = { credentials: 'same-origin', cache: 'no-store' };
      if (body) { options.method = 'POST'; options.headers = { 'Content-Type': 'application/json' }; options.body = JSON.stringify(body); }
      fetch(address, options).then(function (answer) { return answer.json(); }).then(give, function () { say('away'); });
    }
    function poll() {
      clearTimeout(polling);
      if (!polls() || over) return;
      if (!document.hidden) ask(opts.poll + '/view');
      polling = setTimeout(poll, 2000);
    }
    function send(message) {
      if (polls() && message.do === 'answer') { ask(opts.poll + '/answer', message); return true; }
      if (!open) return false;
      try { socket.send(JSON.stringify(message)); return true; } catch (e) { return false; }
    }
    function ping() { send({ do: 'ping', at: Date.now() }); }
    function later() {
      clearTimeout(timer);
      if (over) return;
      failed += 1;
      if (polls() && failed === 3) poll();
      var wait = Math.min(4000, 300 * Math.pow(1.7, tries)) * (0.7 + Math.random() * 0.6);
      tries += 1;
      timer = setTimeout(start, wait);
    }
    function drop() {
      open = false;
      if (socket) { socket.onopen = socket.onclose = socket.onmessage = socket.onerror = null; try { socket.close(); } catch (e) { /* gone */ } }
      socket = null;
    }
    function start() {
      clearTimeout(timer);
      drop();
      var mine = new WebSocket(scheme + location.host + opts.path);
      socket = mine;
      timer = setTimeout(function () { if (!open) { drop(); if (!polls()) say('away'); later(); } }, 6000);
      mine.onopen = function () { clearTimeout(timer); open = true; heard = Date.now(); send(opts.hello()); ping(); };
      mine.onmessage = function (event) {
        heard = Date.now();
        var message;
        try { message = JSON.parse(event.data); } catch (e) { return; }
        if (message.pong !== undefined) { trip = Math.min(trip, Date.now() - message.pong); return; }
        if (message.ping !== undefined) { send({ do: 'pong', ping: message.ping }); return; }
        if (message.view) { tries = 0; failed = 0; }
        if (message.gone) { over = true; }
        give(message);
      };
      mine.onclose = function () { open = false; if (!polls()) say('away'); later(); };
      mine.onerror = function () { /* onclose follows */ };
    }
    // A socket can look alive after the phone slept: ask, and begin anew when nothing answers.
    function check() {
      if (over) return;
      if (!open) { tries = 0; start(); return; }
      var asked = Date.now();
      ping();
      send({ do: 'hello' });
      setTimeout(function () { if (heard < asked && !over) { say('away'); start(); } }, 700);
    }
    document.addEventListener('visibilitychange', function () { if (!document.hidden) check(); });
    window.addEventListener('pageshow', function (event) { if (event.persisted) check(); });
    window.addEventListener('online', check);
    setInterval(function () {
      if (document.hidden || over) return;
      if (open && Date.now() - heard > 40000) { say('away'); start(); } else { ping(); }
    }, 15000);
    say('away');
    start();
    return { send: send, check: check };
  }

  // Keep the screen of the device on, where the browser lets a page do that.
  function stayAwake() {
    var lock = null;
    function ask() {
      if (document.hidden || lock || !navigator.wakeLock) return;
      navigator.wakeLock.request('screen').then(function (got) {
        lock = got;
        got.addEventListener('release', function () { lock = null; });
      }, function () { /* not allowed here */ });
    }
    document.addEventListener('visibilitychange', ask);
    document.addEventListener('click', ask);
    ask();
  }

  // Seconds until the open question closes; a pause lets the clock stand still.
  function secondsLeft(view, extra) {
    if (!view || view.phase !== 'question' || view.ends === null) return null;
    if (view.paused) return view.left + (extra || 0);
    return Math.max(0, (view.ends - Date.now()) / 1000 + (extra || 0));
  }

  // Titles of sources and topics, which the page brings with it.
  var names = JSON.parse(document.body.getAttribute('data-names') || '{}');
  function sourceWords(sources) {
    return (sources || []).map(function (one) {
      var title = (names.sources || {})[one.id] || one.id;
      return (/^《/.test(title) ? title : '《' + title + '》') + (one.article || '');
    }).join('；');
  }
  function topicTitle(id) { return (names.topics || {})[id] || id; }

  function number(value) { return String(Math.round(value * 10) / 10); }

  function theme(saved) {
    var dark = saved ? saved === 'dark' : window.matchMedia && matchMedia('(prefers-color-scheme: dark)').matches;
    document.documentElement.setAttribute('data-edu-theme', dark ? 'dark' : 'light');
    return dark ? 'dark' : 'light';
  }

  window.Game = { make: make, button: button, badge: badge, connect: connect, stayAwake: stayAwake, secondsLeft: secondsLeft, sourceWords: sourceWords, topicTitle: topicTitle, number: number, theme: theme, letters: LETTERS };
})();
