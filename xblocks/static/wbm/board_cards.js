/* Writing cards on a board: a card is there at once, goes out by itself, and is never lost. What the
   server has not taken stays on this device, with its reason, until it is sent, copied or dropped.
   The random id of a card is made here, so that sent twice is once. */
(function () {
  "use strict";
  if (window.wbmBoardCards || !window.wbmBoard) { return; }
  window.wbmBoardCards = true;
  var board = window.wbmBoard, MOST_WORDS = 7, LONGEST = 30000;

  function newId() {
    var bytes = crypto.getRandomValues(new Uint8Array(16)); /* crypto.randomUUID needs https */
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    return Array.from(bytes, function (byte) { return byte.toString(16).padStart(2, "0"); }).join("");
  }
  function composer(root) { return root.querySelector("form[data-board-composer]"); }
  function box(root) { return board.part(root, "outbox"); }
  function outbox(root) {
    root.boardOutbox = root.boardOutbox || board.stored(root.id + ":cards") || [];
    return root.boardOutbox;
  }
  function remember(root) { board.store(root.id + ":cards", outbox(root).length ? outbox(root) : null); }
  function forget(root, entry) {
    root.boardOutbox = outbox(root).filter(function (each) { return each !== entry; });
    remember(root);
    draw(root);
  }

  function draw(root) {
    var list = box(root), words = board.words(root);
    if (!list) { stranded(root); return; }
    list.replaceChildren();
    outbox(root).slice().reverse().forEach(function (entry) {
      var card = board.part(root, "unsent").content.firstElementChild.cloneNode(true);
      card.querySelector("[data-board-words]").textContent = entry.text;
      card.querySelector("[data-board-state]").textContent = entry.why || words[root.boardMissed ? "waiting" : "saving"];
      card.classList.toggle("wbm-pin--bad", Boolean(entry.why));
      card.querySelector("[data-board-tools]").hidden = !entry.why;
      card.querySelector("[data-board-again]").addEventListener("click", function () { back(root, entry); });
      card.querySelector("[data-board-throw]").addEventListener("click", function () { forget(root, entry); focusIn(root); });
      list.append(card);
    });
    list.hidden = !outbox(root).length;
  }
  function focusIn(root) { var form = composer(root); if (form) { form.elements.text.focus(); } }

  /* Back into the field, to be changed or sent again; what stands there meanwhile is not lost. */
  function back(root, entry) {
    var form = composer(root);
    if (!form) { entry.why = ""; entry.tries = 0; remember(root); draw(root); work(root); return; }
    var there = form.elements.text.value.trim();
    forget(root, entry);
    if (there) { board.keep(root, there); }
    form.elements.text.value = entry.text;
    counted(form);
    focusIn(root);
  }

  async function work(root) {
    if (root.boardSending) { return; }
    root.boardSending = true;
    var entry, wait = 1000;
    while (root.isConnected && (entry = outbox(root).find(function (each) { return !each.why; }))) {
      var values = { step: entry.step, card: entry.id, text: entry.text, writer: entry.seat };
      var result = await board.send(root, root.dataset.cards, values);
      if (result.status === 200) { wait = 1000; forget(root, entry); continue; }
      if (result.data || (result.status >= 400 && result.status < 500)) {
        entry.why = board.told(root, result);
        remember(root);
        draw(root);
        board.emit(root, entry.why);
        continue;
      }
      draw(root);
      await new Promise(function (done) { window.setTimeout(done, wait); window.addEventListener("online", done, { once: true }); });
      wait = Math.min(LONGEST, wait * 2);
    }
    root.boardSending = false;
  }

  function counted(form) {
    var field = form.elements.text, words = field.value.trim().split(/\s+/).filter(Boolean).length;
    var said = board.words(board.rootOf(form)), line = form.querySelector("[data-board-hint]");
    var text = field.value.length > field.dataset.most ? board.filled(said.too_long, { most: field.dataset.most, count: field.value.length })
      : words > MOST_WORDS ? board.filled(said.many_words, { count: words })
      : words === MOST_WORDS ? said.full : line.dataset.hint;
    if (line.textContent !== text) { line.textContent = text; }
    line.classList.toggle("wbm-todo", words > MOST_WORDS || field.value.length > field.dataset.most);
  }
  function draft(root, text) { board.store(root.id + ":draft", text ? { text: text } : null); }

  function stick(root, form) {
    var field = form.elements.text, text = field.value.trim().replace(/\s+/g, " ");
    if (!text) { field.focus(); return; }
    if (text.length > field.dataset.most) { counted(form); board.emit(root, form.querySelector("[data-board-hint]").textContent); field.focus(); return; }
    outbox(root).push({ id: newId(), text: text, step: form.dataset.step, seat: root.dataset.seat || "", why: "" });
    remember(root);
    field.value = "";
    draft(root, "");
    counted(form);
    draw(root);
    field.focus();
    work(root);
  }

  document.addEventListener("submit", function (event) {
    var root = board.rootOf(event.target);
    if (root && event.target.matches("[data-board-composer]")) { event.preventDefault(); stick(root, event.target); }
  });
  document.addEventListener("keydown", function (event) {
    var form = event.target.closest && event.target.closest("[data-board-composer], [data-board-edit]");
    if (!form || event.isComposing) { return; }
    if (event.key === "Enter" && !event.shiftKey && event.target.matches("textarea")) { event.preventDefault(); form.requestSubmit(); }
    if (event.key === "Escape" && form.matches("[data-board-edit]")) { close(form); }
  });
  document.addEventListener("input", function (event) {
    var form = event.target.closest && event.target.closest("[data-board-composer]"), root = form && board.rootOf(form);
    if (root) { counted(form); draft(root, event.target.value); }
  });

  /* Changing an own card that is hidden still. */
  function close(form) {
    var card = form.closest("[data-board-card]");
    form.reset();
    card.removeAttribute("data-editing");
    card.querySelector("[data-board-change]").focus();
  }
  document.addEventListener("click", function (event) {
    var change = event.target.closest("[data-board-change]"), cancel = event.target.closest("[data-board-cancel]");
    if (change) {
      var card = change.closest("[data-board-card]"), field = card.querySelector("textarea");
      card.setAttribute("data-editing", "");
      field.focus();
      field.setSelectionRange(field.value.length, field.value.length);
    } else if (cancel && cancel.closest("[data-board-edit]")) { close(cancel.closest("form")); }
  });

  board.hooks.drawn.push(function (root) {
    var form = composer(root), kept = form && board.stored(root.id + ":draft");
    if (form && !form.boardReady) {
      form.boardReady = true;
      if (kept && kept.text && !form.elements.text.value) { form.elements.text.value = kept.text; counted(form); }
    }
    if (box(root) && !box(root).children.length && outbox(root).length) { draw(root); }
    if (!box(root)) { stranded(root); }
    work(root);
  });
  /* The page has no place for cards any more: what is not sent is shown above it. */
  function stranded(root) {
    outbox(root).filter(function (each) { return each.why; }).forEach(function (entry) {
      forget(root, entry);
      board.keep(root, entry.text, entry.why);
    });
  }
  window.addEventListener("beforeunload", function (event) {
    var waits = Array.from(document.querySelectorAll("[data-board]")).some(function (root) { return (root.boardOutbox || []).some(function (each) { return !each.why; }); });
    if (waits) { event.preventDefault(); }
  });
  Array.from(document.querySelectorAll("[data-board]")).forEach(function (root) { board.hooks.drawn[board.hooks.drawn.length - 1](root); });
})();
