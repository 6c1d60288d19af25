// The cards page works without this; with it a photograph is sent as soon as it is taken, and the
// page follows the game.
(function () {
  'use strict';
  var page = document.getElementById('cards'), busy = false;
  // a page that came out of a form is not asked for again when it is reloaded
  history.replaceState(null, '', page.getAttribute('data-here'));

  [].forEach.call(document.forms, function (form) {
    form.addEventListener('submit', function (event) {
      if (busy) { event.preventDefault(); return; }
      busy = true;
      var words = form.querySelector('.busy');
      if (words) words.hidden = false;
    });
  });
  var field = document.getElementById('photographs');
  if (field) {
    field.form.querySelector('.read').hidden = true;
    field.addEventListener('change', function () {
      if (field.files.length) field.form.querySelector('.read').click();
    });
  }
  window.addEventListener('pageshow', function (event) { if (event.persisted) location.reload(); });

  Game.connect({
    path: page.getAttribute('data-socket'),
    hello: function () { return { do: 'hello' }; },
    take: function (message) {
      var view = message.view;
      if (!view || busy) return;
      var state = [view.phase, view.round, view.cards.out, !!view.cards_only].join(' ');
      if (state !== page.getAttribute('data-state')) { busy = true; location.replace(page.getAttribute('data-here')); }
    }
  });
})();
