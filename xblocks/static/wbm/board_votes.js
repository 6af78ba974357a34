/* Dots on a board: put at once, sent as "so many of mine lie here", so that sent twice is once. What
   the server has not taken yet stays on the page and is sent again. */
(function () {
  "use strict";
  if (window.wbmBoardVotes || !window.wbmBoard) { return; }
  window.wbmBoardVotes = true;
  var board = window.wbmBoard;

  function sheet(root) { return root.querySelector("[data-board-vote]"); }
  function targets(root) { return Array.from(root.querySelectorAll("[data-board-target]")); }
  function waiting(root) { root.boardDots = root.boardDots || new Map(); return root.boardDots; }
  function count(one) { return Number(one.dataset.mine); }
  function left(root) {
    return targets(root).reduce(function (rest, each) { return rest - count(each); }, Number(sheet(root).dataset.budget));
  }

  function draw(root) {
    var rest = left(root), words = board.words(root), cap = Number(sheet(root).dataset.cap);
    targets(root).forEach(function (each) {
      var mine = count(each), dots = each.querySelector("[data-board-dots]");
      dots.textContent = "●".repeat(mine) + "○".repeat(Math.max(0, cap - mine));
      dots.nextElementSibling.textContent = board.filled(words.dots_here, { count: mine, cap: cap });
      each.querySelector("[data-board-dot='-1']").setAttribute("aria-disabled", mine === 0);
      each.querySelector("[data-board-dot='1']").setAttribute("aria-disabled", mine >= cap || rest <= 0);
      each.classList.toggle("wbm-ballot--mine", mine > 0);
    });
    var line = sheet(root).querySelector("[data-board-left]"), text = board.filled(rest === 0 ? words.none_left : rest === 1 ? words.one_left : words.left, { count: rest, all: sheet(root).dataset.budget });
    if (line.textContent !== text) { line.textContent = text; }
    var state = sheet(root).querySelector("[data-board-state]");
    state.textContent = waiting(root).size ? words[root.boardMissed ? "waiting" : "saving"] : state.textContent;
  }

  async function work(root) {
    if (root.boardVoting) { return; }
    root.boardVoting = true;
    var wait = 1000, words = board.words(root);
    while (root.isConnected && sheet(root) && waiting(root).size) {
      var target = waiting(root).keys().next().value, number = waiting(root).get(target);
      var result = await board.send(root, root.dataset.dots, { step: sheet(root).dataset.step, target: target, number: number, writer: root.dataset.seat || "" });
      if (result.status === 200) {
        wait = 1000;
        if (waiting(root).get(target) === number) { waiting(root).delete(target); }
        if (!waiting(root).size) { take(root, result.data.mine); }
      } else if (result.data || (result.status >= 400 && result.status < 500)) {
        waiting(root).clear();
        board.say(root, board.told(root, result), "bad");
        await board.ask(root, true);
        if (result.data) { take(root, result.data.mine); }
      } else {
        if (sheet(root)) { draw(root); }
        await new Promise(function (done) { window.setTimeout(done, wait); window.addEventListener("online", done, { once: true }); });
        wait = Math.min(30000, wait * 2);
      }
    }
    root.boardVoting = false;
    if (sheet(root) && !waiting(root).size) { sheet(root).querySelector("[data-board-state]").textContent = words.saved; }
  }

  /* What the server holds of one's own dots, unless some are on their way. */
  function take(root, mine) {
    if (!mine || !sheet(root) || waiting(root).size) { return; }
    sheet(root).dataset.budget = mine.budget;
    sheet(root).dataset.cap = mine.cap;
    targets(root).forEach(function (each) { each.dataset.mine = mine.dots[each.dataset.boardTarget] || 0; });
    draw(root);
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-board-dot]"), root = button && board.rootOf(button);
    if (!root) { return; }
    var one = button.closest("[data-board-target]"), words = board.words(root), number = count(one) + Number(button.dataset.boardDot);
    if (button.getAttribute("aria-disabled") === "true") {
      if (button.dataset.boardDot === "1") { board.emit(root, number > Number(sheet(root).dataset.cap) ? words.cap_reached : words.none_left); }
      return;
    }
    one.dataset.mine = number;
    waiting(root).set(one.dataset.boardTarget, number);
    board.say(root, "");
    draw(root);
    board.emit(root, one.querySelector("[data-board-heading]").textContent.trim() + ": " + board.filled(words.dots_here, { count: number, cap: sheet(root).dataset.cap }) + ". " + sheet(root).querySelector("[data-board-left]").textContent);
    work(root);
  });
  function drawn(root, answer) {
    if (!sheet(root)) { return; }
    if (waiting(root).size) {
      targets(root).forEach(function (each) { if (waiting(root).has(each.dataset.boardTarget)) { each.dataset.mine = waiting(root).get(each.dataset.boardTarget); } });
    }
    take(root, answer.mine);
    draw(root);
  }
  board.hooks.drawn.push(drawn);
  Array.from(document.querySelectorAll("[data-board]")).forEach(function (root) { drawn(root, {}); });
})();
