// Reading aids and the keys of the slides. Nothing here asks the server for anything: speech is the
// browser's own, and what a reader prefers stays in the browser.
(function () {
  "use strict";

  const root = document.documentElement;
  const SIZES = ["", "large", "largest"];
  const speech = window.speechSynthesis;
  if (!speech || typeof SpeechSynthesisUtterance === "undefined") root.dataset.eduSpeech = "none";

  function remembered(name) {
    try { return window.localStorage.getItem(name) || ""; } catch { return ""; }
  }
  function remember(name, value) {
    try { window.localStorage.setItem(name, value); } catch { /* a private window keeps nothing */ }
  }
  root.dataset.eduPinyin = remembered("edu-pinyin") || "on";
  root.dataset.eduSize = remembered("edu-size");

  let reader = null; // the button whose text is being read aloud

  function wordsOf(place) {
    const copy = place.cloneNode(true);
    copy.querySelectorAll("rt, .edu-meaning, .edu-only-heard, button, input, summary, [data-edu-deed]")
      .forEach((part) => part.remove());
    const blocks = copy.querySelectorAll("h1, h2, h3, h4, p, li, figcaption");
    const texts = [...blocks].filter((one) => !one.querySelector("p, li")).map((one) => one.textContent.trim());
    return texts.join("\n").match(/[^。！？\n]+[。！？]?/g) || [];
  }
  function stopReading() {
    speech.cancel();
    if (reader) { reader.setAttribute("aria-pressed", "false"); reader.textContent = "朗读"; }
    reader = null;
  }
  function startReading(button) {
    const place = document.querySelector('[class*="st-key-lesson-text"]');
    if (!place) return;
    stopReading();
    reader = button;
    button.setAttribute("aria-pressed", "true");
    button.textContent = "停止朗读";
    // Sentence by sentence: browsers fall silent in the middle of a long text.
    const sentences = wordsOf(place);
    sentences.forEach(function (sentence, number) {
      const said = new SpeechSynthesisUtterance(sentence);
      said.lang = "zh-CN";
      said.rate = 0.95;
      if (number === sentences.length - 1) said.onend = stopReading;
      speech.speak(said);
    });
  }

  const DEEDS = {
    read(button) { if (reader === button) stopReading(); else startReading(button); },
    pinyin() {
      root.dataset.eduPinyin = root.dataset.eduPinyin === "on" ? "off" : "on";
      remember("edu-pinyin", root.dataset.eduPinyin);
    },
    size() {
      root.dataset.eduSize = SIZES[(SIZES.indexOf(root.dataset.eduSize) + 1) % SIZES.length];
      remember("edu-size", root.dataset.eduSize);
    },
  };
  document.addEventListener("click", function (event) {
    const button = event.target.closest ? event.target.closest("[data-edu-deed]") : null;
    if (button && Object.hasOwn(DEEDS, button.dataset.eduDeed)) DEEDS[button.dataset.eduDeed](button);
  });
  window.addEventListener("pagehide", function () { if (speech) speech.cancel(); });

  // Another section came: what is read aloud is no longer on the page.
  new MutationObserver(function () {
    if (reader && !reader.isConnected) stopReading();
  }).observe(document.body, { subtree: true, childList: true });

  // Slides, and the steps of a replay: arrows, page keys of a clicker, space; never while somebody
  // types, answers or moves a slider.
  const FORWARD = ["ArrowRight", "ArrowDown", "PageDown", " ", "Enter"];
  const BACK = ["ArrowLeft", "ArrowUp", "PageUp", "Backspace"];
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey || !document.querySelector('[class*="st-key-slide-frame"], [class*="st-key-replay-frame"]')) return;
    if (event.target.closest("input, textarea, select, [role=listbox], [contenteditable]")) return;
    const onButton = event.target.closest("button, a, summary");
    if (onButton && (event.key === " " || event.key === "Enter")) return;
    const way = FORWARD.includes(event.key) ? "next" : BACK.includes(event.key) ? "back" : "";
    if (!way) return;
    const button = document.querySelector('[class*="st-key-slide-' + way + '"] button:not(:disabled)');
    if (button) { event.preventDefault(); button.click(); }
  });
})();
