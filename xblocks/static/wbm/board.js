/* A card board that lives: asks every two seconds what is new, puts it in without touching what
   somebody is at, and sends what somebody does. The server says what may be seen; nothing is hidden
   here. Parts of it stand in board_cards.js, board_arrange.js and board_votes.js.

   An answer is {rev, frame, key, whole?, pieces: [[id, where, place, html]], gone: [id], texts, said,
   refused}: `whole` replaces everything, a piece takes its place in the list `where`. */
(function () {
  "use strict";
  if (window.wbmBoard) { window.wbmBoard.begin(); return; }
  var EVERY = 2000, LONGEST = 30000, patch = window.wbmPatch;
  var hooks = { drawn: [], heard: [] };

  function roots() { return Array.from(document.querySelectorAll("[data-board]")); }
  function rootOf(node) { return node.closest && node.closest("[data-board]"); }
  function part(root, name) { return root.querySelector("[data-board-" + name + "]"); }
  function words(root) {
    root.boardWords = root.boardWords || JSON.parse(document.getElementById(root.id + "-words").textContent);
    return root.boardWords;
  }
  function filled(text, values) { return text.replace(/%\((\w+)\)s/g, function (_all, name) { return values[name]; }); }
  function cookie(name) {
    var match = document.cookie.match("(?:^|; )" + name + "=([^;]*)");
    return match ? decodeURIComponent(match[1]) : "";
  }
  function drawn(root, answer) { hooks.drawn.forEach(function (hook) { hook(root, answer); }); }
  function emit(root, text) {
    var live = (root.closest(".wbm") || document).querySelector("[data-wbm-live]");
    if (live && text) { live.textContent = ""; window.setTimeout(function () { live.textContent = text; }, 50); }
  }
  function store(key, value) {
    try {
      if (value) { localStorage.setItem(key, JSON.stringify(value)); } else { localStorage.removeItem(key); }
    } catch (full) { /* A private window keeps nothing. */ }
  }
  function stored(key) { try { return JSON.parse(localStorage.getItem(key)); } catch (broken) { return null; } }

  /* What was typed and could not be sent stays on the page and in this browser. */
  function keep(root, text, why) {
    var list = part(root, "kept"), box = part(root, "kept-one").content.cloneNode(true);
    box.querySelector("blockquote").textContent = text;
    box.querySelector("p").textContent = why || words(root).kept;
    list.append(box);
    rememberKept(root);
    emit(root, why || words(root).kept);
  }
  function rememberKept(root) {
    store(root.id + ":kept", Array.from(part(root, "kept").querySelectorAll("blockquote"), function (each) { return each.textContent; }).slice(-20));
  }

  function apply(root, answer) {
    if (answer.rev < Number(root.dataset.rev)) { return; }
    if (root.boardHeld) { root.boardLater = true; return; }
    var focus = document.activeElement, inside = root.contains(focus), from = inside && focus.selectionStart !== undefined ? [focus.selectionStart, focus.selectionEnd] : null;
    var was = patch.boxes(root);
    if (answer.whole !== undefined) {
      patch.morph(part(root, "body"), patch.html('<div data-board-body>' + answer.whole + "</div>").firstElementChild);
    }
    Object.entries(answer.fills || {}).forEach(function (pair) {
      var list = document.getElementById(pair[0]);
      if (list && root.contains(list)) { patch.morphInside(list, patch.html(pair[1])); }
    });
    (answer.pieces || []).forEach(function (piece) { patch.place(root, piece); });
    (answer.gone || []).forEach(function (id) { var node = document.getElementById(id); if (node && root.contains(node)) { patch.leave(node); } });
    Object.entries(answer.texts || {}).forEach(function (pair) {
      root.querySelectorAll('[data-board-count="' + pair[0] + '"]').forEach(function (each) { if (each.textContent !== pair[1]) { each.textContent = pair[1]; } });
    });
    root.dataset.rev = answer.rev;
    root.dataset.frame = answer.frame;
    root.dataset.key = answer.key;
    refocus(root, inside && focus, from, answer.whole !== undefined);
    patch.moved(was);
    drawn(root, answer);
    var next = part(root, "next") && part(root, "next").textContent;
    if (answer.said) { emit(root, answer.said); } else if (next !== root.boardNext && root.boardNext !== undefined) { emit(root, next); }
    root.boardNext = next;
  }
  function refocus(root, focus, from, whole) {
    if (!focus || document.activeElement === focus) { return; }
    if (focus.isConnected) {
      focus.focus({ preventScroll: true });
      try { if (from) { focus.setSelectionRange(from[0], from[1]); } } catch (other) { /* not a field of text */ }
    } else if (whole && part(root, "title")) { part(root, "title").focus({ preventScroll: true }); }
  }

  /* Asking what is new. */
  function query(root, since) {
    return new URLSearchParams({ since: since, frame: root.dataset.frame, key: root.dataset.key, look: root.dataset.look || "", seat: root.dataset.seat || "", wall: root.dataset.wall || "" });
  }
  async function ask(root, fresh) {
    if (root.boardAsking) { root.boardAgain = fresh || root.boardAgain; return; }
    root.boardAsking = true;
    try {
      if (fresh) { root.dataset.frame = ""; }
      var asked = performance.now(), answer = await fetch(root.dataset.state + "?" + query(root, root.dataset.rev), { headers: { "X-WBM-Board": "1" }, cache: "no-store" });
      hooks.heard.forEach(function (hook) { hook(root, answer, asked, performance.now()); });
      if (answer.status === 200) { apply(root, await answer.json()); }
      else if (answer.status !== 204) { throw new Error(answer.status); }
      connected(root, true);
    } catch (lost) { connected(root, false); }
    root.boardAsking = false;
    if (root.boardAgain) { var again = root.boardAgain; root.boardAgain = null; ask(root, again); }
  }
  function connected(root, well) {
    root.boardMissed = well ? 0 : (root.boardMissed || 0) + 1;
    var line = part(root, "line"), lost = root.boardMissed > 1;
    if (line && line.hidden === lost) {
      line.hidden = !lost;
      line.textContent = lost ? words(root).offline : "";
      if (lost) { emit(root, words(root).offline); }
    }
  }
  function tick(root) {
    window.clearTimeout(root.boardTimer);
    if (!root.isConnected) { return; }
    var wait = Math.min(LONGEST, EVERY * Math.pow(2, root.boardMissed || 0));
    root.boardTimer = window.setTimeout(async function () {
      if (!document.hidden) { await ask(root); }
      if (!document.hidden) { tick(root); }
    }, wait);
  }

  /* Sending. Returns {status, data}; status 0 when nothing came back. What was kept is settled in
     its `form` before what is new is drawn: what nobody is at any more takes the newer version. */
  async function send(root, url, values, form) {
    var body = values instanceof FormData ? values : new FormData();
    if (body !== values) { Object.entries(values).forEach(function (pair) { [].concat(pair[1]).forEach(function (each) { body.append(pair[0], each); }); }); }
    query(root, root.dataset.rev).forEach(function (value, name) { if (!body.has(name) && name !== "key") { body.append(name, value); } });
    try {
      var answer = await fetch(url, { method: "POST", body: body, headers: { "X-CSRFToken": cookie("csrftoken"), "X-WBM-Board": "1" } });
      var data = (answer.headers.get("Content-Type") || "").startsWith("application/json") ? await answer.json() : null;
      if (data && data.go) { window.location.assign(data.go); }
      if (form && answer.status === 200) { settle(form, body); }
      if (data && data.rev) { apply(root, data); connected(root, true); }
      return { status: answer.status, data: data };
    } catch (lost) { connected(root, false); return { status: 0, data: null }; }
  }
  function told(root, result) {
    if (result.data && result.data.refused) { return result.data.refused; }
    return words(root)[result.status === 0 ? "unsent" : result.status === 403 ? "signed_out" : "failed"];
  }
  function say(root, text, tone) {
    var box = part(root, "said");
    box.textContent = text;
    box.hidden = !text;
    box.classList.toggle("wbm-notice--danger", tone === "bad");
    if (text) { emit(root, text); }
  }

  /* What was taken off can be put back by one button, until something else is done. */
  function offerBack(root, data) {
    var back = (data && data.back) || {}, kind = ["number", "measure"].find(function (each) { return each in back; });
    root.querySelectorAll("[data-board-back]").forEach(function (form) {
      form.hidden = form.dataset.boardBack !== kind;
      if (form.hidden) { return; }
      Object.entries(back).forEach(function (pair) { form.elements[pair[0]].value = pair[1]; });
      form.querySelector("p").textContent = data.said;
    });
  }
  /* What somebody saw when they began to type goes along, not what has come in since. */
  function seen(form, theirs) {
    form.querySelectorAll("[data-board-was]").forEach(function (was) {
      var field = form.elements[was.dataset.boardWas];
      if (theirs !== undefined) { field.defaultValue = theirs; }
      was.value = field.defaultValue;
    });
  }
  /* What the server has is what the form begins with from now on. */
  function settle(form, sent) {
    if (form.hasAttribute("data-board-clear")) { form.reset(); return; }
    Array.from(form.elements).forEach(function (field) {
      if (field.matches("textarea, input[type=text], input[type=date], input[type=number]") && sent.has(field.name)) {
        var as = field.value.replace(/\r?\n/g, "\r\n") === String(sent.get(field.name)).replace(/\r?\n/g, "\r\n") ? field.value : sent.get(field.name);
        field.defaultValue = as; // typed since: the field keeps that, and is not settled
      }
      if (field.matches("[type=radio], [type=checkbox]")) { field.defaultChecked = field.checked; }
      if (field.matches("select")) { Array.from(field.options).forEach(function (each) { each.defaultSelected = each.selected; }); }
    });
  }
  async function submit(root, form, button) {
    seen(form);
    var body = new FormData(form);
    if (button && button.name) { body.append(button.name, button.value); }
    if (form.boardBusy) { return; }
    form.boardBusy = true;
    say(root, "");
    var result = await send(root, form.action, body, form);
    form.boardBusy = false;
    if (result.status === 200) {
      offerBack(root, result.data);
      if (form.matches("[data-board-edit]")) { form.closest("[data-board-card]").removeAttribute("data-editing"); }
      if (form.closest("dialog[open]")) { form.closest("dialog").close(); }
    } else {
      if (form.closest("dialog[open]")) { form.closest("dialog").close(); }
      if (result.data && result.data.theirs !== undefined) { seen(form, result.data.theirs); }
      if (result.data && result.data.version) { form.elements.version.value = result.data.version; }
      say(root, told(root, result), "bad");
    }
  }

  document.addEventListener("submit", function (event) {
    var root = rootOf(event.target), form = event.target;
    if (!root || !form.hasAttribute("data-board-do")) { return; }
    event.preventDefault();
    var ask = form.dataset.boardConfirm && part(root, "sure");
    if (ask && !form.boardSure) {
      ask.querySelector("p").textContent = form.dataset.boardConfirm;
      ask.querySelector("[data-board-yes]").textContent = (event.submitter || form.querySelector("button")).textContent;
      ask.boardForm = form;
      ask.boardButton = event.submitter;
      ask.showModal();
      return;
    }
    form.boardSure = false;
    submit(root, form, event.submitter);
  });
  document.addEventListener("click", function (event) {
    var root = rootOf(event.target);
    if (!root) { return; }
    var yes = event.target.closest("[data-board-yes]"), shut = event.target.closest("[data-board-shut]"), look = event.target.closest("a[data-board-look]");
    var copy = event.target.closest("[data-board-copy]"), drop = event.target.closest("[data-board-drop]");
    if (yes) {
      var box = yes.closest("dialog");
      box.close();
      submit(root, box.boardForm, box.boardButton);
    } else if (shut) { shut.closest("dialog").close();
    } else if (look) {
      event.preventDefault();
      root.dataset.look = look.dataset.boardLook;
      ask(root, true);
    } else if (copy) {
      navigator.clipboard.writeText(copy.closest("li").querySelector("blockquote").textContent).then(function () { emit(root, words(root).copied); }, function () {});
    } else if (drop) { drop.closest("li").remove(); rememberKept(root); }
  });
  document.addEventListener("change", function (event) {
    var root = rootOf(event.target), form = root && event.target.closest("form[data-board-auto]");
    if (form) { form.requestSubmit(); }
    if (root && event.target.matches("[data-board-seat]")) { root.dataset.seat = event.target.value; ask(root, true); }
  });
  document.addEventListener("visibilitychange", function () {
    if (!document.hidden) { roots().forEach(function (root) { ask(root); tick(root); }); }
  });
  window.addEventListener("online", function () { roots().forEach(function (root) { root.boardMissed = 0; ask(root); tick(root); }); });

  function begin() {
    roots().forEach(function (root) {
      if (root.boardLives) { return; }
      root.boardLives = true;
      (stored(root.id + ":kept") || []).forEach(function (text) { keep(root, text); });
      drawn(root, {});
      if (root.dataset.rev === "0") { ask(root, true); }
      tick(root);
    });
  }
  document.addEventListener("htmx:load", begin);
  patch.typed = keep;
  window.wbmBoard = { begin: begin, hooks: hooks, part: part, words: words, filled: filled, send: send, told: told, say: say, emit: emit, ask: ask, keep: keep, store: store, stored: stored, rootOf: rootOf };
  begin();
})();
