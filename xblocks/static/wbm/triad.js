/* The clock of a triad: one for all phones. Every answer says the server's time; the one that was
   quickest under way tells best how far this phone is from it. From there the page counts on by a
   clock that nobody can set, so a phone whose time was changed shows the same as the others. */
(function () {
  "use strict";
  if (window.wbmTriad) { window.wbmTriad.begin(); return; }
  var board = window.wbmBoard, SAMPLES = 30;
  function roots() { return Array.from(document.querySelectorAll("[data-triad]")); }
  function node(root) { return root.querySelector("[data-triad-clock]"); }
  function heard(root, answer, asked, got) {
    var now = Number(answer.headers.get("X-WBM-Now"));
    if (!now || !root.hasAttribute("data-triad")) { return; }
    root.triadHeard = (root.triadHeard || []).concat({ trip: got - asked, offset: now + (got - asked) / 2 - got }).slice(-SAMPLES);
  }
  function offset(root) {
    var list = root.triadHeard || [];
    if (list.length) { return list.reduce(function (best, each) { return each.trip < best.trip ? each : best; }).offset; }
    if (root.triadFirst === undefined) { root.triadFirst = Number(node(root).dataset.at) - performance.now(); }
    return root.triadFirst;
  }
  /* Milliseconds the step has run; null while there is none. */
  function elapsed(root) {
    var clock = node(root);
    if (!clock) { return null; }
    var run = clock.dataset.stopped ? 0 : performance.now() + offset(root) - Number(clock.dataset.at);
    return Math.max(0, Number(clock.dataset.elapsed) + run);
  }
  function spoken(seconds) { return Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0"); }
  function show(root) {
    var clock = node(root);
    if (!clock) { return; }
    var left = Math.ceil((Number(clock.dataset.limit) - elapsed(root)) / 1000), words = board.words(root);
    var text = board.filled(left >= 0 ? words.left : words.overrun, { time: spoken(Math.abs(left)) });
    if (clock.textContent !== text) { clock.textContent = text; }
    clock.classList.toggle("is-over", left < 0);
    if (left < 0 && root.triadWas >= 0) { board.emit(root, words.time_up); }
    root.triadWas = left;
  }
  function begin() {
    roots().forEach(function (root) {
      show(root);
      if (root.triadLives) { return; }
      root.triadLives = true;
      board.ask(root);
    });
  }
  board.hooks.heard.push(heard);
  board.hooks.drawn.push(function (root) { if (root.hasAttribute("data-triad")) { root.triadWas = undefined; show(root); } });
  /* While a phone sleeps its counting may stand still: what it heard before is worth nothing. */
  document.addEventListener("visibilitychange", function () {
    if (!document.hidden) { roots().forEach(function (root) { root.triadHeard = []; root.triadFirst = undefined; }); }
  });
  document.addEventListener("htmx:load", begin);
  window.setInterval(function () { roots().forEach(show); }, 250);
  window.wbmTriad = { begin: begin, elapsed: elapsed, spoken: spoken };
  begin();
})();
