/* Arranging cards of a board: drag one, tick several, or take the arrow keys; "Where to?" lists the
   groups for fingers and screen readers. Whoever drags sees what others did once they let go. */
(function () {
  "use strict";
  if (window.wbmBoardArrange || !window.wbmBoard) { return; }
  window.wbmBoardArrange = true;
  var board = window.wbmBoard;

  function all(selector, root) { return Array.from(root.querySelectorAll(selector)); }
  function cards(list) { return all(":scope > [data-board-card]", list); }
  function lists(root) { return all("[data-board-list]", root); }
  function ticked(root) { return all("[data-board-pick]:checked", root).map(function (each) { return each.closest("[data-board-card]"); }); }
  function textOf(card) { return card.querySelector("[data-board-words]").textContent.trim(); }
  function nameOf(root, list) {
    var group = list.closest("[data-board-group]"), heading = group.querySelector("input[name=heading]");
    return (heading ? heading.value.trim() : group.dataset.boardGroup) || board.words(root).no_heading;
  }

  async function move(root, moved, list, before) {
    var values = { step: root.querySelector("[data-board-columns]").dataset.step, card: moved.map(function (each) { return each.dataset.boardCard; }), group: list ? list.dataset.boardList : "new", before: before ? before.dataset.boardCard : "" };
    var result = await board.send(root, root.dataset.moves, values);
    if (result.status !== 200) {
      board.say(root, board.told(root, result), "bad");
      board.ask(root, true);
      return;
    }
    board.say(root, "");
    all("[data-board-pick]:checked", root).forEach(function (each) { each.checked = false; });
    ticks(root);
    tell(root, moved);
    if (!list && result.data.group) { name(root, result.data.group); }
  }
  /* A new group waits for its heading. */
  function name(root, group) {
    var made = all("[data-board-list]", root).find(function (each) { return each.dataset.boardList === String(group); });
    var heading = made && made.closest("[data-board-group]").querySelector("input[name=heading]");
    if (heading) { heading.focus(); }
  }
  function tell(root, moved) {
    var list = moved[0].closest("[data-board-list]"), words = board.words(root);
    if (!list) { return; }
    var there = cards(list), values = { card: textOf(moved[0]), count: moved.length, group: nameOf(root, list), place: there.indexOf(moved[0]) + 1, all: there.length };
    board.emit(root, board.filled(moved.length > 1 ? words.moved_many : words.moved, values));
  }

  /* With keys: left and right to the group beside, up and down within it. */
  function step(root, card, key) {
    var list = card.closest("[data-board-list]"), across = { ArrowLeft: -1, ArrowRight: 1 }[key];
    if (across) {
      var target = lists(root)[lists(root).indexOf(list) + across];
      if (target) { move(root, [card], target, null); }
      return;
    }
    var there = cards(list), at = there.indexOf(card);
    if (key === "ArrowUp" && at > 0) { move(root, [card], list, there[at - 1]); }
    if (key === "ArrowDown" && at < there.length - 1) { move(root, [card], list, there[at + 2] || null); }
  }
  document.addEventListener("keydown", function (event) {
    var root = board.rootOf(event.target), card = root && event.target.closest("[data-board-card]");
    if (!root || !root.querySelector("[data-board-columns]")) { return; }
    if ((event.ctrlKey || event.metaKey) && event.key === "z" && !event.target.matches("textarea, input[type=text]")) {
      var undo = root.querySelector("form[data-board-undo]");
      if (undo) { event.preventDefault(); undo.requestSubmit(); }
    } else if (card && /^Arrow/.test(event.key) && !event.altKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      step(root, card, event.key);
    }
  });

  /* "Where to?" for one card, or for those that are ticked. */
  function where(root, moved) {
    var dialog = board.part(root, "where"), list = dialog.querySelector("[data-board-targets]"), words = board.words(root);
    var now = moved.length === 1 ? moved[0].closest("[data-board-list]") : null;
    dialog.querySelector("[data-board-which]").textContent = moved.length > 1 ? board.filled(words.some_cards, { count: moved.length }) : textOf(moved[0]);
    list.replaceChildren();
    lists(root).forEach(function (each) {
      var button = document.createElement("button");
      button.type = "button";
      button.className = "wbm-choice";
      button.textContent = nameOf(root, each) + " (" + cards(each).length + ")";
      button.disabled = each === now;
      button.addEventListener("click", function () { shut(dialog); move(root, moved, each, null); });
      list.append(button);
    });
    dialog.boardMoved = moved;
    dialog.showModal();
  }
  function shut(dialog) { dialog.close(); }
  function ticks(root) {
    var bar = board.part(root, "ticked"), count = ticked(root).length;
    if (!bar) { return; }
    bar.hidden = !count;
    bar.querySelector("[data-board-which]").textContent = board.filled(board.words(root).ticked, { count: count });
  }
  document.addEventListener("change", function (event) {
    var root = board.rootOf(event.target);
    if (root && event.target.matches("[data-board-pick]")) { ticks(root); }
  });
  document.addEventListener("click", function (event) {
    var root = board.rootOf(event.target);
    if (!root) { return; }
    var one = event.target.closest("[data-board-move]"), some = event.target.closest("[data-board-move-ticked]"), fresh = event.target.closest("[data-board-new]"), none = event.target.closest("[data-board-untick]");
    if (one) { where(root, [one.closest("[data-board-card]")]);
    } else if (some) { where(root, ticked(root));
    } else if (fresh) {
      var dialog = fresh.closest("dialog"), moved = dialog ? dialog.boardMoved : ticked(root);
      if (dialog) { shut(dialog); }
      move(root, moved, null, null);
    } else if (none) { all("[data-board-pick]:checked", root).forEach(function (each) { each.checked = false; }); ticks(root); }
  });

  function dropped(root, event) {
    root.boardHeld = false;
    var card = event.item, list = event.to, target = list.matches("[data-board-list]") ? list : null, chosen = ticked(root);
    if (target && list === event.from && event.oldIndex === event.newIndex) { later(root); return; }
    var next = target ? card.nextElementSibling : null;
    var moved = chosen.includes(card) ? chosen : [card];
    if (!target) { event.from.insertBefore(card, event.from.children[event.oldIndex] || null); }
    while (next && moved.includes(next)) { next = next.nextElementSibling; }
    root.boardLater = false;
    move(root, moved, target, next);
  }
  function later(root) { if (root.boardLater) { root.boardLater = false; board.ask(root); } }
  board.hooks.drawn.push(function (root) {
    all("[data-board-list], [data-board-fresh]", root).forEach(function (list) {
      if (list.boardSorts || !window.Sortable) { return; }
      list.boardSorts = window.Sortable.create(list, {
        group: "wbm-board", draggable: "[data-board-card]", filter: "button, input, a", preventOnFilter: false,
        animation: window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 150, delay: 200, delayOnTouchOnly: true, touchStartThreshold: 6,
        ghostClass: "wbm-pin--ghost", chosenClass: "wbm-pin--chosen",
        onStart: function () { root.boardHeld = true; root.dataset.dragging = ""; },
        onEnd: function (event) { delete root.dataset.dragging; dropped(root, event); }
      });
    });
    ticks(root);
  });
  all("[data-board]", document).forEach(function (root) { board.hooks.drawn[board.hooks.drawn.length - 1](root); });
})();
